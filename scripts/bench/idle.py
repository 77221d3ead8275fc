"""See idle beside this file, which starts the farm."""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

HOME = Path(os.environ["RENDERFARM_HOME"])
sys.path.insert(0, str(HOME / "scripts" / "lib"))

from farm_probe import Farm, farm_processes, machine

ONE_PICTURE = "sku,prompt,num_inference_steps\nMUG-1,a red ceramic mug on a white background,1\n"
PAUSE = 10


def sample(processes, seconds):
    """Seconds of CPU by process; by process and thread, and its waits; over so many seconds."""
    before = {process.name: (process.cpu_seconds(), process.threads()) for process in processes}
    began = time.monotonic()
    time.sleep(seconds)
    rows, threads = {}, []
    for process in processes:
        cpu, of_threads = before[process.name]
        rows[process.name] = process.cpu_seconds() - cpu
        for key, (used, waits) in process.threads().items():
            used_before, waits_before = of_threads.get(key, (0.0, 0))
            threads.append((process.name, key[1], used - used_before, waits - waits_before))
    return rows, threads, time.monotonic() - began


def by_name(threads):
    """Threads of one name are told together: their number, CPU and waits."""
    together = {}
    for process, name, used, waits in threads:
        kind = (process, name.rstrip("0123456789").rstrip("-#"))
        number, cpu, waited = together.get(kind, (0, 0.0, 0))
        together[kind] = (number + 1, cpu + used, waited + waits)
    return sorted(together.items(), key=lambda entry: -entry[1][1])


def first_claims(farm, rounds):
    """Seconds from submission to the claim and to the end of a batch of one picture, on a farm that was left alone."""
    file = farm.upload("one.csv", ONE_PICTURE)
    claims, ends = [], []
    for _ in range(rounds):
        time.sleep(PAUSE)
        batch, asked = farm.submit(file)
        view = farm.ended(batch, 60, pause=0.02)
        ended = time.time()
        if view["status"] != "completed":
            raise SystemExit(f"{batch} is {view['status']}: {view}")
        claimed = min(started for started, _ in farm.results(batch).values())
        claims.append(claimed - asked)
        ends.append(ended - asked)
    return claims, ends


def spread(seconds):
    values = [1000 * value for value in seconds]
    return f"{statistics.median(values):.0f} ms | {min(values):.0f} to {max(values):.0f} ms | {len(values)}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--settle", type=float, default=60)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=12)
    options = parser.parse_args()

    farm = Farm(options.data)
    processes = farm_processes(farm.pid)
    used_at_ready = sum(process.cpu_seconds() for process in processes)
    file = farm.upload("small.csv", (HOME / "samples" / "products-small.csv").read_text())
    batch, _ = farm.submit(file)
    view = farm.ended(batch, 240)
    if view["status"] != "completed":
        raise SystemExit(f"{batch} is {view['status']}: {view}")
    used_for_batch = sum(process.cpu_seconds() for process in processes) - used_at_ready
    time.sleep(options.settle)
    rows, threads, seconds = sample(processes, options.seconds)
    memory = {process.name: process.memory() for process in processes}
    claims, ends = first_claims(farm, options.rounds)

    print(f"{machine()}; {options.settle:.0f} s after a batch of {view['request_counts']['total']}, over {seconds:.0f} s; "
          f"until then {used_at_ready:.1f} s of CPU to be ready, {used_for_batch:.1f} s for the batch.\n")
    print("| process | % of a core | resident MiB | proportional MiB | of that anonymous |\n|---|---|---|---|---|")
    for process in processes:
        held = memory[process.name]
        print(f"| {process.name} | {100 * rows[process.name] / seconds:.2f} | {held['Rss']:.0f} | {held['Pss']:.0f} | "
              f"{held['Anonymous']:.0f} |")
    total = {kind: sum(held[kind] for held in memory.values()) for kind in ("Rss", "Pss", "Anonymous")}
    print(f"| **all** | **{100 * sum(rows.values()) / seconds:.2f}** | **{total['Rss']:.0f}** | {total['Pss']:.0f} | "
          f"{total['Anonymous']:.0f} |\n")
    print("| process | threads | number | % of a core | waits per second |\n|---|---|---|---|---|")
    for (process, name), (number, cpu, waits) in by_name(threads)[:options.threads]:
        print(f"| {process} | `{name}` | {number} | {100 * cpu / seconds:.3f} | {waits / seconds:.1f} |")
    if claims:
        print("\n| one picture of one step, on the idle farm | median | least to greatest | n |\n|---|---|---|---|")
        print(f"| from submission to claim | {spread(claims)} |")
        print(f"| from submission to the finished batch | {spread(ends)} |")


if __name__ == "__main__":
    main()
