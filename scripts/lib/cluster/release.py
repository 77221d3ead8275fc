"""One release of the chart in a namespace of its own."""

from collections import Counter
from dataclasses import dataclass, field

from nodes import volume
from processes import LIMIT
from report import Failed, expect
from watch import component, pool, ready

NAME = "renderfarm"
GRACE = f"{LIMIT}s"
KINDS = (
    "pods", "deployments.apps", "replicasets.apps", "statefulsets.apps", "services", "configmaps", "secrets",
    "poddisruptionbudgets.policy", "networkpolicies.networking.k8s.io", "ingresses.networking.k8s.io",
    "scaledobjects.keda.sh", "servicemonitors.monitoring.coreos.com", "podmonitors.monitoring.coreos.com",
    "prometheusrules.monitoring.coreos.com", "persistentvolumeclaims", "serviceaccounts",
)


@dataclass(frozen=True)
class Pool:
    """How many workers of a pool there are after an install, on which nodes, of which resource."""

    workers: int
    nodes: tuple
    resource: str | None


@dataclass(frozen=True)
class Example:
    """An example of values, and what an install of it has to become."""

    name: str
    coordinators: int
    pools: dict = field(default_factory=dict)
    level: str = "restricted"


class Release:
    """Installs an example of the chart, and tells what has become of it."""

    def __init__(self, plane, chart, example):
        self.plane, self.chart, self.example = plane, chart, example
        self.namespace = example.name
        self.values = f"{chart}/examples/{example.name}.yaml"

    @property
    def where(self):
        return self.example.name

    def prepare(self, level=None):
        """The namespace, with what the chart wants to find there: volumes, claims."""
        modes, claim = ["ReadOnlyMany"], {"namespace": self.namespace, "name": "models"}
        self.plane.apply(
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": self.namespace, "labels": {
                "pod-security.kubernetes.io/enforce": level or self.example.level}}},
            volume(f"{self.namespace}-models", "40Gi", modes, (self.namespace, "models")),
            {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": claim, "spec": {
                "accessModes": modes, "storageClassName": "", "volumeName": f"{self.namespace}-models",
                "resources": {"requests": {"storage": "40Gi"}}}},
            *(volume(f"{self.namespace}-state-{i}", "10Gi", ["ReadWriteOnce"],
                     (self.namespace, f"state-{NAME}-coordinator-{i}")) for i in range(self.example.coordinators)))

    def helm(self, verb, *arguments):
        """What helm said. Raises Failed with it."""
        done = self.plane.helm(verb, NAME, *arguments, "--namespace", self.namespace)
        if done.returncode:
            raise Failed(f"helm {verb}: {(done.stderr or done.stdout).strip()[-500:]}")
        return done.stdout

    def install(self, *arguments):
        return self.helm("install", self.chart, "--values", self.values, *arguments)

    def upgrade(self, *arguments):
        return self.helm("upgrade", self.chart, "--values", self.values, "--wait", "--timeout", GRACE, *arguments)

    def kubectl(self, *arguments):
        """What kubectl said. Raises Failed with it."""
        done = self.plane.kubectl(*arguments, "--namespace", self.namespace)
        if done.returncode:
            raise Failed(f"kubectl {arguments[0]}: {(done.stderr or done.stdout).strip()[-500:]}")
        return done.stdout

    def path(self, kind, name="", group="/api/v1"):
        return f"{group}/namespaces/{self.namespace}/{kind}{'/' if name else ''}{name}"

    def pods(self, wanted=lambda pod: True):
        return [pod for pod in self.plane.items(self.path("pods")) if wanted(pod)]

    def coordinators(self):
        return self.pods(lambda pod: component(pod) == "coordinator")

    def workers(self, name):
        return self.pods(lambda pod: pool(pod) == name)

    def deployment(self, name):
        return self.plane.ask(self.path("deployments", f"{NAME}-worker-{name}", "/apis/apps/v1"))

    def images(self):
        """How many pods have which image."""
        return Counter(pod["spec"]["containers"][0]["image"] for pod in self.pods())

    def all_ready(self, coordinators=None, workers=None):
        """Waits until as many are ready as the example wants, and no other pod is there; given ones count instead."""
        numbers = {name: each.workers for name, each in self.example.pools.items()} | (workers or {})
        wanted = (self.example.coordinators if coordinators is None else coordinators) + sum(numbers.values())
        self.plane.wait(f"{wanted} pods are ready", LIMIT, lambda: self._are_ready(wanted))

    def _are_ready(self, wanted):
        pods = self.pods()
        return len(pods) == wanted and all(ready(pod) for pod in pods)

    def rolled_out(self):
        """Waits until all pods are of what the workloads say now, and ready."""
        self.plane.wait("all is rolled out", LIMIT, self._is_rolled_out)
        self.all_ready()

    def _is_rolled_out(self):
        return all(each["status"].get("observedGeneration") == each["metadata"]["generation"]
                   and each["status"].get("updatedReplicas", 0) == each["spec"]["replicas"]
                   for kind in ("deployments", "statefulsets") for each in self.plane.items(self.path(kind, group="/apis/apps/v1")))

    def left(self):
        """What is there of the release, as kind/name."""
        found = self.plane.kubectl(
            "get", ",".join(KINDS), "--namespace", self.namespace, "--output", "name", "--selector",
            f"app.kubernetes.io/instance={NAME}").stdout.split()
        kept = self.plane.kubectl("get", "secrets,configmaps", "--namespace", self.namespace, "--output", "name",
                                  "--selector", "owner=helm").stdout.split()
        return sorted(found + kept)

    def remove(self):
        """The namespace and its volumes."""
        self.plane.kubectl("delete", "namespace", self.namespace, "--wait=true", f"--timeout={GRACE}")
        volumes = [each["metadata"]["name"] for each in self.plane.items("/api/v1/persistentvolumes")
                   if each["metadata"]["name"].startswith(f"{self.namespace}-")]
        self.plane.kubectl("delete", "persistentvolume", *volumes, "--wait=false")
        expect(self.plane.find(f"/api/v1/namespaces/{self.namespace}") is None, "the namespace does not go")
