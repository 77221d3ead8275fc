"""Installs the chart on a real control plane with simulated nodes, and checks what becomes of it:
check.py TOOLS HELM KWOK-MODULE CHART [--report FILE] [--example NAME] CRD…"""

import argparse
import os
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from changes import check_changes, check_scaled
from control_plane import ControlPlane
from documented import check_documented
from installs import check_install, check_security, check_uninstall
from nodes import GPU, MIG, farm_nodes, stages
from processes import LIMIT
from release import Example, Pool, Release
from report import Report, expect
from written import cluster_report

EXAMPLES = (
    Example("small", 1, {"gpu": Pool(1, ("l4-", "l40s-"), GPU)}, level="privileged"),
    Example("production", 3, {"l40s": Pool(1, ("l40s-",), GPU)}),
    Example("several-models", 2, {
        "turbo-h100": Pool(1, ("h100-",), MIG), "turbo-l4": Pool(4, ("l4-",), GPU),
        "starter-cpu": Pool(2, ("cpu-",), None)}),
    Example("spot", 2, {"base": Pool(1, ("l4-", "l40s-"), GPU), "spot": Pool(1, ("spot-",), GPU)}),
)


def start(plane, stack, crds):
    stack.enter_context(plane)
    plane.apply(*farm_nodes(), files=crds)


def check_all(report, plane, stack, chart, only, crds):
    if not report.check("control plane", "starts", lambda: start(plane, stack, crds)):
        return
    report.check("control plane", "all nodes are ready", lambda: nodes_are_ready(plane))
    for example in (each for each in EXAMPLES if only in (None, each.name)):
        release = Release(plane, chart, example)
        if example.level != "restricted":
            check_security(report, release)
        if check_install(report, release):
            if example.name == "several-models":
                check_changes(report, release, "turbo-l4")
            if example.name == "production":
                check_scaled(report, release, "l40s")
        check_uninstall(report, release)
    if not only:
        check_documented(report, plane, Path(os.environ["RENDERFARM_HOME"]))
    report.check("control plane", "no program of it has died", lambda: expect(
        not plane.processes.died(), plane.processes.died()))


def nodes_are_ready(plane):
    def names():
        nodes = plane.items("/api/v1/nodes")
        return all(any(c["type"] == "Ready" and c["status"] == "True" for c in node["status"].get("conditions", ()))
                   for node in nodes) and [node["metadata"]["name"] for node in nodes]
    return f"{len(plane.wait('nodes are ready', LIMIT, names))} simulated"


def main():
    parser = argparse.ArgumentParser()
    for name in ("tools", "helm", "kwok", "chart"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--example", choices=[each.name for each in EXAMPLES])
    parser.add_argument("crds", nargs="+", type=Path)
    given = parser.parse_args()
    # so that what was started ends, and its folder goes
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    report = Report()
    before = os.times()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="renderfarm-cluster-")))
        plane = ControlPlane(given.tools, given.helm, folder, stages(given.kwok, 1500, 500))
        check_all(report, plane, stack, given.chart, given.example, given.crds)
    after = os.times()
    print(f"cluster: {report.summary()}")
    if given.report:
        used = after.children_user + after.children_system - before.children_user - before.children_system
        given.report.write_text(cluster_report(given.tools, report, after.elapsed - before.elapsed, used), encoding="utf-8")
    sys.exit(bool(report.failed))


main()
