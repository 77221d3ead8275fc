"""What happened to the pods of a namespace, in the order in which it happened."""

import http.client
import json
import threading
from dataclasses import dataclass


def ready(pod):
    return not pod["metadata"].get("deletionTimestamp") and any(
        each["type"] == "Ready" and each["status"] == "True" for each in pod.get("status", {}).get("conditions", ()))


def component(pod):
    return pod["metadata"]["labels"].get("app.kubernetes.io/component")


def pool(pod):
    return pod["metadata"]["labels"].get("renderfarm.dev/pool")


@dataclass(frozen=True)
class Moment:
    """All pods by their uid after one event, and the pod of that event with what happened to it."""

    what: str
    pod: dict
    pods: dict

    def of(self, wanted):
        return [pod for pod in self.pods.values() if wanted(pod)]


class PodWatch:
    """Follows the pods of a namespace from its start to the end of a with statement."""

    def __init__(self, plane, namespace):
        path = f"/api/v1/namespaces/{namespace}/pods"
        now = plane.ask(path)
        self.moments = [Moment("START", None, {pod["metadata"]["uid"]: pod for pod in now["items"]})]
        version = now["metadata"]["resourceVersion"]
        self._stream = plane.open(f"{path}?watch=1&resourceVersion={version}", timeout=3600)
        self._ended = False
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        # the thread sits in a read until the next event, or until the API server ends: it cannot be closed from here
        self._ended = True

    def _follow(self):
        pods = dict(self.moments[0].pods)
        try:
            for line in self._stream:
                if self._ended:
                    return
                event = json.loads(line)
                pod = event["object"]
                uid = pod["metadata"].get("uid")
                if event["type"] == "DELETED":
                    pods.pop(uid, None)
                elif uid:
                    pods[uid] = pod
                self.moments.append(Moment(event["type"], pod, dict(pods)))
        except (OSError, http.client.HTTPException):
            # the API server has ended
            return

    def made(self, wanted):
        """Names of the pods that were made since, in their order."""
        return [moment.pod["metadata"]["name"] for moment in self.moments[1:]
                if moment.what == "ADDED" and wanted(moment.pod)]

    def most(self, number):
        """The largest number of all moments."""
        return max(number(moment) for moment in self.moments)
