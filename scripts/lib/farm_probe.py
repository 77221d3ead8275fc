"""What the scripts in bench ask of a standalone farm: its processes by /proc, and small batches by its HTTP API."""

import json
import os
import platform
import re
import subprocess
import time
import urllib.request
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Process:
    """One process of the farm: what it has used of the CPU, and the memory that it holds."""

    def __init__(self, name, pid):
        self.name, self.pid = name, pid

    def cpu_seconds(self):
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def threads(self):
        """Seconds on the CPU and voluntary waits of each thread that lives, by its id and name."""
        found = {}
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            try:
                name = (task / "comm").read_text().strip()
                seconds = int((task / "schedstat").read_text().split()[0]) / 1e9
                waits = int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", (task / "status").read_text(), re.M)[1])
            except FileNotFoundError:
                continue
            found[int(task.name), name] = (seconds, waits)
        return found

    def memory(self):
        """MiB by the kernel's names: Rss, Pss, Anonymous."""
        rollup = Path(f"/proc/{self.pid}/smaps_rollup").read_text()
        return {name: int(re.search(rf"^{name}:\s+(\d+) kB", rollup, re.M)[1]) / 1024
                for name in ("Rss", "Pss", "Anonymous")}

    def command(self):
        return Path(f"/proc/{self.pid}/cmdline").read_bytes().decode(errors="replace").split("\0")


def farm_processes(standalone):
    """The process that starts all others, and those, each by its name in the farm."""
    found = [Process("standalone", standalone)]
    for line in subprocess.run(["ps", "--ppid", str(standalone), "-o", "pid="], capture_output=True, text=True,
                               check=True).stdout.split():
        process = Process("", int(line))
        command = " ".join(process.command())
        settings = re.search(r"settings/([a-z0-9-]+)\.properties", command)
        if settings:
            process.name = settings[1]
        elif "BrokerMain" in command:
            process.name = "broker"
        else:
            process.name = "s3"
        found.append(process)
    return found


class Farm:
    """A standalone farm that runs on a data folder."""

    def __init__(self, data):
        self.data = Path(data)
        addresses = json.loads((self.data / "farm.json").read_text())
        self.url, self.pid = addresses["coordinator"], addresses["pid"]

    def ask(self, path, body=None, kind="application/json"):
        headers = {} if body is None else {"Content-Type": kind}
        request = urllib.request.Request(self.url + path, data=body, headers=headers)
        with NO_PROXY.open(request, timeout=300) as answer:
            return json.load(answer)

    def upload(self, name, content):
        mark = "farm-probe-boundary"
        body = (f'--{mark}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nbatch\r\n'
                f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                f"Content-Type: text/csv\r\n\r\n{content}\r\n--{mark}--\r\n")
        return self.ask("/v1/files", body.encode(), f"multipart/form-data; boundary={mark}")["id"]

    def submit(self, file, endpoint="/v1/images/generations"):
        """The batch of an uploaded file, and when it was asked for."""
        asked = time.time()
        batch = self.ask("/v1/batches", json.dumps({"input_file_id": file, "endpoint": endpoint,
                                                    "completion_window": "24h"}).encode())
        return batch["id"], asked

    def ended(self, batch, within, pause=0.25):
        """The batch once it has ended, or as it stands when the time is over."""
        end = time.monotonic() + within
        while True:
            view = self.ask(f"/v1/batches/{batch}")
            if view["status"] in ("completed", "failed", "cancelled", "expired") or time.monotonic() > end:
                return view
            time.sleep(pause)

    def results(self, batch):
        """When each task of a batch was claimed and had ended, in Unix seconds, as the records of the results say."""
        from datetime import datetime
        found = {}
        for segment in self.data.glob("kafka/*.results-*/*.log"):
            for record in re.findall(rb'\{"task_id":"' + batch.encode() + rb'/[^\n]*?"outcome"', segment.read_bytes()):
                text = record.decode(errors="replace")
                task = re.search(r'"task_id":"([^"]+)"', text)[1]
                found.setdefault(task, tuple(
                    datetime.fromisoformat(re.search(rf'"{name}":"([^"]+)"', text)[1].replace("Z", "+00:00")).timestamp()
                    for name in ("started_at", "finished_at")))
        return found


def machine():
    """Processor, cores, memory, kernel and Java, for the head of a table."""
    model = re.search(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.M)
    memory = int(re.search(r"^MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text(), re.M)[1]) / 1024 / 1024
    java = subprocess.run([os.environ.get("JAVA_COMMAND", "java"), "-version"], capture_output=True,
                          text=True).stderr.splitlines()
    version = next((line for line in java if "Runtime" in line), "Java unknown")
    return (f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB, "
            f"Linux {platform.release().split('-')[0]}, {version}")
