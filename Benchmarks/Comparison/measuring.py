"""What both tables of the comparison need: how commands are measured, and how figures are written."""
import os, shutil, statistics, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))


class Failure(Exception):
    """What went wrong, for a person."""


class Measurement:
    """What one run of a command took."""

    def __init__(self, line):
        status, wall, user, system, peak, least = line.split()
        self.status, self.wall, self.cpu = int(status), float(wall), float(user) + float(system)
        self.peak_bytes, self.peak_is_bound = int(peak) * 1024, int(peak) <= int(least)


def say(text):
    print(text, file=sys.stderr, flush=True)


def measure(command, folder, output="/dev/null", statuses=(0,)):
    """Runs a command once, after what was written before has gone to the disk."""
    os.sync()
    time.sleep(0.3)
    result = os.path.join(folder, "measured")
    launcher = [sys.executable, "-I", "-S", os.path.join(HERE, "measure.py"), result, output]
    subprocess.run(launcher + command, check=True)
    with open(result) as file:
        measured = Measurement(file.read())
    if measured.status not in statuses:
        raise Failure(f"{' '.join(command)}: exit status {measured.status}")
    return measured


def remove(*paths):
    for path in paths:
        shutil.rmtree(path, ignore_errors=True)
        if os.path.exists(path):
            os.remove(path)


def rate(scatto, catalogue, inputs, folder, dialect="plain", workers=None):
    """Rates inputs with a fresh ledger and output folder; only the command itself is timed."""
    ledger, output = os.path.join(folder, "ledger"), os.path.join(folder, "output")
    remove(ledger, ledger + "-wal", ledger + "-shm", output)
    command = [scatto, "rate", "--catalogue", catalogue, "--ledger", ledger, "--output", output, "--dialect", dialect]
    if workers:
        command += ["--workers", str(workers)]
    return measure(command + inputs, folder), output


def run(command, **options):
    """Runs a command that is not measured."""
    say("  " + " ".join(command))
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, **options)
    if done.returncode != 0:
        raise Failure(f"{' '.join(command)}: exit status {done.returncode}")
    return done.stdout


def first_line(command):
    """The first line that a command prints, for versions."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    except OSError:
        return f"{command[0]} not installed"
    return done.stdout.splitlines()[0].strip() if done.stdout else "unknown"


def grouped(number):
    return f"{number:,}"


def megabytes(count, is_bound=False):
    return ("≤ " if is_bound else "") + f"{count / 1e6:,.0f}"


def spread(values, digits=2):
    """Median, and minimum and maximum."""
    return f"{statistics.median(values):.{digits}f}", f"{min(values):.{digits}f} … {max(values):.{digits}f}"


def table(rows):
    """Rows as Markdown; the first is the header, and all columns but the first are figures."""
    lines = ["| " + " | ".join(rows[0]) + " |", "| --- |" + " ---: |" * (len(rows[0]) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows[1:]]) + "\n"
