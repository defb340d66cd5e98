"""Two months of seeded calls that make every movement of credits: fundings, recharges by each kind of payment, expiries, debts, late calls."""

import csv
import random

CATALOGUE = {
    "catalogue.yaml": """\
timeZone: Europe/Rome
tariffs:
  euro: { currency: EUR, decimals: 4, outbound: rates.csv }
  dollar: { currency: USD, decimals: 2, rounding: up, outbound: rates.csv }
  yen: { currency: JPY, decimals: 0, outbound: rates.csv }
  pence: { currency: EUR, decimals: 2, outbound: rates.csv }
plans:
  LOCAL: { allowances: [ { calls: calling, to: domestic, minutes: 10, pool: country } ] }
  CREDITS: { credits: yes }
""",
    "rates.csv": """\
prefix,destination,rate_per_minute,connection_fee,initial_increment,increment,country
39,Italy,0.0300,0,60,60,IT
33,France,0.1250,0.10,60,60,FR
81,Japan,3.00,1.00,60,60,JP
""",
}

# The key, the tariff, trigger, amount, monthly limit, payment. Keys of which hledger would give parts a meaning, and keys that are alike.
ORGANIZATIONS = [
    ("maple", "euro", "5", "10", "", "agreement:EA-7/PO (1)"),
    ("a:b", "dollar", "5", "10", "40", "card:2027-01"),
    ("a%3Ab", "pence", "2", "5", "", "command"),
    ("(oak)  ; [x]", "yen", "100", "500", "", "agreement:[2026-01-01], x:y"),
    ("= pine @ 3, inc.", "euro", "", "", "", ""),
    ("café", "euro", "1", "3", "", "card:2026-10"),
    ("cafe\u0301", "euro", "1", "3", "", "agreement:EA-9"),
    ("* two  blanks", "dollar", "", "", "", ""),
]


def write(folder, seed):
    """A catalogue and two months of calls, in several files; their names in the order in which they are rated."""
    chance = random.Random(seed)
    catalogue = folder / "catalogue"
    catalogue.mkdir(parents=True)
    for name, text in CATALOGUE.items():
        (catalogue / name).write_text(text, encoding="utf-8")

    def table(name, rows):
        with open(catalogue / name, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

    table("organizations.csv", [
        ("organization", "tariff", "auto_recharge_trigger", "auto_recharge_amount", "monthly_limit", "payment"), *ORGANIZATIONS])
    users = [(f"u{place}-{k}@x.example", key, "IT", "LOCAL;CREDITS" if k else "CREDITS")
             for place, (key, *_) in enumerate(ORGANIZATIONS) for k in range(2)]
    table("users.csv", [("user", "organization", "usage_location", "licences"), *users])
    fundings = [("reference", "organization", "amount", "date", "payment")]
    for place, (key, *_) in enumerate(ORGANIZATIONS):
        # One that expires within the two months, and one that does not.
        fundings.append((f"OLD-{place}", key, str(chance.randint(100, 900)), f"2025-10-{chance.randint(3, 9):02}T10:00:00Z", ""))
        fundings.append((f"(NEW) {place}; x", key, str(chance.randint(5, 90)), f"2026-09-{chance.randint(1, 28):02}", "agreement:EA-1"))
    table("fundings.csv", fundings)

    names = []
    for night in range(6):
        rows = [("usage_id", "call_type", "start_time", "duration_seconds", "caller", "callee", "user")]
        for call in range(400):
            # Nights go on through October and November; some calls come late.
            day = max(0, min(59, night * 10 + chance.randint(0, 9) - (20 if chance.random() < 0.1 else 0)))
            month, of_month = (10, day + 1) if day < 31 else (11, day - 30)
            start = f"2026-{month}-{of_month:02}T{chance.randint(0, 23):02}:{chance.randint(0, 59):02}:00Z"
            callee = chance.choice(["+39021234567", "+33199000504", "+81312345678"])
            rows.append((f"{night}-{call}", "user_out", start, str(chance.choice([0, 20, 90, 400, 2000])), "", callee, chance.choice(users)[0]))
        rows[1:] = sorted(rows[1:], key=lambda row: (chance.random() < 0.1, row[2]))
        name = f"night-{night}.csv"
        with open(folder / name, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        names.append(name)
    return names
