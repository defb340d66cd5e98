"""The growth tables: how time and memory grow with records, files, workers, prefixes, users, and the catalogue."""
import os, statistics

from inputs import Input
from measuring import HERE, Failure, grouped, measure, megabytes, rate, remove, run, say, spread, table
from programs import Programs

TABLES = ("records", "files", "workers", "prefixes", "users", "catalogue")


class Growth:
    """One table for each thing that grows, with the fastest build there is."""

    def __init__(self, options):
        self.options = options
        self.programs = Programs(options)
        self.scatto = self.programs.isal or self.programs.libz
        self.inflater = "libisal" if self.programs.isal else "libz"
        self.folder = os.path.join(options.cache, "work")
        os.makedirs(self.folder, exist_ok=True)

    def input(self, records, prefixes=None, users=None):
        options = self.options
        return Input(
            options.cache, self.programs.libz, records, prefixes or options.prefixes, users or options.users, options.organizations, options.seed)

    def run(self):
        tables = [getattr(self, name)() for name in TABLES if not self.options.only or name in self.options.only]
        remove(self.folder)
        return (
            "## Growth\n\n" + self.programs.machine()
            + f"- {grouped(self.options.prefixes)} prefixes, {grouped(self.options.users)} users, {grouped(self.options.organizations)} organizations and the "
            f"dialect plain, with {self.inflater}, where nothing else is said; seed {self.options.seed}; medians of {self.options.turns} turns; peak is the "
            "highest resident memory.\n\n"
            + "\n".join(tables))

    def turns(self, cases):
        """Measures cases in turns: each is a name and what to run. Returns the measurements by name."""
        measured = {name: [] for name, _ in cases}
        for turn in range(self.options.turns):
            start = turn % len(cases)
            for name, act in cases[start:] + cases[:start]:
                measured[name].append(act())
                say(f"  turn {turn + 1} of {self.options.turns}: {name}: {measured[name][-1].wall:.2f} s")
        return measured

    def rating(self, input, files=None, scatto=None, workers=None):
        return lambda: rate(scatto or self.scatto, input.catalogue, files or [input.calls], self.folder, workers=workers)[0]

    def growth(self, title, column, cases):
        """A table of cases on one catalogue, the first of which the others are compared with."""
        measured = self.turns(cases)
        rows = [[column, "wall, s", "min … max", "records/s", "÷ first", "peak, MB"]]
        first = self.options.records / statistics.median(each.wall for each in measured[cases[0][0]])
        for name, _ in cases:
            median, ends = spread([each.wall for each in measured[name]])
            rate = self.options.records / statistics.median(each.wall for each in measured[name])
            peak = max(measured[name], key=lambda each: each.peak_bytes)
            rows.append([name, median, ends, grouped(round(rate)), f"{rate / first:.2f}", megabytes(peak.peak_bytes, peak.peak_is_bound)])
        return f"### {title}\n\n{grouped(self.options.records)} records.\n\n" + table(rows)

    def records(self):
        counts = [self.options.records, self.options.records * 10]
        inputs = {grouped(count): self.input(count) for count in counts}
        measured = self.turns([(name, self.rating(input)) for name, input in inputs.items()])
        rows = [["records", "wall, s", "min … max", "records/s", "÷ first", "peak, MB", "index, MB", "index, bytes per call", "peak less index, MB"]]
        indices = self.index_bytes(counts)
        first = None
        for name, input in inputs.items():
            median, ends = spread([each.wall for each in measured[name]])
            rate = input.records / statistics.median(each.wall for each in measured[name])
            first = first or rate
            peak = max(each.peak_bytes for each in measured[name])
            index = indices.get(input.records)
            memory = [megabytes(index), f"{index / input.records:.1f}", megabytes(peak - index)] if index else ["–", "–", "–"]
            rows.append([name, median, ends, grouped(round(rate)), f"{rate / first:.2f}", megabytes(peak), *memory])
        return "### Records\n\nOne UTC day. The index is what the duplicate index holds when all calls are known.\n\n" + table(rows)

    def index_bytes(self, counts):
        """What the duplicate index holds for so many calls of one day, from the index itself."""
        try:
            command = ["swift", "run", "-c", "release", "--package-path", os.path.dirname(HERE), "IndexRoom"]
            lines = run(command + [str(count) for count in counts]).splitlines()
        except Failure as failure:
            self.programs.missing.append(f"the size of the duplicate index: {failure}")
            return {}
        return {int(count): int(size) for count, size in (line.split() for line in lines if line)}

    def files(self):
        input = self.input(self.options.records)
        cases = []
        for inflater, scatto in (("libz", self.programs.libz), ("libisal", self.programs.isal)):
            if scatto:
                cases.append((f"1 file, {inflater}", self.rating(input, scatto=scatto)))
                cases.append((f"{self.options.files} files, {inflater}", self.rating(input, input.files(self.options.files), scatto)))
        return self.growth("Files", "files", cases)

    def workers(self):
        input = self.input(self.options.records)
        counts = sorted({1, 2, len(os.sched_getaffinity(0))})
        return self.growth("Workers", "workers", [(str(n), self.rating(input, workers=n)) for n in counts])

    def prefixes(self):
        return self.catalogues("Prefixes", "prefixes", (1_000, 50_000, 1_000_000))

    def users(self):
        return self.catalogues("Users", "users", (1_000, 20_000, 1_000_000))

    def catalogues(self, title, column, counts):
        """A table of catalogues, with the time that loading takes beside the time of the whole run."""
        inputs = {grouped(count): self.input(self.options.sweep_records, **{column: count}) for count in counts}
        cases = [(name, self.rating(input)) for name, input in inputs.items()]
        cases += [(f"loading {name}", self.checking(input)) for name, input in inputs.items()]
        measured = self.turns(cases)
        rows = [[column, "wall, s", "min … max", "loading, s", "records/s less loading", "÷ first", "peak, MB"]]
        first = None
        for name, input in inputs.items():
            median, ends = spread([each.wall for each in measured[name]])
            loading = statistics.median(each.wall for each in measured[f"loading {name}"])
            rate = input.records / (statistics.median(each.wall for each in measured[name]) - loading)
            first = first or rate
            peak = max(measured[name], key=lambda each: each.peak_bytes)
            rows.append([name, median, ends, f"{loading:.2f}", grouped(round(rate)), f"{rate / first:.2f}", megabytes(peak.peak_bytes)])
        return (
            f"### {title}\n\n{grouped(self.options.sweep_records)} records. Loading is the wall time of `scatto catalogue check`; what a run prepares "
            "besides counts as rating.\n\n" + table(rows))

    def checking(self, input):
        return lambda: measure([self.scatto, "catalogue", "check", "--catalogue", input.catalogue], self.folder)

    def catalogue(self):
        input = self.input(0, prefixes=1_000_000, users=1_000_000)
        name = "`scatto catalogue check`"
        measured = self.turns([(name, self.checking(input))])[name]
        median, ends = spread([each.wall for each in measured])
        rows = [["1,000,000 prefixes and 1,000,000 users", "wall, s", "min … max", "peak, MB"]]
        rows.append([name, median, ends, megabytes(max(each.peak_bytes for each in measured))])
        return "### Loading a catalogue\n\n" + table(rows)
