"""The programs that are compared: which are there, which are not and why, and their versions."""
import os, platform, shutil, subprocess, sys

from measuring import Failure, HERE, first_line, run, say

ROOT = os.path.dirname(os.path.dirname(HERE))


class Programs:
    """Finds or builds everything; what is missing is in `missing` with the reason."""

    def __init__(self, options):
        self.missing, self.versions = [], []
        self.tools = []
        for name in ("gzip", "pigz", "igzip"):
            if name in options.without:
                self.missing.append(f"{name}: left out by --without")
            elif shutil.which(name):
                self.tools.append(name)
                self.versions.append(f"{name}: {first_line([name, '--version'])}")
            else:
                self.missing.append(f"{name}: not installed")
        if "gzip" not in self.tools:
            raise Failure("gzip is needed: it is the measure of all others")
        self.libz = options.scatto or self.build("scatto with libz", [], os.path.join(ROOT, ".build"))
        self.is_given = bool(options.scatto or options.scatto_isal)
        self.isal = None
        if "libisal" in options.without:
            self.missing.append("scatto with libisal: left out by --without")
        elif options.scatto_isal:
            self.isal = options.scatto_isal
        elif subprocess.run(["pkg-config", "--exists", "libisal"]).returncode == 0:
            self.isal = self.build("scatto with libisal", ["--traits", "ISAL"], os.path.join(ROOT, ".build", "isal"))
        else:
            self.missing.append("scatto with libisal: libisal-dev is not installed")
        self.check_library()
        self.commit = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"], stdout=subprocess.PIPE, text=True).stdout.strip()

    def build(self, name, traits, scratch, package=ROOT):
        say(f"building {name}")
        command = ["swift", "build", "-c", "release", "--package-path", package, "--scratch-path", scratch] + traits
        run(command + ["--product", "scatto"])
        return os.path.join(run(command + ["--show-bin-path"]).strip(), "scatto")

    def check_library(self):
        """A binary is what it is said to be, or the table would be wrong."""
        for path, library in ((self.libz, "zlib"), (self.isal, "ISA-L")):
            if path is None:
                continue
            version = first_line([path, "--version"])
            if library not in version:
                raise Failure(f"{path} says “{version}”; {library} was expected")
            self.versions.append(version)

    def duckdb(self, options):
        """The Python of an environment that has DuckDB, made on first use; `None` if it cannot be had."""
        if "duckdb" in options.without:
            self.missing.append("DuckDB: left out by --without")
            return None
        environment = os.path.join(options.cache, "duckdb")
        python = os.path.join(environment, "bin", "python")
        try:
            if subprocess.run([python, "-c", "import duckdb"], stderr=subprocess.DEVNULL).returncode != 0:
                raise OSError
        except OSError:
            say("installing DuckDB from PyPI")
            made = subprocess.run([sys.executable, "-m", "venv", "--clear", environment])
            if made.returncode != 0 or subprocess.run([python, "-m", "pip", "install", "--quiet", "duckdb"]).returncode != 0:
                self.missing.append("DuckDB: could not be installed from PyPI")
                return None
        self.versions.append("DuckDB " + first_line([python, "-c", "import duckdb; print(duckdb.__version__)"]))
        return python

    def machine(self):
        """The machine and the versions, as lines of Markdown."""
        with open("/proc/cpuinfo") as file:
            model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), platform.processor() or "unknown")
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        lines = [
            f"- Machine: {model}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, {platform.system()} {platform.release()} {platform.machine()}",
            f"- Versions: {'; '.join(self.versions)}; {first_line(['swift', '--version'])}; Python {platform.python_version()}",
            f"- Commit: {self.commit or 'unknown'}" + ("; the binaries were given, not built from it" if self.is_given else ""),
        ]
        return "\n".join(lines + [f"- Left out: {reason}" for reason in self.missing]) + "\n"
