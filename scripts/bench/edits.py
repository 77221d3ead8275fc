"""See edits beside this file, which starts the farm."""

import argparse
import base64
import hashlib
import json
import os
import re
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from contextlib import contextmanager
from pathlib import Path

HOME = Path(os.environ["RENDERFARM_HOME"])
sys.path.insert(0, str(HOME / "scripts" / "lib"))

from farm_probe import Farm, machine

STAGES = ("read_source", "encode_prompt", "encode_picture", "denoise", "decode", "encode_png")
EDITS = "/v1/images/edits"
EARLIER = "from words, earlier"
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
    """Seconds by stage of each picture, the digest of each file, the model, and the batch."""
    batch, _ = farm.submit(file, endpoint)
    view = farm.ended(batch, 900)
    if view["status"] != "completed" or view["request_counts"]["failed"]:
        raise SystemExit(f"{batch} is {view['status']}: {view}")
    all_of_them = [farm.ask(f"/v1/batches/{batch}/images/P-{i}.json") for i in range(pictures)]
    return [one["seconds"] for one in all_of_them], tuple(one["sha256"] for one in all_of_them), all_of_them[0]["model"], batch


@contextmanager
def farm_of(home, model):
    """A farm of another checkout, which ends with the block."""
    with tempfile.TemporaryDirectory() as data:
        command = [f"{home}/scripts/standalone", "--data", data, "--until-end-of-input", "--workers", "1", "--model", model]
        with open(f"{data}/standalone.log", "w", encoding="utf-8") as log:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log)
        try:
            while not re.search(rf'"pid" : {process.pid}$', told(f"{data}/farm.json"), re.M):
                if process.poll() is not None:
                    raise SystemExit(told(f"{data}/standalone.log"))
                time.sleep(0.1)
            yield Farm(data)
        finally:
            process.stdin.close()
            process.wait(60)


def told(path):
    try:
        return Path(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def rows(farm, batch, picture):
    """The rows of a PNG as they were compressed."""
    with urllib.request.urlopen(f"{farm.url}/v1/batches/{batch}/images/P-{picture}.png") as answer:
        file = answer.read()
    at, data = 8, b""
    while at < len(file):
        length, kind = struct.unpack_from(">I4s", file, at)
        data += file[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    return zlib.decompress(data)


class Turns:
    """What takes turns: the kinds of pictures of this farm, and those from words of an earlier one."""

    def __init__(self, farm, earlier, pictures, size):
        self.pictures = pictures
        self.of = {kind: (farm, farm.upload("sheet.jsonl", sheet(kind, pictures, size)), endpoint)
                   for kind, endpoint in KINDS.items()}
        if earlier:
            lines = sheet("from words", pictures, size)
            self.of[EARLIER] = (earlier, earlier.upload("sheet.jsonl", lines), KINDS["from words"])
        self.seconds = {kind: [] for kind in self.of}
        self.files = {kind: set() for kind in self.of}
        self.batches, self.models = {}, {}

    def round(self, counts, backwards):
        for kind in reversed(self.of) if backwards else self.of:
            farm, file, endpoint = self.of[kind]
            times, digests, self.models[kind], self.batches[kind] = rendered(farm, file, endpoint, self.pictures)
            self.files[kind].add(digests)
            if counts:
                self.seconds[kind] += times

    def table(self):
        print("| stage | " + " | ".join(self.of) + " |\n|---|" + "---|" * len(self.of))
        for stage in STAGES:
            cells = []
            for kind in self.of:
                values = [1000 * one[stage] for one in self.seconds[kind] if stage in one]
                if values:
                    low, middle, high = statistics.quantiles(values, n=4)
                    cells.append(f"{middle:.1f} ({low:.1f} to {high:.1f})")
                else:
                    cells.append("-")
            print(f"| `{stage}` | " + " | ".join(cells) + " |")
        print()
        for kind in self.of:
            same = "the same in every round" if len(self.files[kind]) == 1 else "NOT the same in every round"
            digest = hashlib.sha256("".join(sorted(self.files[kind])[0]).encode()).hexdigest()
            print(f"* {kind}: digest of the digests of all files {digest[:16]}, {same}")

    def against(self, commit):
        ours, theirs = (sorted(self.files[kind])[0] for kind in ("from words", EARLIER))
        same = sum(one == other for one, other in zip(ours, theirs))
        print(f"* from words, of {commit[:10]} and now: {same} of {self.pictures} files are the same, byte for byte")
        if same < self.pictures:
            farms = [(self.of[kind][0], self.batches[kind]) for kind in ("from words", EARLIER)]
            alike = sum(len({rows(farm, batch, i) for farm, batch in farms}) == 1 for i in range(self.pictures))
            print(f"* of these files, {alike} have the same rows of pixels")
        both = [[sum(one[stage] for stage in STAGES if stage in one) for one in self.seconds[kind]]
                for kind in ("from words", EARLIER)]
        low, middle, high = statistics.quantiles([100 * (now / then - 1) for now, then in zip(*both)], n=4)
        print(f"* all stages of a picture from words now beside the same picture then: {middle:+.1f} % ({low:+.1f} to {high:+.1f})")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--pictures", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--against", help="folder of an earlier checkout")
    parser.add_argument("--model", help="package that both draw with")
    options = parser.parse_args()
    if options.against:
        with farm_of(options.against, options.model) as earlier:
            measure(options, earlier)
    else:
        measure(options, None)


def measure(options, earlier):
    turns = Turns(Farm(options.data), earlier, options.pictures, options.size)
    for number in range(options.rounds):
        turns.round(counts=number > 0, backwards=number % 2 == 1)
    model = turns.models["from words"]
    print(f"{machine()}; {model['name']} {model['version']}, {model['digest'][:19]}, "
          f"{options.size}x{options.size}, {options.rounds - 1} warm rounds of {options.pictures} pictures of each kind in turn. "
          "Milliseconds: the median, and the quartiles.\n")
    turns.table()
    if earlier:
        turns.against(Path(options.against).name)


if __name__ == "__main__":
    main()
