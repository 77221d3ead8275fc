"""Reports of runs, as Markdown."""

import os
import platform
from datetime import datetime, timezone
from pathlib import Path


def built(tools):
    """Name, version, wall and CPU seconds of each program's build on this machine."""
    return [line.split("\t") for line in Path(tools, "built.tsv").read_text().splitlines()]


def builds_table(rows):
    lines = ["| program | version | wall s | CPU s |", "|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    walls, cpus = (sum(int(row[at]) for row in rows) for at in (2, 3))
    return "\n".join([*lines, f"| all | | {walls} | {cpus} |"])


def cluster_report(tools, report, seconds, cpu):
    programs = [row for row in built(tools) if not row[0].startswith("keda-")]
    now = datetime.now(timezone.utc)
    return f"""# The chart on a real control plane

Written by `scripts/check-cluster --write`, {now:%Y-%m-%d}: {platform.machine()}, {os.cpu_count()} cores. etcd, API server, controller
manager and scheduler are real ones; nodes are simulated by kwok, which lets a pod be ready after 1.5 s and runs no container. So this shows
what Kubernetes makes of the chart, not what the processes do: [images](../scripts/check-images) and [scaling](scaling-run.md) are run elsewhere.

**{report.summary()}**, in {seconds:.0f} s ({cpu:.0f} s of CPU).

{report.table()}

## What the programs took to build

From Go modules, into an empty build cache; wall time is of a machine that was shared with other work, CPU time is what counts. helm, which
`scripts/check-chart` builds as well, is not in it.

{builds_table(programs)}
"""


def scaling_report(tools, report, samples, seconds):
    programs = [row for row in built(tools) if row[0].startswith("keda-")]
    last = samples[-1]
    share = 100 * last["busy_seconds"] / last["gpu_seconds"] if last["gpu_seconds"] else 0
    now = datetime.now(timezone.utc)
    return f"""# A farm that KEDA scales

Written by `scripts/check-scaling --write`, {now:%Y-%m-%d}: {platform.machine()}, {os.cpu_count()} cores. Control plane, KEDA, broker, bucket,
coordinator and workers are real ones; nodes are simulated. Each pod of the chart is a process with the pod's own environment, started when
the scheduler has given it a node, ready when it says so, stopped by SIGTERM. The renderer pretends: two seconds a picture.

![Backlog, workers and busy share over time](scaling-run.png)

How to read it: [Kubernetes](kubernetes.md#how-it-scales). The data is in [scaling-run.csv](scaling-run.csv): a row a second, blank where no coordinator
could be asked; `gpu_seconds` and `busy_seconds` only grow.

**{report.summary()}**, in {seconds:.0f} s. GPUs were held for {last["gpu_seconds"]:.0f} s and busy for {last["busy_seconds"]:.0f} s of it ({share:.0f} %): the rest is
starts, cool-downs, and the wait until fewer workers have been enough for a while.

{report.table()}

## What KEDA took to build

{builds_table(programs)}
"""
