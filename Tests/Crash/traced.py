"""Blows at each call of the system that a run makes, in and out of SQLite, with strace's injection."""
import collections
import re
import shutil
import subprocess

import sequence

WRITING = (
    "write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir",
    "mkdirat", "rmdir", "truncate", "ftruncate", "fallocate")
READING = ("read", "pread64")
# Calls that name their file by a path, which strace shows as text and not beside a descriptor.
BY_PATH = ("rename", "link", "unlink", "mkdir", "rmdir", "truncate")


class Event:
    """A call of a run: which step makes it, its name, the file, and its ordinal among the calls of that name on that file.

    A call that names its file by a path has no file here, and is counted among all of its name.
    """

    def __init__(self, step, name, file, ordinal):
        self.step, self.name, self.file, self.ordinal = step, name, file, ordinal

    def injection(self, blow):
        """What strace is told."""
        filter = ["-P", self.file] if self.file else []
        return [*filter, "-e", f"inject={self.name}:{blow}:when={self.ordinal}"]


class Traced:
    """A sequence whose runs are struck at one call each."""

    def __init__(self, runs, expected, table):
        self.runs, self.expected, self.table = runs, expected, table
        self.log = runs.fixed / "strace.log"
        self.events = []
        runs.begin()
        for i, step in enumerate(runs.steps):
            self.snapshot(i)
            self.trace(step, [])
            self.events += self.read_events(i)

    def snapshot(self, i):
        shutil.copytree(self.runs.folder, self.runs.fixed / f"before-{i}")

    def restore(self, i):
        shutil.rmtree(self.runs.folder)
        shutil.copytree(self.runs.fixed / f"before-{i}", self.runs.folder)

    def trace(self, step, injection):
        """Runs a step under strace, on one core, so that all calls of interest are those of one thread. The payment program is let go."""
        before = ["taskset", "-c", "0", "strace", "-f", "-qq", "-y", "-b", "execve", "-s", "0", "-o", str(self.log)]
        before += ["-e", "trace=" + ",".join("?" + name for name in WRITING + READING), *injection]
        process = self.runs.start(step, before, workers=1)
        _, errors = process.communicate()
        return process.returncode, errors

    def read_events(self, i):
        counts, events = collections.Counter(), []
        folders = (str(self.runs.folder.resolve()), str(self.runs.fixed.resolve()))
        for line in self.log.read_text(encoding="utf-8", errors="replace").splitlines():
            call = re.match(r"\d+ +(\w+)\((.*)", line)
            if not call:
                continue
            name, rest = call.groups()
            file = re.match(r"\d+<([^>]*)>", rest)
            file = "" if name.startswith(BY_PATH) else file.group(1) if file else None
            if file == "" or file and file.startswith(folders):
                counts[name, file] += 1
                events.append(Event(i, name, file, counts[name, file]))
        return events

    def strike(self, event, blow):
        """One blow, the same command again, the later ones; returns the status of the struck run, its messages, and what differs."""
        self.restore(event.step)
        status, errors = self.trace(self.runs.steps[event.step], event.injection(blow))
        faults = []
        for step in self.runs.steps[event.step :]:
            fault = self.runs.finish(step, workers=1)
            if fault:
                faults.append(fault)
        faults += sequence.differences(self.expected, self.runs.state())
        return status, errors.decode(errors="replace"), faults

    def report(self, way, points, blows, differing, counts):
        self.table.add(way, points, blows, 2 * blows, differing, ", ".join(f"{name} {count}" for name, count in sorted(counts.items())))

    def kill_before_each(self, most):
        events = spread([event for event in self.events if event.name in WRITING], most)
        struck, differing = collections.Counter(), 0
        for event in events:
            status, errors, faults = self.strike(event, "signal=KILL")
            if status == -9:
                struck[event.name] += 1
            elif status == self.runs.steps[event.step].status:
                # How often SQLite writes to its journal differs by one now and then.
                struck["call not made"] += 1
            else:
                faults.append(f"was not killed: status {status}: {errors}")
            differing += self.note(event, "SIGKILL", faults)
        self.report("SIGKILL before each call that changes a file", len([e for e in self.events if e.name in WRITING]), sum(struck.values()) - struck["call not made"], differing, +struck)

    def fail_each(self, most):
        """Each call fails once. Reads fail with EIO, the others in turn with EIO and ENOSPC."""
        ended, differing = collections.Counter(), 0
        events = spread(self.events, most)
        for i, event in enumerate(events):
            error = "ENOSPC" if event.name in WRITING and i % 2 else "EIO"
            status, errors, faults = self.strike(event, f"error={error}")
            ended[f"status {status}"] += 1
            usual = self.runs.steps[event.step].status
            if status not in (usual, 2, 3, 4):
                faults.append(f"status {status}")
            # A run that is done may say that a notice waits; one that is not says why.
            lines = errors.splitlines()
            if len(lines) > 1 or status > 1 and not lines or not all(line.startswith("scatto: ") for line in lines):
                faults.append(f"not one line: {errors}")
            differing += self.note(event, f"{error}, status {status}, {errors.strip()}", faults)
        self.report("each call that reads or changes a file fails once", len(self.events), len(events), differing, ended)

    def note(self, event, blow, faults):
        """Keeps what differs after a blow; returns 1 if anything does."""
        where = f"step {event.step + 1}, {event.name} {event.ordinal} {event.file.rpartition('/runs/')[2]}: {blow}"
        self.table.faults += [f"{where}: {fault}" for fault in faults]
        return 1 if faults else 0


def spread(events, most):
    """At most so many of the events, evenly spread."""
    if len(events) <= most:
        return events
    print(f"  {most} of {len(events)} calls, spread evenly")
    return [events[i * len(events) // most] for i in range(most)]
