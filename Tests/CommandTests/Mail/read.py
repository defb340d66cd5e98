#!/usr/bin/env python3
"""Prints what the test's mail server received, read by Python's own library: envelope, header, body.

    read.py FOLDER

The date has to be one, and is printed as DATE.
"""
import email, email.policy, pathlib, sys

folder = pathlib.Path(sys.argv[1])
for n in range(1, len(list(folder.glob("*.eml"))) + 1):
    print(f"== {n}")
    print((folder / f"{n}.envelope").read_text(), end="")
    raw = (folder / f"{n}.eml").read_bytes()
    if raw.count(b"\n") != raw.count(b"\r\n") or max(map(len, raw.split(b"\r\n"))) > 76:
        print("not as a message on the wire has to be")
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if message.defects:
        print("defects:", message.defects)
    for name, value in message.items():
        if value.defects:
            print("defects:", name, value.defects)
        print(f"{name}: {'DATE' if name == 'Date' and value.datetime else value}")
    print()
    print(message.get_content().replace("\r\n", "\n"), end="")
