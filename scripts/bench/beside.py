#!/usr/bin/env python3
"""The farm beside Celery, Dramatiq and a bare loop; scripts/bench/beside calls it."""

import argparse
import json
import os
import pathlib
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

import beside_tasks

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parent.parent
TICK_MILLIS = 1000 / os.sysconf("SC_CLK_TCK")
PROCESSES = 2
PATIENCE = 600


def stat(pid):
    """Parent and CPU milliseconds of a process."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1]), TICK_MILLIS * (int(fields[11]) + int(fields[12]))


def family(pid):
    """A process and all below it."""
    parents = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = stat(entry.name)[0]
            except OSError:
                continue
    found = [pid]
    for known in found:
        found += [child for child, parent in parents.items() if parent == known]
    return found


def cpu_of(pids):
    """By process, so that one that ends between two looks can be told."""
    return {pid: stat(pid)[1] for pid in pids}


def wait_until(condition, what, pause=0.02):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"{what} took more than {PATIENCE} s")
        time.sleep(pause)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Farm:
    name = "farm, which draws and encodes besides"

    def __init__(self, folder, model):
        self.data = folder / "farm"
        self.data.mkdir()
        self.log = (folder / "standalone.log").open("wb")
        settings = ("slots=8", "micro-batch=4", "fake.time-per-image=0s")
        self.script = subprocess.Popen(
            [HOME / "scripts/standalone", "--data", self.data, "--model", model, "--renderer", "fake"]
            + ["--workers", str(PROCESSES), "--until-end-of-input"]
            + [part for setting in settings for part in ("--set-worker", "renderfarm.worker." + setting)],
            stdin=subprocess.PIPE,
            stdout=self.log,
            stderr=self.log,
        )

        def ready():
            if self.script.poll() is not None:
                raise SystemExit(f"the farm did not start, see {self.log.name}")
            return (self.data / "farm.json").exists()

        wait_until(ready, "the start of the farm", 0.2)
        self.url = json.loads((self.data / "farm.json").read_text())["coordinator"]
        self.settings = self.settings_of("worker-1")
        self.batch = None

    def settings_of(self, process):
        lines = (self.data / f"settings/{process}.properties").read_text().splitlines()
        pairs = (line.partition("=") for line in lines if "=" in line)
        return {key: value.replace("\\", "") for key, _, value in pairs}

    def pids(self, name):
        """Every process of a farm writes to a log of its own name."""
        found = []
        for pid in family(self.script.pid)[1:]:
            if pathlib.Path(os.readlink(f"/proc/{pid}/fd/1")).name.startswith(name):
                found.append(pid)
        return found

    def roles(self):
        return {
            "workers": self.pids("worker-"),
            "broker": self.pids("broker"),
            "coordinator": self.pids("coordinator"),
        }

    def call(self, path, body=None, kind="application/json"):
        request = urllib.request.Request(self.url.rstrip("/") + path, data=body, headers={"content-type": kind})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def run(self, run, tasks):
        lines = ["sku,prompt,size,num_inference_steps,seed"]
        lines += [f'SKU-{i:05d},"a red mug no. {i}, on a white background",64x64,8,{1000 + i}' for i in range(tasks)]
        boundary = "beside-boundary-51c0"
        body = (
            f'--{boundary}\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nbatch\r\n--{boundary}\r\n'
            'content-disposition: form-data; name="file"; filename="products.csv"\r\n'
            "content-type: text/csv\r\n\r\n" + "\n".join(lines) + f"\n\r\n--{boundary}--\r\n"
        )
        file = self.call("/v1/files", body.encode(), "multipart/form-data; boundary=" + boundary)
        request = {"input_file_id": file["id"], "endpoint": "/v1/images/generations", "completion_window": "24h"}
        self.batch = self.call("/v1/batches", json.dumps(request).encode())["id"]
        final = ("completed", "failed", "expired", "cancelled")
        wait_until(lambda: self.call("/v1/batches/" + self.batch)["status"] in final, "a batch", 0.1)
        ended = self.call("/v1/batches/" + self.batch)
        if ended["status"] != "completed" or ended["request_counts"]["completed"] != tasks:
            raise SystemExit(f"the batch did not complete: {ended}")

    def close(self):
        self.script.stdin.close()
        try:
            self.script.wait(120)
        except subprocess.TimeoutExpired:
            self.script.kill()


class Queue:
    """Workers in processes of their own, and Redis as their broker."""

    def __init__(self, folder, environment, redis, command):
        self.redis = redis
        self.log = (folder / (environment["BESIDE_KIND"] + ".log")).open("wb")
        self.workers = subprocess.Popen(
            [pathlib.Path(sys.executable).parent / command[0], *command[1:]],
            env=environment,
            cwd=HERE,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def roles(self):
        if self.workers.poll() is not None:
            raise SystemExit(f"the workers have ended, see {self.log.name}")
        return {"workers": family(self.workers.pid), "broker": [self.redis.pid], "producer": [os.getpid()]}

    def close(self):
        self.workers.send_signal(signal.SIGTERM)
        try:
            self.workers.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.workers.pid, signal.SIGKILL)


class Celery(Queue):
    name = "Celery, results kept"

    def __init__(self, folder, environment, redis, connections):
        environment = {**environment, "BESIDE_KIND": "celery"}
        command = ["celery", "-A", "beside_tasks", "worker", "--pool", "prefork", "--concurrency", str(PROCESSES)]
        command += ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
        super().__init__(folder, environment, redis, command)
        self.results = connections(1)
        self.app = beside_tasks.celery_app()

    def run(self, run, tasks):
        self.results.flushdb()
        put = self.app.tasks["put"]
        for number in range(tasks):
            put.delay(run, number)
        wait_until(lambda: self.results.dbsize() >= tasks, "Celery's tasks")


class Dramatiq(Queue):
    name = "Dramatiq, no results"

    def __init__(self, folder, environment, redis, connections):
        environment = {**environment, "BESIDE_KIND": "dramatiq"}
        command = ["dramatiq", "beside_tasks", "--processes", str(PROCESSES), "--threads", "4"]
        super().__init__(folder, environment, redis, command)
        self.queue = connections(2)
        self.actor = beside_tasks.dramatiq_actor()

    def run(self, run, tasks):
        for number in range(tasks):
            self.actor.send(run, number)
        wait_until(lambda: self.queue.hlen("dramatiq:default.msgs") == 0, "Dramatiq's tasks")


class BareLoop:
    name = "bare loop, no queue"

    def __init__(self, environment):
        self.loops = [
            subprocess.Popen(
                [sys.executable, HERE / "beside_tasks.py"],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(PROCESSES)
        ]

    def roles(self):
        return {"workers": [loop.pid for loop in self.loops]}

    def run(self, run, tasks):
        for index, loop in enumerate(self.loops):
            first, end = (tasks * part // PROCESSES for part in (index, index + 1))
            loop.stdin.write(f"{run} {first} {end}\n")
            loop.stdin.flush()
        for loop in self.loops:
            if loop.stdout.readline() != "done\n":
                raise SystemExit("the bare loop has ended")

    def close(self):
        for loop in self.loops:
            loop.stdin.close()
            loop.wait()


def measure(system, s3, run, tasks):
    roles = {**system.roles(), "S3": s3}
    before = {role: cpu_of(pids) for role, pids in roles.items()}
    start = time.monotonic()
    system.run(run, tasks)
    seconds = time.monotonic() - start
    figures = {"tasks/s": tasks / seconds}
    for role, pids in before.items():
        after = cpu_of(pids)
        figures[role] = sum(after[pid] - pids[pid] for pid in pids) / tasks
    figures["all"] = sum(figures[role] for role in before)
    return figures


def spread(values, digits):
    if not values:
        return ""
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores"


def versions(redis):
    from importlib.metadata import version

    packages = ", ".join(f"{name} {version(name)}" for name in ("celery", "dramatiq", "minio", "redis"))
    return f"Redis {redis.info()['redis_version']}; {packages}; Python {platform.python_version()}"


def compare(folder, options, closing):
    from minio import Minio
    from redis import Redis

    farm = Farm(folder, options.model)
    closing.append(farm)
    s3 = farm.pids("s3")
    port = free_port()
    redis = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""]
        + ["--appendonly", "yes", "--appendfsync", "everysec"],
        stdout=subprocess.DEVNULL,
    )
    measure(farm, s3, "first", options.tasks)

    access, secret = (farm.settings["renderfarm.storage." + key] for key in ("access-key", "secret-key"))
    endpoint = farm.settings["renderfarm.storage.endpoint"].partition("://")[2].rstrip("/")
    client = Minio(endpoint=endpoint, access_key=access, secret_key=secret, region="us-east-1", secure=False)
    bucket = next(found.name for found in client.list_buckets())
    prefix = f"batches/{farm.batch}/images/"
    stored = list(client.list_objects(bucket_name=bucket, prefix=prefix, recursive=True))
    for name, suffix in (("picture", ".png"), ("sidecar", ".json")):
        key = next(found.object_name for found in stored if found.object_name.endswith(suffix))
        (folder / name).write_bytes(client.get_object(bucket_name=bucket, object_name=key).data)
    client.make_bucket(bucket_name="beside")

    environment = {
        **os.environ,
        "BESIDE_S3": endpoint,
        "BESIDE_ACCESS_KEY": access,
        "BESIDE_SECRET_KEY": secret,
        "BESIDE_REDIS": f"redis://127.0.0.1:{port}",
        "BESIDE_FOLDER": str(folder),
    }
    os.environ.update(environment)

    def connections(database):
        return Redis(port=port, db=database)

    class Server:
        def close(self):
            redis.terminate()
            redis.wait()

    closing.append(Server())
    wait_until(lambda: answers(connections(0)), "the start of Redis", 0.1)
    systems = [farm]
    for make in (
        lambda: Celery(folder, environment, redis, connections),
        lambda: Dramatiq(folder, environment, redis, connections),
        lambda: BareLoop(environment),
    ):
        systems.append(make())
        closing.append(systems[-1])
    for system in systems[1:]:
        system.run("first", options.tasks // 3)

    figures = {system.name: [] for system in systems}
    for number in range(options.rounds):
        for system in systems:
            run = f"{type(system).__name__}-{number}".lower()
            figures[system.name].append(measure(system, s3, run, options.tasks))
            if system is not farm:
                there = sum(1 for _ in client.list_objects(bucket_name="beside", prefix=run + "/", recursive=True))
                if there != 2 * options.tasks:
                    raise SystemExit(f"{system.name} stored {there} objects")

    print(f"Machine: {processor()}; {versions(connections(0))}\n")
    print(
        f"{options.rounds} rounds of {options.tasks:,} tasks; picture {(folder / 'picture').stat().st_size:,} bytes, "
        f"JSON {(folder / 'sidecar').stat().st_size:,}; the farm stored {len(stored) / options.tasks:.2f} objects a task.\n"
    )
    columns = ("workers", "broker", "S3", "coordinator", "producer", "all")
    print("| | tasks/s | " + " | ".join(f"CPU-ms: {column}" for column in columns) + " |")
    print("|---" * (len(columns) + 2) + "|")
    for name, rounds in figures.items():
        cells = [spread([figure["tasks/s"] for figure in rounds], 0)]
        cells += [spread([figure[column] for figure in rounds if column in figure], 2) for column in columns]
        print(f"| {name} | " + " | ".join(cells) + " |")


def answers(connection):
    from redis.exceptions import ConnectionError

    try:
        return connection.ping()
    except ConnectionError:
        return False


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench/beside")
    parser.add_argument("--model", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tasks", type=int, default=3_000)
    options = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="beside-"))
    closing = []
    try:
        compare(folder, options, closing)
    except BaseException:
        print(f"What was written is in {folder}", file=sys.stderr)
        raise
    finally:
        for opened in reversed(closing):
            opened.close()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
