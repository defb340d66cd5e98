#!/usr/bin/env python3
"""A payment gateway that keeps its own book and honours idempotency keys (file-formats.md, "Payment command").

The book is a file beside this program, a line for each charge: key, amount, currency, organization. A key that is in it is answered as the first time and
not charged again. A key that comes again with another amount is a fault of whoever asks: it is written to the book as `CONFLICT`.
"""
import fcntl
import json
import pathlib
import sys

question = json.load(sys.stdin)
key, amount = question["idempotencyKey"], question["amount"]
with open(pathlib.Path(__file__).resolve().parent / "book", "a+", encoding="utf-8") as book:
    # Whoever asked first may have been killed while this still answers: one at a time.
    fcntl.flock(book, fcntl.LOCK_EX)
    book.seek(0)
    charged = {}
    for line in book:
        charge = line.split()
        charged.setdefault(charge[1], charge)
    if key not in charged:
        book.write(f"CHARGED {key} {amount} {question['currency']} {question['organization']}\n")
    elif charged[key][2:4] != [amount, question["currency"]]:
        book.write(f"CONFLICT {key} {amount} {question['currency']} {question['organization']}\n")
    book.flush()
# Every fourth attempt is declined, whenever it is asked.
ordinal = int(key.rpartition("/")[2])
if ordinal % 4 == 0:
    print(json.dumps({"approved": False, "reason": "declined"}))
else:
    print(json.dumps({"approved": True, "reference": f"PAY-{key}"}))
