"""See starved beside this file, which starts load and farm."""

import argparse
import os
import re
import sys
import time
from pathlib import Path

HOME = Path(os.environ["RENDERFARM_HOME"])
sys.path.insert(0, str(HOME / "scripts" / "lib"))

from farm_probe import Farm, farm_processes, machine

# what is counted in which log, by a word for the table
TOLD = (
    ("broker", "fencings", r"[Ff]encing broker|broker .*was fenced|transitioning .*to FENCED"),
    ("broker", "lines of log", r"^"),
    ("coordinator", "changes of the ledger's state", r"the ledger changed its state"),
    ("coordinator", "stream threads that failed", r"a stream thread failed"),
    ("worker-1", "locks lost, tasks to be delivered again", r"lock lost|will be delivered again"),
    ("worker-1", "claims that failed", r"cannot claim"),
    ("standalone", "lines that say what is waited for", r"^Waiting for"),
)


def leader_epochs(data):
    """The greatest leader epoch of any partition: 0 where no leader was ever lost."""
    greatest = 0
    for checkpoint in Path(data).glob("kafka/*/leader-epoch-checkpoint"):
        if checkpoint.parent.name.startswith("__cluster_metadata"):
            continue
        for line in checkpoint.read_text().splitlines()[2:]:
            greatest = max(greatest, int(line.split()[0]))
    return greatest


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--load", type=int, required=True)
    parser.add_argument("--ready", type=float, required=True)
    parser.add_argument("--within", type=float, required=True)
    options = parser.parse_args()

    farm = Farm(options.data)
    began = time.monotonic()
    batch, _ = farm.submit(farm.upload("small.csv", (HOME / "samples" / "products-small.csv").read_text()))
    view = farm.ended(batch, options.within, pause=2)
    took = time.monotonic() - began
    used = sum(process.cpu_seconds() for process in farm_processes(farm.pid))

    counts = view["request_counts"]
    print(f"{machine()}; beside {options.load} loops.\n")
    print("| what | |\n|---|---|")
    print(f"| until the farm was ready | {options.ready:.0f} s |")
    print(f"| batch of {counts['total']}, from submission | {view['status']}, {counts['completed']} completed, "
          f"{counts['failed']} failed, {took:.0f} s |")
    print(f"| CPU of all processes of the farm until then | {used:.1f} s |")
    print(f"| greatest leader epoch of any partition | {leader_epochs(farm.data)} |")
    for log, what, pattern in TOLD:
        text = (farm.data / "logs" / f"{log}.log").read_text(errors="replace")
        print(f"| {log}: {what} | {len(re.findall(pattern, text, re.M))} |")
    if view["status"] != "completed" or counts["completed"] != counts["total"]:
        raise SystemExit(f"not all pictures are there: {view}")


if __name__ == "__main__":
    main()
