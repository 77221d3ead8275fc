"""What an install of an example has to become, and what an uninstall leaves."""

from collections import Counter

from processes import LIMIT
from release import GRACE, NAME
from report import Failed, expect
from watch import pool


def check_install(report, release):
    """From nothing to ready, pods where they belong, helm's own test. Whether the install has passed."""
    where = release.where
    if not report.check(where, "installs, and all is ready", lambda: _installs(release)):
        return False
    for name, expected in release.example.pools.items():
        report.check(where, f"workers of {name} are on the nodes of their pool, with {expected.resource or 'no GPU'}",
                     lambda name=name, expected=expected: _placed(release, name, expected))
    report.check(where, "coordinators are spread over zones and hosts, away from GPUs", lambda: _spread(release))
    report.check(where, "budgets count the pods of their workload, and let one go", lambda: _budgets(release))
    report.check(where, "helm test passes and leaves no pod", lambda: _tests(release))
    return True


def _installs(release):
    release.prepare()
    release.install("--wait", "--timeout", GRACE)
    release.all_ready()
    return f"{len(release.pods())} pods under {release.example.level}"


def _placed(release, name, expected):
    used = Counter()
    for worker in release.workers(name):
        node = worker["spec"]["nodeName"]
        expect(node.startswith(expected.nodes), f"a worker is on {node}")
        limits = worker["spec"]["containers"][0]["resources"]["limits"]
        asked = {resource: number for resource, number in limits.items() if resource.startswith("nvidia.com/")}
        expect(asked == ({expected.resource: "1"} if expected.resource else {}), f"a worker asks for {asked}")
        used[node] += 1
    expect(sum(used.values()) == expected.workers, f"{sum(used.values())} workers, {expected.workers} are wanted")
    if expected.resource:
        for node, number in used.items():
            room = release.plane.ask(f"/api/v1/nodes/{node}")["status"]["allocatable"]
            expect(number <= int(room[expected.resource]), f"{number} workers on {node}")
    return ", ".join(f"{number} on {node}" for node, number in sorted(used.items()))


def _spread(release):
    pods = release.coordinators()
    hosts = [pod["spec"]["nodeName"] for pod in pods]
    nodes = {node["metadata"]["name"]: node for node in release.plane.items("/api/v1/nodes")}
    zones = {nodes[host]["metadata"]["labels"]["topology.kubernetes.io/zone"] for host in hosts}
    expect(not any(nodes[host]["spec"].get("taints") for host in hosts), f"a coordinator is on a GPU node: {hosts}")
    expect(len(set(hosts)) == len(zones) == len(pods), f"{len(pods)} coordinators on {hosts} in {zones}")
    return ", ".join(sorted(hosts))


def _budgets(release):
    """Each budget's own count, which the control plane makes by the budget's selector."""
    expected = {f"{NAME}-worker-{name}": each.workers for name, each in release.example.pools.items()}
    if release.example.coordinators > 1:
        expected[f"{NAME}-coordinator"] = release.example.coordinators
    path = release.path("poddisruptionbudgets", group="/apis/policy/v1")

    def counted():
        found = {each["metadata"]["name"]: each.get("status", {}) for each in release.plane.items(path)}
        return {name: each.get("expectedPods") for name, each in found.items()} == expected and found

    found = release.plane.wait("budgets are counted", LIMIT, counted)
    expect(all(each["disruptionsAllowed"] == 1 for each in found.values()),
           f"budgets allow {[(n, e['disruptionsAllowed']) for n, e in found.items()]}")
    return ", ".join(f"{name} 1 of {number}" for name, number in sorted(expected.items()))


def _tests(release):
    said = release.helm("test", "--timeout", GRACE)
    expect("Phase:          Succeeded" in said, f"helm test said {said[-300:]}")
    release.plane.wait("the pod of the test is gone", LIMIT, lambda: not release.pods(
        lambda pod: pod["metadata"]["name"].endswith("-test")))


def check_uninstall(report, release):
    report.check(release.where, "uninstall leaves nothing but the coordinators' volumes", lambda: _uninstalls(release))
    report.check(release.where, "its namespace and its volumes go", release.remove)


def _uninstalls(release):
    release.helm("uninstall", "--wait", "--timeout", GRACE)
    claims = sorted(f"persistentvolumeclaim/state-{NAME}-coordinator-{i}" for i in range(release.example.coordinators))
    release.plane.wait("all pods are gone", LIMIT, lambda: not release.pods())
    release.plane.wait(f"only {claims} are left", LIMIT, lambda: release.left() == claims)
    return f"{len(claims)} claims"


def check_security(report, release):
    """The namespace's label is what holds Pod Security, and the example's own pods need no more than they have."""
    report.check(release.where, "under restricted, hostPath is all that is refused", lambda: _refused(release))
    report.check(release.where, "its namespace and its volumes go after it", lambda: _removed(release))


def _removed(release):
    """Of a release that may not have been installed."""
    release.plane.helm("uninstall", NAME, "--namespace", release.namespace)
    release.remove()


def _refused(release):
    release.prepare("restricted")
    release.install()
    path = release.path("deployments", f"{NAME}-worker-gpu", "/apis/apps/v1")

    def reason():
        conditions = release.plane.ask(path).get("status", {}).get("conditions", ())
        return next((each["message"] for each in conditions if each["type"] == "ReplicaFailure"), None)

    message = release.plane.wait("the Deployment says why it has no pods", LIMIT, reason)
    violations = message.partition('"restricted:latest": ')[2]
    expect(violations.startswith("restricted volume types") and violations.count("(") == 1, f"refused: {message}")
    if release.pods(pool):
        raise Failed("a pod was let in all the same")
    return "restricted volume types"
