"""Scales the workers of a real farm by a real KEDA: from nothing, up with a batch, and down to nothing; counts pictures:
scaling.py TOOLS HELM KWOK-MODULE HOME DATA PACKAGE [--write] CRD…"""

import argparse
import csv
import os
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from control_plane import ControlPlane
from keda import ServiceProxy, start_keda
from live import NAMESPACE, POOL, RELEASE, LiveFarm, commands
from nodes import farm_nodes, stages
from plot import plot
from pods import PodRunner
from processes import LIMIT
from report import Failed, Report, expect
from written import scaling_report

PICTURES, MOST = 240, 4


def settings_of(data):
    """What a standalone farm gives to a coordinator that somebody else starts."""
    lines = (data / "settings" / "coordinator.properties").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {key: value.replace("\\:", ":").replace("\\=", "=") for key, value in pairs}


def start(plane, stack, proxy, crds):
    stack.enter_context(plane)
    plane.apply(*farm_nodes(), files=crds)
    start_keda(plane, proxy)


def install(farm):
    farm.prepare()
    farm.install()


def check_all(report, farm, folder):
    where = "farm"
    if not report.check(where, "is installed by the chart, and its coordinator is ready", lambda: install(farm)):
        return
    report.check(where, "helm test runs farm workers against it", lambda: helm_test(farm))
    report.check("idle", "KEDA takes the workers to 0", lambda: no_workers(farm))
    if not report.check("a batch", f"of {PICTURES} pictures is submitted while there is no worker",
                        lambda: farm.submit(folder, PICTURES)):
        return
    report.check("a batch", "brings workers from 0 to the most", lambda: up(farm))
    report.check("a batch", "goes on while the coordinator is restarted, and the number stays", lambda: restart(farm))
    report.check("a batch", "is rendered, each picture once", lambda: rendered(farm, PICTURES, folder))
    report.check("a batch", "gives all GPUs back after it", lambda: no_workers(farm))
    report.check("a batch", "lost no pod to a kill, and workers went while there was work", lambda: drained(farm))
    report.check("one picture", "wakes a worker, is rendered, and the worker goes",
                 lambda: (farm.submit(folder, 1), rendered(farm, 1, folder), no_workers(farm))[-1])
    report.check("KEDA", "asked the Service by the chart's own address, and only that", lambda: asked(farm))
    report.check(where, "is uninstalled, and every process of it ends", lambda: uninstall(farm))


def helm_test(farm):
    done = farm.plane.helm("test", RELEASE, "--namespace", NAMESPACE, "--timeout", f"{LIMIT}s")
    expect(done.returncode == 0 and "Succeeded" in done.stdout, f"helm test: {done.stderr}{done.stdout}")
    return "exit code 0 of the pod's own command"


def no_workers(farm):
    farm.wait("there are no workers", 300, lambda: not farm.workers() and farm.deployment()["spec"].get("replicas") == 0)


def up(farm):
    farm.wait("a worker is ready", LIMIT, lambda: any(worker.ready for worker in farm.workers()))
    farm.wait(f"{MOST} workers are ready", LIMIT, lambda: sum(worker.ready for worker in farm.workers()) == MOST)
    farm.wait("something is rendered", LIMIT, farm.completed)
    return f"{MOST} ready, {farm.completed()} pictures done by then"


def restart(farm):
    before, workers = farm.completed(), {worker.name for worker in farm.workers()}
    farm.plane.kubectl("delete", "pod", f"{RELEASE}-coordinator-0", "--namespace", NAMESPACE, "--wait=false")
    farm.wait("the coordinator is away", LIMIT, lambda: farm.coordinator_port() is None)
    farm.wait("the coordinator is back", LIMIT, farm.completed)
    expect({worker.name for worker in farm.workers()} >= workers, "a worker went with the coordinator")
    farm.wait("more is rendered", LIMIT, lambda: farm.completed() > before)
    return f"{before} done before it, {farm.completed()} soon after it"


def rendered(farm, pictures, folder):
    """Every picture is there, and the manifest says how many attempts each took."""
    batch = farm.batches[-1]
    ended = farm.wait(f"{batch} has ended", 600, lambda: (lambda found: found and found["status"] in (
        "completed", "failed", "expired", "cancelled") and found)(farm.ask(f"/v1/batches/{batch}")))
    counts = ended["request_counts"]
    expect(counts == {"total": pictures, "completed": pictures, "failed": 0}, f"{ended['status']}: {counts}")
    out = folder / batch
    farm.farm("download", batch, "--out", str(out))
    found = len(list(out.rglob("*.png")))
    expect(found == pictures, f"{found} pictures in the bucket")
    with open(next(out.rglob("manifest.csv")), newline="", encoding="utf-8-sig") as rows:
        attempts = [int(row["attempts"]) for row in csv.DictReader(rows)]
    again = sum(each > 1 for each in attempts)
    expect(len(attempts) == pictures, f"{len(attempts)} rows in the manifest")
    expect(again == 0, f"{again} pictures took more than one attempt")
    return f"{found} PNG files, {counts['failed']} failed, {again} tried again"


def drained(farm):
    gone = [pod for pod in farm.runner.history if pod.kind == "worker"]
    killed = [pod.name for pod in farm.runner.history if pod.killed]
    codes = sorted({pod.process.returncode for pod in gone})
    expect(not killed, f"killed after their grace period: {killed}")
    # 143 is Java's own code after SIGTERM
    expect(set(codes) <= {0, 143}, f"exit codes {codes}")
    done = max(sample["completed"] or 0 for sample in farm.samples)
    early = 0
    for before, after in zip(farm.samples, farm.samples[1:]):
        if after["pods"] < before["pods"] and after["completed"] and after["completed"] < done:
            early += before["pods"] - after["pods"]
    expect(early > 0, "all workers went after the last picture: nothing was drained")
    longest = max(pod.stopped - pod.stop_asked for pod in gone)
    return (f"{len(gone)} workers stopped, {early} of them in the middle of the batch, exit codes {codes}, "
            f"at most {longest:.0f} s after SIGTERM")


def asked(farm):
    urls = {url for url, _ in farm.proxy.asked}
    codes = {code for _, code in farm.proxy.asked}
    expect(urls == {f"http://{RELEASE}-coordinator.{NAMESPACE}.svc.cluster.local:8080/v1/autoscale?model=tiny"}, f"{urls}")
    if not codes <= {200, 503}:
        raise Failed(f"the farm answered {codes}")
    return f"{len(farm.proxy.asked)} times, {urls.pop()}"


def uninstall(farm):
    done = farm.plane.helm("uninstall", RELEASE, "--namespace", NAMESPACE, "--wait", "--timeout", f"{LIMIT}s")
    expect(done.returncode == 0, done.stderr)
    farm.plane.wait("all pods are gone", LIMIT, lambda: not farm.runner.running)
    kinds = farm.plane.kubectl("get", "scaledobjects,horizontalpodautoscalers", "--namespace", NAMESPACE, "--output", "name")
    expect(not kinds.stdout.strip(), f"left: {kinds.stdout}")
    killed = [pod.name for pod in farm.runner.history if pod.killed]
    expect(not killed, f"killed at the end of their grace period: {killed}")
    return f"{POOL}'s ScaledObject and its HorizontalPodAutoscaler are gone"


def main():
    parser = argparse.ArgumentParser()
    for name in ("tools", "helm", "kwok", "home", "data", "package"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("crds", nargs="+", type=Path)
    given = parser.parse_args()
    # so that what was started ends, and its folder goes
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    report, before = Report(), os.times()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="renderfarm-scaling-")))
        proxy = ServiceProxy()
        stack.callback(proxy.close)
        plane = ControlPlane(given.tools, given.helm, folder, stages(given.kwok, 500, 500, but_namespace=NAMESPACE))
        (folder / "pods").mkdir()
        runner = PodRunner(plane, NAMESPACE, commands(given.home, proxy), given.package, folder / "pods")
        farm = LiveFarm(plane, runner, proxy, given.home, given.home / "helm/renderfarm", settings_of(given.data))
        if report.check("control plane", "starts, with KEDA", lambda: start(plane, stack, proxy, given.crds)):
            stack.enter_context(runner)
            check_all(report, farm, folder)
        if report.failed:
            for log in sorted([*(folder / "pods").glob("*.log"), *(folder / "logs").glob("keda*.log")]):
                print(f"--- {log.name}", *log.read_text(errors="replace").splitlines()[-12:], sep="\n", file=sys.stderr)
    print(f"scaling: {report.summary()}")
    if given.write and farm.samples:
        docs = given.home / "docs"
        farm.write(docs / "scaling-run.csv")
        plot(docs / "scaling-run.csv", docs / "scaling-run.png")
        seconds = os.times().elapsed - before.elapsed
        (docs / "scaling-run.md").write_text(scaling_report(given.tools, report, farm.samples, seconds), encoding="utf-8")
    sys.exit(bool(report.failed))


main()
