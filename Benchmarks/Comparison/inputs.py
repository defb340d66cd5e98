"""The inputs: generated from a seed, and kept in a folder for the next time."""
import hashlib, json, os, subprocess

from measuring import Failure, grouped, remove, run, say


class Input:
    """A catalogue, and records for it in one file."""

    def __init__(self, cache, scatto, records, prefixes, users, organizations, seed):
        self.records, self.prefixes, self.users, self.organizations, self.seed = records, prefixes, users, organizations, seed
        version = subprocess.run([scatto, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout.split()[1]
        self.folder = os.path.join(cache, f"scatto-{version}-seed-{seed}-prefixes-{prefixes}-users-{users}-organizations-{organizations}")
        self.catalogue = os.path.join(self.folder, "catalogue")
        self.calls = os.path.join(self.folder, f"calls-{records}.csv.gz")
        os.makedirs(self.folder, exist_ok=True)
        # catalogue.yaml is the last file that is written.
        if not os.path.exists(os.path.join(self.catalogue, "catalogue.yaml")):
            run([scatto, "generate", "catalogue", "--prefixes", str(prefixes), "--users", str(users), "--organizations", str(organizations),
                 "--seed", str(seed), "--output", self.catalogue])
        if records and not os.path.exists(self.calls):
            run([scatto, "generate", "--catalogue", self.catalogue, "--count", str(records), "--seed", str(seed), "--output", self.calls])

    def files(self, count):
        """The same records, in order, in so many files."""
        folder = os.path.join(self.folder, f"calls-{self.records}-in-{count}")
        names = [os.path.join(folder, f"calls-{number:02}.csv.gz") for number in range(1, count + 1)]
        if os.path.isdir(folder):
            return names
        say(f"  cutting {self.calls} into {count} files")
        partial = folder + ".partial"
        remove(partial)
        os.makedirs(partial)
        text = os.path.join(partial, "text")
        with open(text, "wb") as file:
            subprocess.run(["gzip", "-dc", self.calls], stdout=file, check=True)
        with open(text, "rb") as source:
            header = source.readline()
            size = os.path.getsize(text)
            for number, name in enumerate(names, 1):
                with open(os.path.join(partial, os.path.basename(name)), "wb") as target:
                    packer = subprocess.Popen(["gzip", "-6", "-n", "-c"], stdin=subprocess.PIPE, stdout=target)
                    packer.stdin.write(header)
                    left = size * number // count - source.tell()
                    while left > 0 and (block := source.read(min(left, 1 << 20))):
                        packer.stdin.write(block)
                        left -= len(block)
                    packer.stdin.write(source.readline())
                    packer.stdin.close()
                    if packer.wait() != 0:
                        raise Failure(f"gzip could not write {name}")
        os.remove(text)
        os.rename(partial, folder)
        return names

    def digests(self):
        """SHA-256 of the file, and SHA-256 and size of its text, which do not depend on the compressor."""
        packed = sha256(self.calls)
        known = self.calls + ".json"
        if os.path.exists(known):
            with open(known) as file:
                digests = json.load(file)
            if digests["packed"] == packed:
                return digests
        digest, size = hashlib.sha256(), 0
        unpacker = subprocess.Popen(["gzip", "-dc", self.calls], stdout=subprocess.PIPE)
        while block := unpacker.stdout.read(1 << 20):
            digest.update(block)
            size += len(block)
        if unpacker.wait() != 0:
            raise Failure(f"gzip could not read {self.calls}")
        digests = {"packed": packed, "text": digest.hexdigest(), "textBytes": size}
        with open(known, "w") as file:
            json.dump(digests, file)
        return digests

    def description(self):
        """What the input is, as lines of Markdown."""
        digests = self.digests()
        return (
            f"- Input: {grouped(self.records)} records, {digests['textBytes'] / 1e6:,.0f} MB of text, {os.path.getsize(self.calls) / 1e6:,.0f} MB of gzip; "
            f"{grouped(self.prefixes)} prefixes, {grouped(self.users)} users, {grouped(self.organizations)} organizations; seed {self.seed}\n"
            f"- SHA-256 of the gzip file: `{digests['packed']}`\n"
            f"- SHA-256 of its text: `{digests['text']}`\n"
        )


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
