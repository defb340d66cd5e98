"""A sequence of runs on one ledger, and what is left of it: files, tables and the gateway's book, for comparison."""
import hashlib
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent

CATALOGUE = {
    "catalogue.yaml": """\
timeZone: Europe/Dublin
tariffs:
  euro: { currency: EUR, decimals: 4, outbound: rates.csv }
plans:
  LOCAL:
    allowances:
      - { calls: calling, to: domestic, minutes: 3000, pool: country }
  CREDITS: { credits: yes }
""",
    "rates.csv": """\
prefix,destination,rate_per_minute,connection_fee,initial_increment,increment,country
353,Ireland,0.0150,0,60,1,IE
44,United Kingdom,0.0200,0.05,60,1,GB
33,France,0.1250,0.10,60,60,FR
""",
    # By agreement; by a card that expires between the second and the third run; by command; without recharge, whose lots expire.
    "organizations.csv": """\
organization,auto_recharge_trigger,auto_recharge_amount,monthly_limit,payment
alder,100,{alder},,agreement:EA-1
birch,100,{birch},{limit},card:2026-10
cedar,100,{cedar},,command
dogwood,,,,
""",
    "users.csv": "user,organization,usage_location,licences\n"
    + "".join(
        f"{organization}{i}@{organization}.example,{organization},{country},LOCAL;CREDITS\n"
        for organization, country in (("alder", "IE"), ("birch", "GB"), ("cedar", "FR"), ("dogwood", "IE"))
        for i in range(3)
    ),
    "fundings.csv": """\
reference,organization,amount,date,payment
A-1,alder,700.00,2025-10-02,agreement:EA-1
C-1,cedar,50,2025-11-01,agreement:EC
D-1,dogwood,300,2025-10-02,card:2026-12
D-2,dogwood,90000,2026-09-30,card:2026-12
""",
}


class Step:
    """One command of the sequence: its inputs, its output folder, what comes through standard input, and the status that it must end with."""

    def __init__(self, output, inputs, status, standard_input=None, options=()):
        self.output, self.inputs, self.status, self.standard_input, self.options = output, inputs, status, standard_input, options


class Sequence:
    """A folder with a catalogue, generated inputs and a gateway, in which the steps are run, killed, repeated and compared."""

    def __init__(self, scatto, folder, calls, seed):
        self.scatto, self.folder, self.fixed = scatto, folder / "runs", folder / "fixed"
        self.fixed.mkdir(parents=True)
        share = calls / 20_000
        amounts = {"alder": 500 * share, "birch": 300 * share, "cedar": 400 * share, "limit": 1500 * share}
        (self.fixed / "catalogue").mkdir()
        for name, text in CATALOGUE.items():
            if name == "organizations.csv":
                text = text.format(**{key: max(1, int(amount)) for key, amount in amounts.items()})
            (self.fixed / "catalogue" / name).write_text(text, encoding="utf-8")
        shutil.copy(HERE / "gateway.py", self.fixed / "gateway.py")
        (self.fixed / "gateway.py").chmod(0o700)
        nights = (("a", "2026-10-01", 2), ("b", "2026-10-02", 2), ("c", "2026-10-31", 3), ("d", "2026-11-02", 1))
        for i, (name, day, days) in enumerate(nights):
            self.generate(f"{name}.csv.gz", calls // len(nights), seed + i, day, days)
        whole = (self.fixed / "c.csv.gz").read_bytes()
        (self.fixed / "cut.csv.gz").write_bytes(whole[: len(whole) * 9 // 10])
        self.steps = [
            Step("out/1", ["a.csv.gz"], 1),
            # One that was read already, one that is new, and one from standard input.
            Step("out/2", ["a.csv.gz", "b.csv.gz", "-"], 1, standard_input="again.csv"),
            # Fails at the end of its input, after payments.
            Step("out/3", ["cut.csv.gz"], 3),
            Step("out/3", ["c.csv.gz"], 1, options=("--seal", "--sync", "--split-by", "organization")),
            Step("out/4", ["d.csv.gz"], 1),
        ]
        # A part of the first night once more, with other bytes around it: duplicates.
        lines = subprocess.run(["gzip", "-dc", self.fixed / "a.csv.gz"], capture_output=True, check=True).stdout.splitlines(True)
        (self.fixed / "again.csv").write_bytes(b"".join(lines[: 1 + len(lines) // 10]))

    def generate(self, name, count, seed, day, days):
        command = [self.scatto, "generate", "--catalogue", "catalogue", "--count", str(count), "--seed", str(seed), "--first-day", day]
        command += ["--days", str(days), "--duplicates", "0.01", "--faulty", str(max(0.001, 5 / count)), "-o", name]
        subprocess.run(command, cwd=self.fixed, check=True, stdout=subprocess.DEVNULL)

    def begin(self):
        """An empty folder for the sequence; what does not change is outside it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        shutil.copy(self.fixed / "gateway.py", self.folder / "gateway.py")

    def command(self, step, workers=2):
        fixed = "../fixed/"
        command = [self.scatto, "rate", "--catalogue", fixed + "catalogue", "--ledger", "ledger.sqlite", "--output", step.output]
        command += ["--dialect", "plain", "--workers", str(workers), "--payment-command", "./gateway.py", *step.options]
        return command + [name if name == "-" else fixed + name for name in step.inputs]

    def start(self, step, before=(), workers=2):
        """Starts a step; `before` stands before the command, as strace does."""
        standard_input = open(self.fixed / step.standard_input, "rb") if step.standard_input else subprocess.DEVNULL
        try:
            return subprocess.Popen(
                [*before, *self.command(step, workers)], cwd=self.folder, stdin=standard_input, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        finally:
            if step.standard_input:
                standard_input.close()

    def finish(self, step, workers=2):
        """Runs a step to its end; it must end as the step says. Returns what is wrong, or nothing."""
        process = self.start(step, workers=workers)
        output, errors = process.communicate()
        if process.returncode != step.status:
            return f"{step.output}: status {process.returncode}, not {step.status}: {errors.decode().strip()}"
        if (errors.count(b"\n"), errors[:8]) != ((1, b"scatto: ") if step.status > 1 else (0, b"")):
            return f"{step.output}: not one line: {errors.decode()}"
        return None

    def tables(self):
        """Every row of every table of the ledger, and its own schema; the folder's own path is left out."""
        connection = sqlite3.connect(self.folder / "ledger.sqlite")
        here = str(self.folder.resolve())
        found = {}
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        for name in sorted(names):
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
            found["table " + name] = sorted(
                repr([hashlib.sha256(cell).hexdigest() if isinstance(cell, bytes) else str(cell).replace(here, "HERE") for cell in row])
                for row in rows)
        found["integrity"] = connection.execute("PRAGMA integrity_check").fetchall()
        connection.close()
        return found

    def state(self):
        """All that a sequence leaves: bytes of the files, rows of the ledger, the gateway's book."""
        found = {}
        for path in sorted(self.folder.rglob("*")):
            name = str(path.relative_to(self.folder))
            if path.is_dir():
                found["folder " + name] = oct(path.stat().st_mode)
            elif path.name == "run.json":
                found["file " + name] = re.sub(r'"milliseconds" : \d+', "", path.read_text(encoding="utf-8"))
            elif path.parent.name in ("new", "cur"):
                # A message says when it was sent.
                found["file " + name] = re.sub(r"(?m)^Date: .*$", "", path.read_bytes().decode())
            elif name == "book":
                found[name] = sorted(path.read_text(encoding="utf-8").splitlines())
            elif name == "ledger.sqlite":
                found.update(self.tables())
            else:
                found["file " + name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found


def differences(expected, found):
    """What is not the same, for a person."""
    lines = []
    for name in sorted(expected.keys() | found.keys()):
        if name not in found:
            lines.append(f"{name}: missing")
        elif name not in expected:
            lines.append(f"{name}: should not be there")
        elif expected[name] != found[name]:
            detail = ""
            if isinstance(expected[name], list):
                less = [row for row in expected[name] if row not in found[name]]
                more = [row for row in found[name] if row not in expected[name]]
                detail = f": without {less[:2]}, with {more[:2]}"
            lines.append(f"{name}: differs{detail}")
    return lines


def complain(message):
    print(message, file=sys.stderr)
