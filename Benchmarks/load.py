"""Runs wrk against a server and reports what it cost."""
import json
import os
import subprocess
from dataclasses import dataclass

import machine

HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass
class Result:
    per_second: float
    """Answers with a status of 2xx a second."""
    cpu: float
    """CPU milliseconds a request of the whole server."""
    p50: float
    p95: float
    """Milliseconds as the client saw them."""
    refused: int
    size: float
    """Bytes an answer, headers included."""


def wrk(url, pid, seconds, connections, kind="get", token=None, serial=0):
    environment = dict(os.environ, SERIAL=str(serial))
    if token:
        environment["TOKEN"] = token
    before = machine.cpu_seconds(pid)
    run = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", os.path.join(HERE, "wrk.lua"), url, "--", kind],
        env=environment, capture_output=True, text=True, timeout=seconds + 60, check=True)
    spent = machine.cpu_seconds(pid) - before
    told = json.loads(run.stdout.strip().splitlines()[-1])
    requests = max(1, told["requests"])
    # A run that stops early waits for its end, so its rate follows from how long each of the connections took (Little's law).
    rate = connections * 1e6 / told["mean"] if kind == "vary" else (told["requests"] - told["bad"]) / told["seconds"]
    return Result(
        rate, spent * 1000 / requests, told["p50"] / 1000, told["p95"] / 1000,
        told["bad"] + told["broken"], told["bytes"] / requests)
