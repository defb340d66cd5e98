"""A catalogue and a night of calls whose texts a spreadsheet would gladly change."""

import csv
import subprocess

# Texts that a spreadsheet takes for a number, a date, a time, a truth value, an amount or a formula; or that CSV has to quote.
TEXTS = [
    "Ada Slow", "=1+1", "+SUM(A1:A9)", "-2+3", "@SUM(1)", '=HYPERLINK("http://example.invalid";"x")', "=cmd|' /C calc'!A0", "\t=1+1", " =1+1", "'quoted",
    "00420", "0", "007", "12345678901234567890", "00000000000000000001", "1E5", "1e309", "3.14", "3,14", "1.234,56", "1,234.56", "1 234,56", "-0", "+49",
    "10%", "5 €", "€5", "$3.00", "£1", "(5)", "1/2", "3-4", "1-2-2026", "2026-10-01", "01.10.2026", "1.10", "Oct-12", "ott-12", "Okt 12", "12 oct", "MAR 1",
    "12:30", "7:5:3", "12:30 PM", "TRUE", "FALSE", "VERO", "FALSO", "WAHR", "FALSCH", "VRAI", "FAUX", "NULL", "#N/A", "#REF!", "N/A", "NaN", "inf",
    "a,b", "a;b", 'say "ah"', '"', '""', "two\nlines", "two\r\nlines", "tab\there", "Grüße, Ünï", "Ångström", "łódź", "Ἀθῆναι", "日本語", "🐌 snail", "e\u0301",
    "\u00a0nbsp\u00a0", "_x000D_ish", "&lt;b&gt;", "<b>&amp;", "a" * 300, "=" + "b" * 300, "x" * 5000, ".5", "5.", "1_000", "0x1F", "1d", "1h", "d1", "R1C1",
    "A1", "Sheet1!A1", "{1;2}", "{=1}", "--1", "++1", "=-1", "−5", "＝1", "٣", "１２", "½", "½ x", "12 34", "12-34-56", "+44 20 7946 0101",
]

USERS = ["ada@snail.example", "+49@snail.example", "=bran@snail.example", "-cleo@snail.example", "00123", "2026-10-01", "1E5@snail.example"]
CALLEES = [
    "+442079460990", "442079460991", "tel:+4930123456", "sip:+33123456789@example.invalid", "+49 (30) 1234-567", "+1-202-555-0100", "+44207946****", "4930999",
]
CALLERS = ["+353209100001", "anonymous", "", "00", "0011", "sip:reception@snail.example", "*43#", "=1+1", "+", "restricted, private"]


def write_table(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_catalogue(folder):
    catalogue = folder / "catalogue"
    catalogue.mkdir()
    (catalogue / "catalogue.yaml").write_text(
        "tariffs:\n  t: { currency: EUR, decimals: 6, outbound: rates.csv }\n"
        "plans:\n  DOMESTIC:\n    allowances: [{ calls: calling, to: [GB], minutes: 30, pool: organization }]\n  CREDITS: { credits: yes }\n",
        encoding="utf-8")
    write_table(
        catalogue / "organizations.csv", ["organization", "name", "auto_recharge_trigger", "auto_recharge_amount", "payment"],
        [["=snail", "Snail", "5", "20", "agreement:EA-1"]])
    write_table(
        catalogue / "users.csv", ["user", "organization", "usage_location", "display_name", "object_id", "licences"],
        [[user, "=snail", "IE", TEXTS[i], TEXTS[-i - 1], "DOMESTIC;CREDITS"] for i, user in enumerate(USERS)]
        + [[f"user{i}@snail.example", "=snail", "GB", text, TEXTS[(7 * i) % len(TEXTS)], "CREDITS"] for i, text in enumerate(TEXTS)])
    write_table(
        catalogue / "rates.csv", ["prefix", "destination", "rate_per_minute", "connection_fee", "initial_increment", "increment"],
        [["44", "=United Kingdom", "0.01234567", "0.1", "1", "1"], ["49", "Germany, \"fixed\"", "0.1", "0", "60", "60"], ["33", "1-2", "2", "0.000001", "6", "6"],
         ["1", "00 America", "0.00000001", "0", "1", "1"]])
    write_table(
        catalogue / "fundings.csv", ["reference", "organization", "amount", "date"], [["0012", "=snail", "12.5", "2026-09-01"]])


def write(folder):
    """Writes `catalogue` and `calls.csv` into the folder."""
    write_catalogue(folder)
    users = USERS + [f"user{i}@snail.example" for i in range(len(TEXTS))]
    rows = []
    for i, text in enumerate(TEXTS * 2):
        usage_id = text if i < len(TEXTS) else f"{i:020d}"
        start = f"2026-{1 + i % 12:02d}-{1 + i % 28:02d}T{i % 24:02d}:{i % 60:02d}:{(7 * i) % 60:02d}Z"
        rows.append([
            usage_id, "user_out", start, (37 * i) % 4000, CALLERS[i % len(CALLERS)], CALLEES[i % len(CALLEES)], users[i % len(users)], "",
            TEXTS[(3 * i + 1) % len(TEXTS)], TEXTS[(5 * i + 2) % len(TEXTS)], TEXTS[(11 * i) % len(TEXTS)] if i % 3 == 0 else "",
        ])
    # Seen before; nobody's; to nowhere; without a rate.
    rows += [rows[5], rows[6][:3] + ["9"] + rows[6][4:], ["+1", "user_out", "2026-10-01T00:00:00Z", "60", "", "+44", "=nobody", "", "", "", ""]]
    rows += [["00-1", "=fax", "2026-10-01T00:00:00Z", "60", "", "+44", "", "", "", "", ""], ["-1", "user_out", "x", "60", "", "+44", "", "", "", "", ""]]
    rows += [["=2", "user_out", "2026-10-01T00:00:00Z", "60", "", "+999123456", USERS[0], "", "", "", ""]]
    header = ["usage_id", "call_type", "start_time", "duration_seconds", "caller", "callee", "user", "organization", "call_id", "conference_id", "number_type"]
    write_table(folder / "calls.csv", header, rows)


def write_large(scatto, folder):
    """Writes a generated catalogue and 1,048,576 calls: one more than a sheet takes."""
    subprocess.run(
        [scatto, "generate", "catalogue", "--prefixes", "5000", "--users", "2000", "--organizations", "5", "--output", "catalogue"], cwd=folder, check=True)
    subprocess.run(
        [scatto, "generate", "--catalogue", "catalogue", "--count", "1048576", "--output", "calls.csv"], cwd=folder, check=True)
