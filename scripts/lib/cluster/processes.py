"""Programs that end with the one that starts them, and free ports for them."""

import os
import random
import signal
import socket
import subprocess
import time
from pathlib import Path

# seconds for whatever takes seconds on a free machine: a slow one is no failure
LIMIT = 240
HANDED_OUT = set()


class NotInTime(Exception):
    """Something did not happen within its time."""


def free_ports(number):
    """As many ports of the loopback interface that nobody has now, and that no connection gets before they are bound."""
    found = []
    candidates = [port for port in never_given_by_itself() if port not in HANDED_OUT]
    # at random, so that two checks at once do not want the same ones
    random.shuffle(candidates)
    for port in candidates:
        if len(found) == number:
            break
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        found.append(port)
    if len(found) < number:
        raise OSError(f"{number} free ports are wanted, and there are {len(found)}")
    HANDED_OUT.update(found)
    return found


def never_given_by_itself(limits=Path("/proc/sys/net/ipv4/ip_local_port_range")):
    """Ports that the system gives to nobody who does not ask for one by its number."""
    try:
        first, last = map(int, limits.read_text(encoding="ascii").split())
    except OSError:
        first, last = 32768, 60999
    return [*range(10000, first), *range(max(last + 1, 10000), 65536)] or list(range(10000, 65536))


def wait_until(what, seconds, condition, every=0.2):
    """The first answer of condition that counts as true. Raises NotInTime, with its last answer."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise NotInTime(f"{what}: not within {seconds} s, but {answer!r}")
        time.sleep(every)


class Processes:
    """Started in turn, stopped the other way round. Each has its log in a folder, and is killed with this process."""

    def __init__(self, logs):
        self.logs, self.running = logs, []
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name, command, environment=None, folder=None):
        with open(self.logs / f"{name}.log", "ab") as log:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *map(str, command)], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, env={**os.environ, **(environment or {})}, cwd=folder or self.logs)
        self.running.append((name, process))
        return process

    def died(self):
        """Name and last lines of the first that has ended by itself, or nothing."""
        for name, process in self.running:
            if process.poll() is not None:
                lines = (self.logs / f"{name}.log").read_text(errors="replace").splitlines()
                return "\n".join([f"{name} ended with {process.returncode}:", *lines[-15:]])
        return None

    def stop(self):
        """How many had to be killed."""
        killed = 0
        for _, process in reversed(self.running):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    killed += 1
        self.running.clear()
        return killed
