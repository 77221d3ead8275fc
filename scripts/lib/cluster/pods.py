"""Runs the pods of a namespace as processes of this machine: what a kubelet does, as far as a farm can tell."""

import base64
import http.client
import os
import signal
import subprocess
import threading
import time
import urllib.request
from datetime import datetime, timezone

from control_plane import Refused
from processes import free_ports
from watch import component

NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class RunningPod:
    """A pod whose container is a process: its environment is the container's own, its volumes are folders."""

    def __init__(self, pod, plane, commands, packages, folder):
        self.name, self.namespace = pod["metadata"]["name"], pod["metadata"]["namespace"]
        self.kind, self.container = component(pod), pod["spec"]["containers"][0]
        self.port, self.grace = free_ports(1)[0], pod["spec"]["terminationGracePeriodSeconds"]
        self.stop_asked = self.killed = self.stopped = None
        self.ready = False
        folders = {mount["mountPath"]: str(packages) if mount["mountPath"].startswith("/models/") else
                   str(folder / self.name / mount["name"]) for mount in self.container["volumeMounts"]}
        for path in folders.values():
            os.makedirs(path, exist_ok=True)
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        for entry in self.container.get("env", ()):
            environment[entry["name"]] = self._placed(self._value(entry, plane), folders)
        environment |= {"QUARKUS_HTTP_HOST": "127.0.0.1", "QUARKUS_HTTP_PORT": str(self.port)}
        command = commands(self.kind, self.container, folders["/tmp"])
        with open(folder / f"{self.name}.log", "ab") as log:
            self.process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", "--", *command], env=environment,
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder)

    def _value(self, entry, plane):
        if "value" in entry:
            return entry["value"]
        source = entry["valueFrom"]
        if "fieldRef" in source:
            return {"metadata.name": self.name}[source["fieldRef"]["fieldPath"]]
        reference = source["secretKeyRef"]
        secret = plane.ask(f"/api/v1/namespaces/{self.namespace}/secrets/{reference['name']}")
        return base64.b64decode(secret["data"][reference["key"]]).decode()

    @staticmethod
    def _placed(value, folders):
        for mount, folder in folders.items():
            if value == mount or value.startswith(mount + "/"):
                return folder + value[len(mount):]
        return value

    def is_ready(self):
        try:
            with NO_PROXY.open(f"http://127.0.0.1:{self.port}/q/health/ready", timeout=5) as answer:
                return answer.status == 200
        except (OSError, http.client.HTTPException):
            return False

    def stop(self):
        """SIGTERM once, and SIGKILL after the pod's grace period."""
        if self.stop_asked is None:
            self.stop_asked = time.monotonic()
            if self.process.poll() is None:
                self.process.send_signal(signal.SIGTERM)
        elif self.killed is None and time.monotonic() > self.stop_asked + self.grace:
            self.killed = time.monotonic()
            self.process.kill()


class PodRunner:
    """Starts, probes and stops pods until its with statement ends, which ends them all."""

    def __init__(self, plane, namespace, commands, packages, folder):
        self.plane, self.namespace, self.commands = plane, namespace, commands
        self.packages, self.folder = packages, folder
        self.running, self.history, self.crashed, self.failure = {}, [], [], None
        self._end = threading.Event()
        # a process that is to die with its parent dies with the thread that has started it
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        self._thread.join()

    def _run(self):
        try:
            while not self._end.wait(0.25):
                self._look()
        except Exception as failure:  # told by whoever waits: a thread that ends silently lets all wait for nothing
            self.failure = failure
            raise
        finally:
            for pod in list(self.running.values()):
                pod.stop()
            for pod in list(self.running.values()):
                try:
                    pod.process.wait(30)
                except subprocess.TimeoutExpired:
                    pod.process.kill()

    def _look(self):
        pods = {pod["metadata"]["uid"]: pod for pod in self.plane.items(f"/api/v1/namespaces/{self.namespace}/pods")}
        for uid in set(self.running) - set(pods):
            self._vanished(uid)
        for uid, pod in pods.items():
            running = self.running.get(uid)
            if running is None and pod["spec"].get("nodeName") and pod["status"]["phase"] == "Pending":
                if pod["metadata"].get("deletionTimestamp"):
                    self._forget(pod)
                else:
                    self.running[uid] = RunningPod(pod, self.plane, self.commands, self.packages, self.folder)
            elif running is not None:
                self._tend(uid, pod, running)

    def _vanished(self, uid):
        """A pod that had ended is not waited for: the API server takes it away at once."""
        running = self.running[uid]
        running.stop()
        if running.process.poll() is not None:
            self.history.append(running)
            del self.running[uid]

    def _tend(self, uid, pod, running):
        code = running.process.poll()
        if pod["metadata"].get("deletionTimestamp"):
            running.stop()
            if code is not None:
                running.stopped = time.monotonic()
                self.history.append(running)
                del self.running[uid]
                self._forget(pod)
        elif code is not None:
            self._ended(pod, running, code)
        else:
            ready = running.is_ready()
            if ready != running.ready or pod["status"]["phase"] == "Pending":
                running.ready = ready
                self._tell(pod, "Running", ready, {"running": {"startedAt": now()}})

    def _ended(self, pod, running, code):
        if pod["status"]["phase"] == "Running" or pod["status"]["phase"] == "Pending":
            if running.kind != "test" or code != 0:
                self.crashed.append(f"{running.name} ended by itself with {code}")
            self._tell(pod, "Failed" if code else "Succeeded", False, {"terminated": {
                "exitCode": code, "finishedAt": now(), "reason": "Error" if code else "Completed"}})

    def _tell(self, pod, phase, ready, state):
        status = "True" if ready else "False"
        container = pod["spec"]["containers"][0]
        self._patch(pod, {"status": {
            "phase": phase, "podIP": "127.0.0.1", "podIPs": [{"ip": "127.0.0.1"}],
            "conditions": [{"type": kind, "status": status, "lastTransitionTime": now()}
                           for kind in ("Ready", "ContainersReady")],
            "containerStatuses": [{
                "name": container["name"], "image": container["image"], "imageID": "", "ready": ready,
                "restartCount": 0, "state": state}]}})

    def _patch(self, pod, change):
        path = f"/api/v1/namespaces/{self.namespace}/pods/{pod['metadata']['name']}/status"
        try:
            self.plane.ask(path, change, "PATCH", "application/strategic-merge-patch+json")
        except Refused as refusal:
            if refusal.code != 404:
                raise

    def _forget(self, pod):
        path = f"/api/v1/namespaces/{self.namespace}/pods/{pod['metadata']['name']}"
        try:
            self.plane.ask(path, {"apiVersion": "v1", "kind": "DeleteOptions", "gracePeriodSeconds": 0,
                                  "preconditions": {"uid": pod["metadata"]["uid"]}}, "DELETE")
        except Refused as refusal:
            if refusal.code not in (404, 409):
                raise
