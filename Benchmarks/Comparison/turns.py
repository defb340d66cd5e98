"""The comparison: all programs on the same bytes, in turns."""
import os, statistics, sys

import totals
from inputs import Input
from measuring import HERE, grouped, measure, megabytes, rate, remove, say, spread, table
from programs import Programs


class Contestant:
    """A row of the table."""

    def __init__(self, name, run, is_scatto=False, base="gzip -dc"):
        self.name, self.run, self.is_scatto, self.base = name, run, is_scatto, base
        self.measured = []

    def ratios(self, other):
        """Wall time by that of another in the same turn."""
        return [mine.wall / theirs.wall for mine, theirs in zip(self.measured, other.measured, strict=True)]


class Comparison:
    """Runs every contestant once in each turn, each turn beginning with another."""

    def __init__(self, options):
        self.options = options
        self.programs = Programs(options)
        self.input = Input(options.cache, self.programs.libz, options.records, options.prefixes, options.users, options.organizations, options.seed)
        self.folder = os.path.join(options.cache, "work")
        os.makedirs(self.folder, exist_ok=True)
        self.receipts = totals.Receipts(options.records)
        self.contestants = list(self.all_contestants())

    def all_contestants(self):
        calls, files = self.input.calls, self.input.files(self.options.files)
        for tool in self.programs.tools:
            yield self.unpacking(f"{tool} -dc", tool, [calls])
        yield self.unpacking(f"gzip -dc ({len(files)} files)", "gzip", files)
        yield self.rating("scatto (libz)", self.programs.libz, [calls])
        yield self.rating(f"scatto (libz, {len(files)} files)", self.programs.libz, files, base=f"gzip -dc ({len(files)} files)")
        if self.programs.isal:
            yield self.rating("scatto (libisal)", self.programs.isal, [calls])
            yield self.rating("scatto (libisal, Excel)", self.programs.isal, [calls], dialect="excel")
        else:
            yield self.rating("scatto (libz, Excel)", self.programs.libz, [calls], dialect="excel")
        if python := self.programs.duckdb(self.options):
            runner = os.path.join(HERE, "rate_duckdb.py")
            yield self.script("DuckDB", [python, runner, os.path.join(HERE, "duckdb-rating.sql")], has_report=True)
            yield self.script("DuckDB, sums only", [python, runner, os.path.join(HERE, "duckdb-sums.sql")])
        if "python" in self.options.without:
            self.programs.missing.append("Python script: left out by --without")
        else:
            yield self.script("Python script", [sys.executable, os.path.join(HERE, "rate.py")])

    def unpacking(self, name, tool, files):
        return Contestant(name, lambda: measure([tool, "-dc", *files], self.folder), base=name if len(files) > 1 else "gzip -dc")

    def rating(self, name, scatto, files, dialect="plain", base="gzip -dc"):
        def run():
            measured, output = rate(scatto, self.input.catalogue, files, self.folder, dialect)
            self.receipts.add_run(name, output, dialect)
            return measured

        return Contestant(name, run, is_scatto=True, base=base)

    def script(self, name, command, has_report=False):
        def run():
            result, report = os.path.join(self.folder, "result.csv"), os.path.join(self.folder, "report.csv")
            remove(result, report)
            measured = measure([*command, self.input.catalogue, self.input.calls, result] + [report] * has_report, self.folder)
            self.receipts.add_sums(name, *totals.of_result(result))
            if has_report:
                self.receipts.add_report(f"the report of {name}", report)
            return measured

        return Contestant(name, run)

    def run(self):
        # All read from memory, as the first reader would pay for the others.
        for path in [self.input.calls, *self.input.files(self.options.files)]:
            with open(path, "rb") as file:
                while file.read(1 << 22):
                    pass
        for turn in range(self.options.turns):
            start = turn % len(self.contestants)
            for contestant in self.contestants[start:] + self.contestants[:start]:
                measured = contestant.run()
                contestant.measured.append(measured)
                say(f"  turn {turn + 1} of {self.options.turns}: {contestant.name}: {measured.wall:.2f} s")
        remove(self.folder)
        return self.text()

    def named(self, name):
        return next((contestant for contestant in self.contestants if contestant.name == name), None)

    def text(self):
        rows = [["", "wall, s", "min … max", "÷ `gzip -dc`", "÷ `igzip -dc`", "records/s", "CPU, s", "peak, MB"]]
        igzip = self.named("igzip -dc")
        for each in self.contestants:
            median, ends = spread([measured.wall for measured in each.measured])
            is_one_file = each.base == "gzip -dc"
            peak = max(each.measured, key=lambda measured: measured.peak_bytes)
            rows.append([
                each.name, median, ends, f"{statistics.median(each.ratios(self.named(each.base))):.2f}",
                f"{statistics.median(each.ratios(igzip)):.2f}" if igzip and is_one_file else "–",
                grouped(round(self.input.records / statistics.median(measured.wall for measured in each.measured))),
                spread([measured.cpu for measured in each.measured])[0], megabytes(peak.peak_bytes, peak.peak_is_bound),
            ])
        return (
            "## Comparison\n\n" + self.programs.machine() + self.input.description()
            + f"- {self.options.turns} turns, in each of which every program ran once on the same bytes, read from memory, what was written before being on "
            "the disk. Wall and CPU are medians; ratios are medians of the ratios within a turn, of several files to `gzip -dc` of those files; peak is "
            "the highest resident memory.\n"
            "- The unpackers write to /dev/null. scatto reads the catalogue, settles pools and credits, finds duplicates, writes the 30-column report and "
            "commits the ledger. DuckDB settles pools, finds duplicates and writes that report too, as if credits covered whatever pools do not, and "
            "keeps no ledger. DuckDB, sums only, and the Python script only price calls and write sums.\n\n"
            + table(rows) + "\n" + self.between() + "\nHeld against each other:\n\n" + self.receipts.text())

    def between(self):
        """Ratios between rows other than the unpackers."""
        best = self.named("scatto (libisal)") or self.named("scatto (libz)")
        others = ["DuckDB", "DuckDB, sums only", "Python script", best.name[:-1] + ", Excel)"]
        rows = [["ratio", "median", "min … max"]]
        for other in filter(None, map(self.named, others)):
            rows.append([f"{other.name} ÷ {best.name}", *spread(other.ratios(best))])
        return table(rows)
