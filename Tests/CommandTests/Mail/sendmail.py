#!/usr/bin/env python3
"""What sendmail is to its callers: hands the message on standard input to the test's mail server.

    sendmail.py [-i] [-f SENDER] [--] RECIPIENT...

Ends with 75 (EX_TEMPFAIL of sysexits.h) if the server takes the message for not all recipients. If there is a file `kill`, it is removed once the server has
taken the message, and who called is killed.
"""
import getopt, os, signal, smtplib, sys

options, recipients = getopt.getopt(sys.argv[1:], "if:")
sender = dict(options).get("-f", "operator@host.example")
# As text: then smtplib ends the lines as they have to be on the wire.
message = sys.stdin.buffer.read().decode("ascii")
with open("received/port") as file:
    port = int(file.read())
try:
    with smtplib.SMTP("127.0.0.1", port, local_hostname="host.example") as server:
        refused = server.sendmail(sender, recipients, message)
except smtplib.SMTPException:
    sys.exit(75)
if refused:
    sys.exit(75)
if os.path.exists("kill"):
    os.unlink("kill")
    os.kill(os.getppid(), signal.SIGKILL)
