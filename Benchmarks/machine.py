"""What the operating system tells: the machine, and what processes used."""
import os
import platform
import subprocess

TICK = os.sysconf("SC_CLK_TCK")


def description():
    def first(path, key):
        with open(path) as lines:
            return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(key)), "unknown")

    memory = int(first("/proc/meminfo", "MemTotal").split()[0]) // 1024 // 1024
    return {"cpu": first("/proc/cpuinfo", "model name"), "cores": os.cpu_count(), "memory": f"{memory + 1} GB", "kernel": f"{platform.system()} {platform.release()}"}


def load():
    return os.getloadavg()[0]


def family(pid):
    """The process and all that descend from it."""
    children = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as file:
                children += [int(child) for child in file.read().split()]
    except FileNotFoundError:
        return []
    return [pid] + [member for child in children for member in family(child)]


def cpu_seconds(pid):
    """User and system time of a process and its running children."""
    total = 0
    for member in family(pid):
        try:
            with open(f"/proc/{member}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            continue
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def memory_mb(pid):
    """Resident memory of a process and its children, in MB. Pages that they share count for each."""
    total = 0
    for member in family(pid):
        try:
            with open(f"/proc/{member}/status") as file:
                total += next((int(line.split()[1]) for line in file if line.startswith("VmRSS")), 0)
        except FileNotFoundError:
            continue
    return total / 1024


def commit(root):
    answer = subprocess.run(["git", "-C", root, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or "unknown"
