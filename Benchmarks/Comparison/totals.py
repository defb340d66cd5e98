"""Whether all have come to the same: calls priced, billed seconds and undiscounted price, by organization."""
import csv, json, os

from inputs import sha256
from measuring import Failure


def of_result(path):
    """What the file of SQL and rate.py write."""
    with open(path, newline="") as file:
        return {row["organization"]: (int(row["calls"]), int(row["billed_seconds"]), int(row["price"])) for row in csv.DictReader(file)}


def of_report(folder):
    """The same from a usage report in the dialect plain: rate per minute × billed seconds / 60 of every priced row, whoever paid, rounded half up
    to 1/10000 for each call. Whole numbers only."""
    sums, rates = {}, {}
    with open(os.path.join(folder, "pstn-usage.csv"), newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        organization, billed, rate = (header.index(name) for name in ("Organization", "Billed Seconds", "Rate Per Minute"))
        for row in rows:
            if not row[rate]:
                continue
            price = rates.get(row[rate])
            if price is None:
                units, decimals = row[rate].split(".")
                if len(decimals) > 4:
                    raise Failure(f"a rate of {row[rate]} has more decimals than the comparison reckons with")
                price = rates[row[rate]] = int(units + decimals.ljust(4, "0"))
            seconds = int(row[billed])
            calls, all_seconds, all_prices = sums.get(row[organization], (0, 0, 0))
            sums[row[organization]] = calls + 1, all_seconds + seconds, all_prices + (price * seconds + 30) // 60
    return sums


class Receipts:
    """What every run has come to, held against those before."""

    def __init__(self, records):
        self.records = records
        self.sums = {}
        self.proofs = {}
        self.reports = {}

    def add_sums(self, name, sums):
        if not sums:
            raise Failure(f"{name} has priced nothing")
        self.sums[name] = sums
        first = next(iter(self.sums))
        if sums != self.sums[first]:
            differing = sorted(key for key in sums.keys() | self.sums[first].keys() if sums.get(key) != self.sums[first].get(key))
            key = differing[0]
            raise Failure(
                f"{name} and {first} differ in {len(differing)} organizations; {key} has calls, billed seconds and price "
                f"{sums.get(key)} and {self.sums[first].get(key)}")

    def add_run(self, name, folder, dialect):
        """A run of scatto: its counts, its money by organization, and in the first turn its report."""
        with open(os.path.join(folder, "run.json")) as file:
            proof = json.load(file)
        if (proof["read"], proof["settled"]) != (self.records, self.records):
            raise Failure(f"{name} has read {proof['read']} and settled {proof['settled']} of {self.records} records")
        self.proofs[name] = proof["organizations"]
        first = next(iter(self.proofs))
        if self.proofs[name] != self.proofs[first]:
            raise Failure(f"{name} and {first} have charged differently; compare their run.json")
        if dialect == "plain" and name not in self.reports:
            self.reports[name] = sha256(os.path.join(folder, "pstn-usage.csv"))
            first = next(iter(self.reports))
            if self.reports[name] != self.reports[first]:
                raise Failure(f"{name} and {first} have written different reports")
            if name == first:
                self.add_sums(f"the report of {name}", of_report(folder))

    def text(self):
        """What was held against what, as Markdown."""
        calls, seconds, price = (sum(column) for column in zip(*next(iter(self.sums.values())).values()))
        lines = []
        if len(self.sums) > 1:
            lines.append(
                f"- The same for every organization in {'; '.join(self.sums)}: {calls:,} priced calls, {seconds:,} billed seconds, "
                f"{price // 10_000:,}.{price % 10_000:04} undiscounted.")
        if len(self.proofs) > 1:
            lines.append(f"- The same counts, charges and balances for every organization in run.json of {'; '.join(self.proofs)}.")
        if len(self.reports) > 1:
            lines.append(f"- The same bytes of pstn-usage.csv from {'; '.join(self.reports)}: SHA-256 `{next(iter(self.reports.values()))}`")
        return "\n".join(lines) + "\n"
