"""Runs on a disk that is too small: each sequence begins on a small file system in memory, which grows once it was full."""
import collections
import os
import shutil
import subprocess

import sequence


def is_possible(folder):
    """Whether this process may mount a file system."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], stderr=subprocess.DEVNULL).returncode != 0:
        return False
    subprocess.run(["umount", folder], check=True)
    return True


def fill(runs, expected, table, wanted):
    """A sequence for each of so many sizes, up to what the whole needs."""
    needed = sum(path.stat().st_blocks * 512 for path in runs.folder.rglob("*") if path.is_file())
    ended, differing, run_count = collections.Counter(), 0, 0
    shutil.rmtree(runs.folder)
    for i in range(wanted):
        size = max(32_768, needed * (i + 1) // wanted)
        runs.folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", runs.folder], check=True)
        faults = []
        try:
            shutil.copy(runs.fixed / "gateway.py", runs.folder / "gateway.py")
            for number, step in enumerate(runs.steps):
                process = runs.start(step)
                _, errors = process.communicate()
                run_count += 1
                if process.returncode == step.status:
                    continue
                ended[f"step {number + 1}: status {process.returncode}"] += 1
                if process.returncode not in (3, 4) or errors.count(b"\n") != 1 or not errors.startswith(b"scatto: "):
                    faults.append(f"status {process.returncode}: {errors.decode()}")
                subprocess.run(["mount", "-o", "remount,size=1g", runs.folder], check=True)
                fault = runs.finish(step)
                run_count += 1
                if fault:
                    faults.append(fault)
            faults += sequence.differences(expected, runs.state())
        finally:
            subprocess.run(["umount", runs.folder], check=True)
            runs.folder.rmdir()
        if faults:
            differing += 1
            table.faults += [f"a disk of {size} bytes: {fault}" for fault in faults]
    table.add("no space left on the disk", f"{wanted} sizes", sum(ended.values()), run_count, differing, ", ".join(
        f"{name} {count}" for name, count in sorted(ended.items())))
