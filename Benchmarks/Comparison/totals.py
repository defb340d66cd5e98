"""Whether all have come to the same: calls priced, billed seconds, undiscounted price and included seconds, by organization."""
import csv, hashlib, json, os

from inputs import sha256
from measuring import Failure

# Columns of the usage report that credits decide.
BY_CREDITS = ("Connection Fee", "Charge", "Capability", "Outcome", "Charged Seconds", "Uncovered Seconds", "Rate Note")


def of_result(path):
    """What the files of SQL and rate.py write: calls, billed seconds and price, and included seconds if they are told."""
    sums, included = {}, {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            sums[row["organization"]] = int(row["calls"]), int(row["billed_seconds"]), int(row["price"])
            if "included_seconds" in row:
                included[row["organization"]] = int(row["included_seconds"])
    return sums, included


def of_report(path):
    """The same from a usage report in the dialect plain: rate per minute × billed seconds / 60 of every priced row, whoever paid, rounded half up
    to 1/10000 for each call. Whole numbers only. And a digest of all rows, in their order, less what credits decide."""
    sums, included, rates, digest = {}, {}, {}, hashlib.sha256()
    with open(path, newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        organization, billed, covered, rate = (
            header.index(name) for name in ("Organization", "Billed Seconds", "Included Seconds", "Rate Per Minute"))
        kept = [index for index, name in enumerate(header) if name not in BY_CREDITS]
        digest.update("\n".join(header).encode())
        for row in rows:
            digest.update(("\0" + "\n".join([row[index] for index in kept])).encode())
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
            included[row[organization]] = included.get(row[organization], 0) + int(row[covered])
    return sums, included, digest.hexdigest()


def check(name, sums, known, what):
    """Adds sums by organization to what others have come to, which must be the same."""
    known[name] = sums
    first = next(iter(known))
    differing = sorted(key for key in sums.keys() | known[first].keys() if sums.get(key) != known[first].get(key))
    if differing:
        key = differing[0]
        raise Failure(
            f"{name} and {first} differ in {len(differing)} organizations; {key} has {what} {sums.get(key)} and {known[first].get(key)}")


class Receipts:
    """What every run has come to, held against those before."""

    def __init__(self, records):
        self.records = records
        self.sums = {}
        self.included = {}
        self.rows = {}
        self.proofs = {}
        self.reports = {}

    def add_sums(self, name, sums, included):
        if not sums:
            raise Failure(f"{name} has priced nothing")
        check(name, sums, self.sums, "calls, billed seconds and price")
        if included:
            check(name, included, self.included, "included seconds")

    def add_report(self, name, path):
        """A usage report in the dialect plain, the first time that there is one of this name: its sums, and its rows less what credits decide."""
        if name in self.rows:
            return
        sums, included, self.rows[name] = of_report(path)
        self.add_sums(name, sums, included)
        first = next(iter(self.rows))
        if self.rows[name] != self.rows[first]:
            raise Failure(f"{name} and {first} differ in a column that credits do not decide, or in the order of their rows")

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
                self.add_report(f"the report of {name}", os.path.join(folder, "pstn-usage.csv"))

    def text(self):
        """What was held against what, as Markdown."""
        calls, seconds, price = (sum(column) for column in zip(*next(iter(self.sums.values())).values()))
        lines = []
        if len(self.sums) > 1:
            lines.append(
                f"- The same for every organization in {'; '.join(self.sums)}: {calls:,} priced calls, {seconds:,} billed seconds, "
                f"{price // 10_000:,}.{price % 10_000:04} undiscounted.")
        if len(self.included) > 1:
            seconds = sum(next(iter(self.included.values())).values())
            lines.append(f"- The same for every organization in {'; '.join(self.included)}: {seconds:,} included seconds.")
        if len(self.rows) > 1:
            lines.append(
                f"- The same text in the columns that credits do not decide, row by row, in {'; '.join(self.rows)}: "
                f"SHA-256 `{next(iter(self.rows.values()))}`")
        if len(self.proofs) > 1:
            lines.append(f"- The same counts, charges and balances for every organization in run.json of {'; '.join(self.proofs)}.")
        if len(self.reports) > 1:
            lines.append(f"- The same bytes of pstn-usage.csv from {'; '.join(self.reports)}: SHA-256 `{next(iter(self.reports.values()))}`")
        return "\n".join(lines) + "\n"
