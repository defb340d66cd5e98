"""Runs one command and writes what it took: measure.py RESULT STDOUT COMMAND...

The result is one line: exit status, wall seconds, user seconds, system seconds, peak resident KiB, and the least peak that can be told. A
process begins with its parent's peak, so this one is kept small (run it with `python3 -I -S`), and a peak that is not above its own is only a bound.
"""
import os, sys, time

result, output, *command = sys.argv[1:]
actions = [(os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)]
began = time.monotonic()
child = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
_, status, usage = os.wait4(child, 0)
wall = time.monotonic() - began
with open("/proc/self/status") as own:
    least = next(int(line.split()[1]) for line in own if line.startswith("VmHWM"))
with open(result, "w") as file:
    print(os.waitstatus_to_exitcode(status), wall, usage.ru_utime, usage.ru_stime, usage.ru_maxrss, least, file=file)
