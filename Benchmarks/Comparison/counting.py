"""What counting usage costs: this program, and the same one built without it, in turns."""
import os, shutil, sqlite3, statistics, subprocess

from inputs import Input, sha256
from measuring import Failure, grouped, rate, remove, say, table
from programs import ROOT, Programs

# What makes a program that counts nothing: file, what it says, and what it says then. All else stays, so that no test would notice but those of reports.
CHANGES = [
    ("Sources/RatingRun/Pipeline.swift", "tally.add(slot.batch)", "_ = tally"),
    ("Sources/RatingRun/RatingRun.swift", "sources.reduce(0) { $0 + $1.byteCount })\n        let (catalogue", "0)\n        let (catalogue"),
]


class Counting:
    """Runs both programs once in each turn, each turn beginning with the other."""

    def __init__(self, options):
        self.options = options
        options.scatto = options.scatto_isal = None
        options.without = ["pigz", "igzip", "libisal"]
        self.programs = Programs(options)
        self.others = [self.programs.libz, self.without()]
        self.input = Input(options.cache, self.programs.libz, options.records, options.prefixes, options.users, options.organizations, options.seed)
        self.folder = os.path.join(options.cache, "work")
        os.makedirs(self.folder, exist_ok=True)

    def without(self):
        """Builds the program without counting from a copy of what is here."""
        copy = os.path.join(self.options.cache, "without-counting")
        for name in ("Sources", "Tests"):
            remove(os.path.join(copy, name))
        listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-z", "Package.swift", "Sources", "Tests"], stdout=subprocess.PIPE, check=True)
        for name in listed.stdout.decode().split("\0"):
            source, target = os.path.join(ROOT, name), os.path.join(copy, name)
            if name and os.path.exists(source):
                os.makedirs(os.path.dirname(target), exist_ok=True)
                shutil.copy2(source, target)
        for name, before, after in CHANGES:
            path = os.path.join(copy, name)
            with open(path) as file:
                text = file.read()
            if text.count(before) != 1:
                raise Failure(f"{name} says “{before}” {text.count(before)} times, not once; mend the list of changes in {__file__}")
            with open(path, "w") as file:
                file.write(text.replace(before, after))
        return self.programs.build("scatto without counting", [], os.path.join(copy, ".build"), copy)

    def rate(self, program, is_counting, is_first):
        """One run; the report must be the same (after the first turn, as long), and the ledger must have usage or none."""
        measured, output = rate(program, self.input.catalogue, [self.input.calls], self.folder)
        with sqlite3.connect(os.path.join(self.folder, "ledger")) as ledger:
            usage = ledger.execute("SELECT COALESCE(SUM(LENGTH(texts)), 0) FROM usage").fetchone()[0]
        if (usage > 1_000) != is_counting:
            raise Failure(f"{program} kept {grouped(usage)} bytes of usage")
        report = os.path.join(output, "pstn-usage.csv")
        return measured, sha256(report) if is_first else os.path.getsize(report)

    def run(self):
        measured, reports = ([], []), (set(), set())
        for turn in range(self.options.turns):
            for which in (0, 1) if turn % 2 else (1, 0):
                each, report = self.rate(self.others[which], which == 0, turn == 0)
                measured[which].append(each)
                reports[turn > 0].add(report)
                say(f"  turn {turn + 1} of {self.options.turns}: {'without' if which else 'with'} counting: {each.wall:.2f} s")
        remove(self.folder)
        if any(len(kinds) != 1 for kinds in reports):
            raise Failure("the reports with and without counting are not the same")
        return self.text(*measured)

    def text(self, counting, bare):
        rows = [["", "with", "without", "cost", "half of the turns"]]
        for name, values in [("wall, s", lambda each: each.wall), ("CPU, s", lambda each: each.cpu)]:
            costs = [100 * (values(one) / values(other) - 1) for one, other in zip(counting, bare, strict=True)]
            low, cost, high = statistics.quantiles(costs, n=4)
            rows.append([
                name, f"{statistics.median(map(values, counting)):.2f}", f"{statistics.median(map(values, bare)):.2f}", f"{cost:.1f} %",
                f"{low:.1f} … {high:.1f} %",
            ])
        return (
            "## What counting usage costs\n\n" + self.programs.machine() + self.input.description()
            + f"- {self.options.turns} turns, in each of which both programs ran once on the same bytes, with libz. Times are medians; the cost is the median of "
            "that within a turn. The reports were the same.\n\n" + table(rows))
