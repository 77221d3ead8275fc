"""See plan-band beside this file, which starts the farm."""

import argparse
import json
import os
import random
import statistics
import sys
import time
from datetime import datetime
from pathlib import Path

HOME = Path(os.environ["RENDERFARM_HOME"])
sys.path.insert(0, str(HOME / "scripts" / "lib"))

from farm_probe import Farm, machine

KINDS = [(size, steps) for size in ("64x64", "128x128", "256x256") for steps in (2, 8)]


def request(kind, pictures):
    size, steps = kind
    lines = [{"sku": f"MUG-{index}", "prompt": f"a mug, picture {index}", "size": size, "num_inference_steps": steps}
             for index in range(pictures)]
    return json.dumps({"endpoint": "/v1/images/generations", "requests": lines}).encode()


def moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def foretold(farm, kind, pictures):
    """What the plan said of a batch, and what came of it."""
    body = request(kind, pictures)
    estimate = farm.ask("/v1/batches/plan", body)["estimate"]
    planned = time.time()
    batch = farm.ask("/v1/batches", body)["id"]
    view = farm.ended(batch, 300, pause=0.05)
    took = time.time() - planned
    if view["status"] != "completed":
        raise SystemExit(f"{batch} is {view['status']}: {view}")
    seconds, finish = estimate["device_seconds"], estimate["finishes"]
    return {"kind": kind, "pictures": pictures, "source": estimate["source"], "seconds": seconds,
            "drawn": view["renderfarm"]["usage"]["device_seconds"],
            "finish": {name: moment(at) - planned for name, at in finish.items()}, "took": took}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    farm = Farm(options.data)
    runs = []
    for number in range(options.rounds + 1):
        for kind in chance.sample(KINDS, len(KINDS)):
            run = foretold(farm, kind, chance.randint(4, 16))
            if number > 0:
                runs.append(run)
    print(f"{machine()}; {options.rounds} rounds of {len(KINDS)} batches of 4 to 16 pictures, seed {options.seed}\n")
    print("| size, steps | pictures | seconds of a device / likely, median | least to greatest | within the band |")
    print("|---|---|---|---|---|")
    for kind in KINDS:
        of_kind = [run for run in runs if run["kind"] == kind]
        ratios = [run["drawn"] / run["seconds"]["likely"] for run in of_kind]
        held = sum(run["seconds"]["least"] <= run["drawn"] <= run["seconds"]["most"] for run in of_kind)
        print(f"| {kind[0]}, {kind[1]} | {sum(run['pictures'] for run in of_kind)} | {statistics.median(ratios):.2f} "
              f"| {min(ratios):.2f} to {max(ratios):.2f} | {held} of {len(of_kind)} |")
    later = [run["took"] - run["finish"]["likely"] for run in runs]
    print(f"\n{sum(run['source'] == 'measured' for run in runs)} of {len(runs)} plans were of measured paces. Batches had ended "
          f"{statistics.median(later):.1f} s after the likely finish (median; {min(later):.1f} to {max(later):.1f}), "
          f"{sum(run['took'] <= run['finish']['latest'] for run in runs)} of {len(runs)} before the latest.")


main()
