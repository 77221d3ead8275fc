"""What may happen to a release that runs: evictions, drained nodes, upgrades, rollbacks, too few GPUs."""

from control_plane import Refused
from processes import LIMIT
from release import GRACE, NAME
from report import Failed, expect
from watch import PodWatch, component, pool, ready

NEW = ("--set", "coordinator.image=shop/renderfarm-coordinator:next,poolDefaults.image=shop/renderfarm-worker:next")


def check_changes(report, release, pool_name):
    """Of a release with a pool that has taken all GPUs of its kind."""
    where = release.where
    report.check(where, "an eviction beyond the workers' budget is refused",
                 lambda: _evictions(release, lambda: release.workers(pool_name)))
    report.check(where, "an eviction beyond the coordinators' budget is refused",
                 lambda: _evictions(release, release.coordinators))
    report.check(where, "a node is drained, and its worker waits for a GPU", lambda: _drain(release, pool_name))
    report.check(where, "a worker more than GPUs is pending, and says what is missing", lambda: _too_many(release, pool_name))
    report.check(where, "an upgrade over a changed number wants --force-conflicts", lambda: _conflict(release, pool_name))
    report.check(where, "an upgrade goes pod by pod, without a GPU more than there are",
                 lambda: _rollout(release, pool_name, lambda: release.upgrade(*NEW), ":next"))
    report.check(where, "a rollback does so too",
                 lambda: _rollout(release, pool_name, lambda: _rollback(release), ":0.1.0"))
    report.check(where, "kubectl rollout restart does so too",
                 lambda: _rollout(release, pool_name, lambda: _restart(release, pool_name), ":0.1.0"))
    report.check(where, "what cannot work is refused, and all runs on", lambda: _refused_upgrade(release))


def _evict(release, pod):
    name = pod["metadata"]["name"]
    return release.plane.ask(f"{release.path('pods', name)}/eviction", {
        "apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": name, "namespace": release.namespace}})


def _evictions(release, pods):
    """With all nodes cordoned, what was evicted cannot come back, so nothing races with the second eviction."""
    first, second = pods()[:2]
    nodes = [node["metadata"]["name"] for node in release.plane.items("/api/v1/nodes")]
    release.kubectl("cordon", *nodes)
    try:
        _evict(release, first)
        try:
            _evict(release, second)
        except Refused as refusal:
            expect(refusal.code == 429 and "disruption budget" in refusal.message, f"refused by {refusal}")
        else:
            raise Failed("two pods were let go at once")
    finally:
        release.kubectl("uncordon", *nodes)
    release.all_ready()
    return "429: would violate the pod's disruption budget"


def _drain(release, name):
    node = release.workers(name)[0]["spec"]["nodeName"]
    release.kubectl("drain", node, "--ignore-daemonsets", "--delete-emptydir-data", f"--timeout={GRACE}")
    try:
        release.plane.wait("the worker waits elsewhere", LIMIT, lambda: _pending(release, name))
        expect(not any(pod["spec"].get("nodeName") == node for pod in release.pods()), f"pods are left on {node}")
    finally:
        release.kubectl("uncordon", node)
    release.all_ready()
    return f"{node} in time"


def _pending(release, name):
    """What the scheduler says of workers that have no node, or nothing."""
    said = [condition.get("message", "") for pod in release.workers(name) if not pod["spec"].get("nodeName")
            for condition in pod["status"].get("conditions", ()) if condition["type"] == "PodScheduled"]
    return said[0] if said else None


def _too_many(release, name):
    wanted = release.example.pools[name].workers
    release.kubectl("scale", "deployment", f"{NAME}-worker-{name}", f"--replicas={wanted + 1}")
    try:
        said = release.plane.wait("a worker is pending", LIMIT, lambda: _pending(release, name))
        expect("Insufficient nvidia.com/gpu" in said, f"the scheduler says {said}")
    finally:
        release.kubectl("scale", "deployment", f"{NAME}-worker-{name}", f"--replicas={wanted - 1}")
    release.all_ready(workers={name: wanted - 1})
    return "Insufficient nvidia.com/gpu"


def _conflict(release, name):
    """The check before this one has left a worker less than the chart wants."""
    try:
        release.upgrade()
    except Failed as failure:
        expect("conflict" in str(failure), f"another mistake: {failure}")
    else:
        raise Failed("helm took the number over without being told to")
    release.upgrade("--force-conflicts")
    release.all_ready()
    return "conflict with kubectl; all back with it"


def _rollback(release):
    release.helm("rollback", "--wait", "--timeout", GRACE, "--force-conflicts")


def _restart(release, name):
    workloads = [f"statefulset/{NAME}-coordinator", f"deployment/{NAME}-worker-{name}"]
    release.kubectl("rollout", "restart", *workloads)
    for workload in workloads:
        release.kubectl("rollout", "status", workload, f"--timeout={GRACE}")


def _rollout(release, name, change, tag):
    """What happened to pods in between, by every event of theirs."""
    wanted = release.example.pools[name].workers
    with PodWatch(release.plane, release.namespace) as watch:
        change()
        release.all_ready()
        number = len(release.pods())
        release.plane.wait("all of it is seen", LIMIT, lambda: len(watch.moments[-1].of(ready)) == number)
    images = [image for image in release.images() if image.startswith("shop/renderfarm-coordinator")]
    expect(images and all(image.endswith(tag) for image in images), f"coordinators run {images}")
    order = watch.made(lambda pod: component(pod) == "coordinator")
    expected = [f"{NAME}-coordinator-{i}" for i in reversed(range(release.example.coordinators))]
    expect(order == expected, f"coordinators were made in the order {order}")
    away = watch.most(lambda moment: release.example.coordinators - len(
        moment.of(lambda pod: component(pod) == "coordinator" and ready(pod))))
    expect(away == 1, f"{away} coordinators were away at once")
    made = watch.made(lambda pod: pool(pod) == name)
    expect(len(made) == wanted, f"{len(made)} workers were made anew")
    unready = watch.most(lambda moment: wanted - len(moment.of(lambda pod: pool(pod) == name and ready(pod))))
    expect(unready == max(1, wanted // 4), f"{unready} of {wanted} workers were away at once")
    return f"{', '.join(order)}; at most 1 coordinator and {unready} of {wanted} workers away"


def _refused_upgrade(release):
    before = sorted(pod["metadata"]["uid"] for pod in release.pods())
    try:
        release.upgrade("--set", "kafka.bootstrapServers=")
    except Failed as failure:
        expect("/kafka/bootstrapServers" in str(failure), f"another mistake: {failure}")
    else:
        raise Failed("an upgrade without a broker was taken")
    release.all_ready()
    expect(before == sorted(pod["metadata"]["uid"] for pod in release.pods()), "pods were replaced")
    return "names /kafka/bootstrapServers"


def check_scaled(report, release, name):
    """Of a release whose pool has no number of its own."""
    report.check(release.where, "an upgrade leaves the number that the autoscaler chose", lambda: _keeps(release, name))


def _keeps(release, name):
    release.kubectl("scale", "deployment", f"{NAME}-worker-{name}", "--replicas=2")
    release.all_ready(workers={name: 2})
    release.upgrade(*NEW)
    release.all_ready(workers={name: 2})
    expect(release.deployment(name)["spec"]["replicas"] == 2, "the number was reset")
    release.helm("rollback", "--wait", "--timeout", GRACE)
    release.all_ready(workers={name: 2})
    return "2 stays 2, after a rollback too"
