"""See edits beside this file, which starts the farm."""

import argparse
import base64
import hashlib
import json
import os
import statistics
import struct
import sys
import zlib
from pathlib import Path

HOME = Path(os.environ["RENDERFARM_HOME"])
sys.path.insert(0, str(HOME / "scripts" / "lib"))

from farm_probe import Farm, machine

STAGES = ("read_source", "encode_prompt", "encode_picture", "denoise", "decode", "encode_png")
EDITS = "/v1/images/edits"
KINDS = {"from words": "/v1/images/generations", "variation of a photo": EDITS, "cut-out in a scene": EDITS}


def png(size, cut_out):
    """A ramp of colours; as a cut-out an ellipse of it."""
    rows = bytearray()
    for y in range(size):
        rows.append(0)
        for x in range(size):
            rows += bytes((x * 255 // size, y * 255 // size, (x + y) * 127 // size))
            if cut_out:
                inside = (2 * x / size - 1) ** 2 + (2 * y / size - 1) ** 2 < 0.5
                rows.append(255 if inside else 0)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", size, size, 8, 6 if cut_out else 2, 0, 0, 0)
    file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows))) + chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(file).decode()


def sheet(kind, pictures, size):
    fields = {"prompt": "a red ceramic mug on a wooden table", "size": f"{size}x{size}"}
    if kind != "from words":
        fields |= {"image": png(size, kind.startswith("cut-out")), "strength": 1.0}
    return "".join(json.dumps({"sku": f"P-{i}", "seed": i + 1} | fields) + "\n" for i in range(pictures))


def rendered(farm, file, endpoint, pictures):
    """Seconds by stage of each picture, and the digest of all their files."""
    batch, _ = farm.submit(file, endpoint)
    view = farm.ended(batch, 900)
    if view["status"] != "completed" or view["request_counts"]["failed"]:
        raise SystemExit(f"{batch} is {view['status']}: {view}")
    all_of_them = [farm.ask(f"/v1/batches/{batch}/images/P-{i}.json") for i in range(pictures)]
    digest = hashlib.sha256("".join(one["sha256"] for one in all_of_them).encode()).hexdigest()
    return [one["seconds"] for one in all_of_them], digest, all_of_them[0]["model"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--pictures", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--size", type=int, default=256)
    options = parser.parse_args()

    farm = Farm(options.data)
    files = {kind: farm.upload("sheet.jsonl", sheet(kind, options.pictures, options.size)) for kind in KINDS}
    seconds, digests, model = {kind: [] for kind in KINDS}, {kind: set() for kind in KINDS}, None
    for number in range(options.rounds):
        for kind, endpoint in KINDS.items():
            times, digest, model = rendered(farm, files[kind], endpoint, options.pictures)
            digests[kind].add(digest)
            if number:
                seconds[kind] += times
    print(f"{machine()}; {model['name']} {model['version']}, {model['digest'][:19]}, "
          f"{options.size}x{options.size}, {options.rounds - 1} warm rounds of {options.pictures} pictures of each kind in turn. "
          "Milliseconds: the median, and the quartiles.\n")
    print("| stage | " + " | ".join(KINDS) + " |\n|---|" + "---|" * len(KINDS))
    for stage in STAGES:
        cells = []
        for kind in KINDS:
            values = [1000 * one[stage] for one in seconds[kind] if stage in one]
            if values:
                low, middle, high = statistics.quantiles(values, n=4)
                cells.append(f"{middle:.1f} ({low:.1f} to {high:.1f})")
            else:
                cells.append("-")
        print(f"| `{stage}` | " + " | ".join(cells) + " |")
    print()
    for kind in KINDS:
        same = "the same in every round" if len(digests[kind]) == 1 else "NOT the same in every round"
        print(f"* {kind}: digest of the digests of all files {sorted(digests[kind])[0][:16]}, {same}")


if __name__ == "__main__":
    main()
