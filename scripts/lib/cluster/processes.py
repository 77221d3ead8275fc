"""Programs that end with the one that starts them, and free ports for them."""

import os
import signal
import socket
import subprocess
import time


class NotInTime(Exception):
    """Something did not happen within its time."""


def free_ports(number):
    """As many ports of the loopback interface that nobody listens at now."""
    sockets = [socket.socket() for _ in range(number)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


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
