"""Reports of runs, as Markdown."""

import os
import platform
import re
from datetime import datetime, timezone
from pathlib import Path


def cores():
    return len(os.sched_getaffinity(0))


def machine():
    """What seconds are to be compared by: processor, cores, system."""
    cpus = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*:\s*(.*)$", cpus.read_text(encoding="utf-8"), re.M) if cpus.exists() else None
    return f"{found[1] if found else platform.machine()}, {cores()} cores, {platform.system()} {platform.release().split('-')[0]}"


def built(tools):
    """Name, version, wall and CPU seconds of each program's build on this machine."""
    return [line.split("\t") for line in Path(tools, "built.tsv").read_text().splitlines()]


def builds(rows):
    """How long they take elsewhere can be told from it."""
    return f"""From Go modules, into an empty build cache, on {cores()} cores. Elsewhere it takes at least the CPU's seconds by the number of cores.

{builds_table(rows)}"""


def builds_table(rows):
    lines = ["| program | version | wall s | CPU s |", "|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    walls, cpus = (sum(int(row[at]) for row in rows) for at in (2, 3))
    return "\n".join([*lines, f"| all | | {walls} | {cpus} |"])


def cluster_report(tools, report, seconds, cpu):
    programs = [row for row in built(tools) if not row[0].startswith("keda-")]
    now = datetime.now(timezone.utc)
    return f"""# The chart on a real control plane

Written by `scripts/check-cluster --write`, {now:%Y-%m-%d}: {machine()}; versions are below.
etcd, API server, controller manager and scheduler are real ones; nodes are simulated by kwok, which lets a pod be ready after 1.5 s and runs no
container. So this shows what Kubernetes makes of the chart, not what the processes do: [images](../scripts/check-images) and
[scaling](scaling-run.md) are run elsewhere.

**{report.summary()}**, in {seconds:.0f} s ({cpu:.0f} s of CPU).

{report.table()}

## What the programs took to build

{builds(programs)}

helm, which `scripts/check-chart` builds as well, is not in it.
"""


def scaling_report(tools, report, samples, seconds):
    programs = [row for row in built(tools) if row[0].startswith("keda-")]
    last = samples[-1]
    share = 100 * last["busy_seconds"] / last["gpu_seconds"] if last["gpu_seconds"] else 0
    now = datetime.now(timezone.utc)
    return f"""# A farm that KEDA scales

Written by `scripts/check-scaling --write`, {now:%Y-%m-%d}: {machine()}.
Control plane, KEDA, broker, bucket, coordinator and workers are real ones; nodes are simulated. Each pod of the chart is a process with the pod's own
environment, started when the scheduler has given it a node, ready when it says so, stopped by SIGTERM. The renderer pretends: two seconds a
picture.

![Backlog, workers and busy share over time](scaling-run.png)

How to read it: [Kubernetes](kubernetes.md#how-it-scales). The data is in [scaling-run.csv](scaling-run.csv): a row a second, blank where no coordinator
could be asked; `gpu_seconds` and `busy_seconds` only grow.

**{report.summary()}**, in {seconds:.0f} s. GPUs were held for {last["gpu_seconds"]:.0f} s and busy for {last["busy_seconds"]:.0f} s of it ({share:.0f} %): the rest is
starts, cool-downs, and the wait until fewer workers have been enough for a while.

{report.table()}

## What KEDA took to build

{builds(programs)}
"""
