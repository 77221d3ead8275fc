"""Draws a scaling run: plot.py CSV PNG. Backlog, workers and busy share over time, one below the other."""

import csv
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

WINDOW = 20


def columns(path):
    """Each column as floats, blank ones as NaN, which are gaps in a line."""
    with open(path, newline="", encoding="utf-8") as rows:
        read = list(csv.DictReader(rows))
    return {name: [float(row[name]) if row[name] else float("nan") for row in read] for name in read[0]}


def busy_share(data):
    """Busy seconds of all devices in a trailing window, of the seconds for which GPUs were held in it."""
    share, first = [], 0
    for last, seconds in enumerate(data["seconds"]):
        while data["seconds"][first] < seconds - WINDOW:
            first += 1
        held = data["gpu_seconds"][last] - data["gpu_seconds"][first]
        busy = data["busy_seconds"][last] - data["busy_seconds"][first]
        share.append(100 * busy / held if held > 0 else float("nan"))
    return share


def plot(source, target):
    data = columns(source)
    figure, (backlog, workers, busy) = plt.subplots(3, 1, sharex=True, figsize=(10, 8), layout="constrained")
    time = data["seconds"]
    backlog.plot(time, data["backlog_images"], color="tab:blue", label="pictures that wait or are in hand")
    backlog.plot(time, data["completed"], color="tab:green", linestyle="--", label="pictures done")
    backlog.set_ylabel("pictures")
    workers.step(time, data["pods"], where="post", color="tab:gray", linewidth=3, label="pods that hold a GPU")
    workers.step(time, data["wanted"], where="post", color="tab:red", linestyle="--", label="wanted by KEDA")
    workers.fill_between(time, data["ready"], step="post", color="tab:blue", alpha=0.3, label="ready")
    workers.set_ylabel("workers")
    workers.yaxis.get_major_locator().set_params(integer=True)
    busy.plot(time, busy_share(data), color="tab:purple", label=f"device busy, of the time a GPU is held ({WINDOW} s)")
    busy.set_ylim(0, 110)
    busy.set_ylabel("%")
    busy.set_xlabel("seconds")
    for axes in (backlog, workers, busy):
        axes.grid(alpha=0.3)
        axes.set_ylim(bottom=0)
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, frameon=False)
    figure.savefig(target, dpi=100, metadata={"Software": None})
    plt.close(figure)


if __name__ == "__main__":
    plot(*sys.argv[1:])
