#!/usr/bin/env python3
"""A mail server for tests (RFC 5321): takes messages on 127.0.0.1 and keeps them in a folder.

    server.py FOLDER

The port is in FOLDER/port once it listens. Message N is FOLDER/N.eml as it came, its envelope FOLDER/N.envelope.
Recipients of the domain full.example are refused for now (450).
"""
import os, socketserver, sys

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
count = 0


class Session(socketserver.StreamRequestHandler):
    def answer(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def data(self):
        self.answer("354 go on")
        message = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            message += line[1:] if line.startswith(b".") else line
        return message

    def handle(self):
        global count
        envelope = []
        self.answer("220 test")
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            verb = line.split(" ")[0].split(":")[0].upper()
            if verb == "QUIT":
                return self.answer("221 bye")
            if verb == "MAIL":
                envelope = []
            if verb == "RCPT" and "@full.example>" in line:
                self.answer("450 full")
                continue
            if verb in ("MAIL", "RCPT"):
                envelope.append(verb + line[len(verb):])
            if verb == "DATA":
                message = self.data()
                count += 1
                for name, content in (("eml", message), ("envelope", "\n".join(envelope).encode() + b"\n")):
                    with open(f"{folder}/{count}.{name}", "wb") as file:
                        file.write(content)
            self.answer("250 fine")


with socketserver.TCPServer(("127.0.0.1", 0), Session) as server:
    with open(f"{folder}/port.new", "w") as file:
        file.write(str(server.server_address[1]))
    os.rename(f"{folder}/port.new", f"{folder}/port")
    server.serve_forever()
