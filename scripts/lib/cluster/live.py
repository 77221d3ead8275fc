"""A farm installed by the chart whose pods are real processes, scaled by a real KEDA, and what can be seen of it."""

import csv
import http.client
import json
import os
import re
import subprocess
import time
import urllib.request

from nodes import volume
from processes import LIMIT, wait_until
from report import expect

NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
NAMESPACE, RELEASE, POOL, MODEL = "farm", "renderfarm", "gpu", "tiny"
SERVICE = f"{RELEASE}-coordinator.{NAMESPACE}.svc.cluster.local:8080"
COLUMNS = ("seconds", "backlog_images", "backlog_worker_seconds", "wanted", "pods", "ready", "completed", "gpu_seconds",
           "busy_seconds")


def commands(home, proxy):
    """What runs in the container of each kind, as in its image; a test asks the Service where it really is."""
    quick = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]

    def command(kind, container, tmp):
        own = [*quick, f"-Djava.io.tmpdir={tmp}"]
        if kind == "coordinator":
            return [*own, "-Xmx384m", "-jar", f"{home}/coordinator/target/quarkus-app/quarkus-run.jar"]
        if kind == "worker":
            return [*own, "-Xmx256m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "-DRUST_FLAVOR=cpu", "-jar",
                    f"{home}/gpu-worker/target/quarkus-app/quarkus-run.jar"]
        (port,) = proxy.ports.values()
        said = [*container["command"], *container["args"]]
        said = [each.replace("/renderfarm/cli/farm.jar:/renderfarm/cli/lib",
                             f"{home}/cli/target/farm.jar:{home}/cli/target/lib") for each in said]
        return [re.sub(rf"^http://{RELEASE}-coordinator:8080$", f"http://127.0.0.1:{port}", each) for each in said]

    return command


class LiveFarm:
    """The release on its control plane. Samples what happens, each time that it waits for something."""

    def __init__(self, plane, runner, proxy, home, chart, settings):
        self.plane, self.runner, self.proxy, self.home, self.chart = plane, runner, proxy, home, chart
        self.settings, self.batches, self.samples = settings, [], []
        self.key = ""
        self.busy, self.gpu_seconds, self.began = {}, 0.0, time.monotonic()

    def prepare(self):
        """What docs/kubernetes.md wants before the install."""
        secret = {key: self.settings[f"renderfarm.storage.{key}"] for key in ("access-key", "secret-key")}
        self.key = self.run_farm("keys", "generate").strip()
        modes, claim = ["ReadOnlyMany"], {"name": "models", "namespace": NAMESPACE}
        self.plane.apply(
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE, "labels": {
                "pod-security.kubernetes.io/enforce": "restricted"}}},
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "renderfarm-bucket", "namespace": NAMESPACE},
             "stringData": secret},
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "renderfarm-first-key", "namespace": NAMESPACE},
             "stringData": {"first-key": self.key}},
            volume("models", "1Gi", modes, (NAMESPACE, "models")),
            {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": claim, "spec": {
                "accessModes": modes, "storageClassName": "", "volumeName": "models",
                "resources": {"requests": {"storage": "1Gi"}}}},
            volume("state", "10Gi", ["ReadWriteOnce"], (NAMESPACE, f"state-{RELEASE}-coordinator-0")))

    def install(self):
        done = self.plane.helm(
            "install", RELEASE, self.chart, "--namespace", NAMESPACE, "--values", f"{self.home}/scripts/lib/cluster/live.yaml",
            "--set-string", f"kafka.bootstrapServers={self.settings['kafka.bootstrap.servers']}",
            "--set-string", f"storage.endpoint={self.settings['renderfarm.storage.endpoint']}")
        expect(done.returncode == 0, f"helm install: {done.stderr[-500:]}")
        self.wait("the coordinator is ready", LIMIT, self.coordinator_port)

    def coordinator_port(self):
        """Of a coordinator that is ready, where the Service leads from now on; or nothing."""
        found = [pod.port for pod in self.runner.running.values() if pod.kind == "coordinator" and pod.ready]
        self.proxy.ports = {SERVICE: found[0]} if found else {}
        return found[0] if found else None

    def workers(self):
        return [pod for pod in list(self.runner.running.values()) if pod.kind == "worker"]

    def deployment(self):
        return self.plane.ask(f"/apis/apps/v1/namespaces/{NAMESPACE}/deployments/{RELEASE}-worker-{POOL}")

    def ask(self, path):
        """What the coordinator says, or None while none can be asked."""
        port = self.coordinator_port()
        if port is None:
            return None
        try:
            request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"Bearer {self.key}"})
            with NO_PROXY.open(request, timeout=10) as answer:
                return json.load(answer)
        except (OSError, http.client.HTTPException):
            return None

    def farm(self, *arguments):
        """What scripts/farm says, asked with the first key."""
        return self.run_farm(*arguments, "--url", f"http://127.0.0.1:{self.coordinator_port()}")

    def run_farm(self, *arguments):
        done = subprocess.run([f"{self.home}/scripts/farm", *arguments], capture_output=True, text=True,
                              env={**os.environ, "RENDERFARM_API_KEY": self.key} if self.key else None)
        expect(done.returncode == 0, f"farm {arguments[0]}: {(done.stderr or done.stdout)[-500:]}")
        return done.stdout

    def submit(self, folder, pictures):
        """The id of a batch of so many pictures."""
        file = folder / f"products-{len(self.batches)}.csv"
        with open(file, "w", newline="", encoding="utf-8") as out:
            rows = csv.writer(out)
            rows.writerow(["sku", "prompt"])
            rows.writerows([f"MUG-{i:04}", f"a mug of the colour {i}"] for i in range(pictures))
        said = json.loads(self.farm("submit", str(file), "--seed", "1", "--json"))
        self.batches.append(said["id"])
        return said["id"]

    def completed(self):
        found = [self.ask(f"/v1/batches/{batch}") for batch in self.batches]
        return None if None in found else sum(batch["request_counts"]["completed"] for batch in found)

    def wait(self, what, seconds, condition):
        """As wait_until, with a sample a second."""
        def look():
            self.sample()
            expect(not self.runner.failure and not self.runner.crashed, f"{self.runner.failure} {self.runner.crashed}")
            expect(not self.plane.processes.died(), self.plane.processes.died())
            return condition()
        return wait_until(what, seconds, look, every=1.0)

    def sample(self):
        """One row of what is to be seen now; blank where no coordinator can be asked."""
        seconds = time.monotonic() - self.began
        workers = self.workers()
        if self.samples:
            self.gpu_seconds += (seconds - self.samples[-1]["seconds"]) * len(workers)
        for worker in workers:
            self.busy[worker.name] = max(self.busy.get(worker.name, 0.0), busy_seconds(worker.port))
        view = self.ask(f"/v1/autoscale?model={MODEL}") or {}
        self.samples.append({
            "seconds": seconds, "backlog_images": view.get("backlog_images"),
            "backlog_worker_seconds": view.get("backlog_worker_seconds"),
            "wanted": self.deployment()["spec"]["replicas"] if self.samples else None, "pods": len(workers),
            "ready": sum(worker.ready for worker in workers), "completed": self.completed(),
            "gpu_seconds": self.gpu_seconds, "busy_seconds": sum(self.busy.values())})

    def write(self, path):
        """All samples as CSV."""
        with open(path, "w", newline="", encoding="utf-8") as out:
            rows = csv.writer(out, lineterminator="\n")
            rows.writerow(COLUMNS)
            for sample in self.samples:
                rows.writerow(round(sample[name], 1) if isinstance(sample[name], float) else sample[name]
                              for name in COLUMNS)


def busy_seconds(port):
    """For how long a worker's device was busy until now; 0 while it does not say."""
    try:
        with NO_PROXY.open(f"http://127.0.0.1:{port}/q/metrics", timeout=5) as answer:
            page = answer.read().decode()
    except (OSError, http.client.HTTPException):
        return 0.0
    return sum(float(value) for value in re.findall(r"^renderfarm_device_busy_seconds_total(?:{.*})? (\S+)$", page, re.M))
