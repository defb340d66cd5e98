"""The same rating without pools and credits as duckdb-sums.sql, as one would write it by hand: rate.py CATALOGUE CALLS.csv.gz RESULT.csv"""
import csv, gzip, sys
from datetime import datetime

folder, calls, result = sys.argv[1:]
def table(name): return csv.DictReader(open(f"{folder}/{name}", newline=""))
def price(text): return round(float(text) * 10000)
def deck(name): return {r["prefix"]: (price(r["rate_per_minute"]), int(r["initial_increment"]), int(r["increment"]), r["effective_from"] or "0",
                                      r["effective_until"] or "9", r["band"]) for r in table(name)}
decks = deck("rates.csv"), deck("toll-free.csv")
users, owners, sums = {}, {}, {}
for row in table("users.csv"): users[row["user"].lower()] = owners[row["phone_numbers"]] = row["organization"]
for row in table("service-numbers.csv"): owners[row["number"]] = row["organization"]
rows = csv.reader(gzip.open(calls, "rt", newline=""))
next(rows)
for _, kind, start, seconds, caller, callee, user, organization, *_ in rows:
    seconds, inbound = int(seconds), "_in" in kind
    if seconds == 0 or kind.startswith("dr_") or kind.endswith("emergency_out"): continue
    for end in range(len(callee), 1, -1):
        rate = decks[inbound].get(callee[1:end])
        if rate and rate[3] <= start < rate[4] and (not rate[5] or "08" <= start[11:13] < "18" and datetime.fromisoformat(start).weekday() < 5): break
    else: continue
    perMinute, initial, step = rate[:3]
    billed = initial if seconds <= initial else initial + (seconds - initial + step - 1) // step * step
    own = callee if inbound else caller if kind not in ("user_out_forwarding", "user_out_transfer") else ""
    sum = sums.setdefault(organization or (users[user.lower()] if user else owners[own]), [0, 0, 0])
    sum[0] += 1; sum[1] += billed; sum[2] += (perMinute * billed + 30) // 60
with open(result, "w") as out:
    print("organization,calls,billed_seconds,price", *(",".join([key, *map(str, sums[key])]) for key in sorted(sums)), sep="\n", file=out)
