"""Runs the commands of the guides as they stand in them, against a control plane."""

import re
import subprocess
from pathlib import Path

from nodes import GPU
from processes import LIMIT
from release import GRACE, Example, Pool, Release
from report import expect

# what needs a kubelet, or is not of the cluster
ELSEWHERE = ("port-forward", "logs")
FARM = Example("production", 3, {"l40s": Pool(1, ("l40s-",), GPU)})


def fenced(guide):
    """The kubectl and helm commands of a guide's blocks, in their order, without what is said behind them."""
    blocks = re.findall(r"^ *```\n(.*?)^ *```$", guide.read_text(encoding="utf-8"), re.M | re.S)
    lines = [line.partition("    #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith(("kubectl ", "helm "))]


def inline(guide):
    """The kubectl commands within a guide's sentences."""
    return list(dict.fromkeys(re.findall(r"`(kubectl [^`]+)`", guide.read_text(encoding="utf-8"))))


class DocumentedFarm(Release):
    """What whoever follows the guides gets."""

    def __init__(self, plane, home):
        super().__init__(plane, str(home / "helm/renderfarm"), FARM)
        self.namespace, self.home = "farm", home
        self.folder, self.node = plane.folder / "guide", ""

    def prepare_folder(self):
        """The checkout as the guides see it, with the files that they want."""
        self.folder.mkdir()
        (self.folder / "helm").symlink_to(self.home / "helm")
        (self.folder / "my-values.yaml").write_text(Path(self.values).read_text(encoding="utf-8"), encoding="utf-8")
        for name in ("access-key", "secret-key", "first-key"):
            (self.folder / name).write_text("of-nobody")

    def run(self, command):
        """Exactly that, with names for the capitals in it."""
        names = {"POOL": "l40s"}
        if re.search(r"\bPOD\b|\bdrain\b", command):
            worker = self.plane.wait("a worker has a node", LIMIT, self.a_worker)
            names["POD"] = worker["metadata"]["name"]
            if "drain" in command:
                self.node = worker["spec"]["nodeName"]
        names["NODE"] = self.node
        command = re.sub(r"\b(POOL|NODE|POD)\b", lambda found: names[found[1]], command)
        path = f"{self.plane.tools}:{self.plane.helm_program.parent}:/usr/bin:/bin"
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, capture_output=True, text=True, timeout=2 * LIMIT, env={
            "KUBECONFIG": str(self.plane.kubeconfig), "HOME": str(self.plane.folder), "PATH": path})
        expect(done.returncode == 0, f"{command}: {(done.stderr or done.stdout).strip()[-400:]}")

    def a_worker(self):
        """One that has a node, or None."""
        found = self.plane.find("/api/v1/namespaces/farm") and self.workers("l40s")
        return next((pod for pod in found or () if pod["spec"].get("nodeName")), None)


def check_documented(report, plane, home):
    """Each command of the guides, those of the cluster's guide in the order in which a reader would run them."""
    farm = DocumentedFarm(plane, home)
    report.check("docs/kubernetes.md", "a reader has a checkout, my-values.yaml and three keys", farm.prepare_folder)
    for command in fenced(home / "docs/kubernetes.md"):
        if any(word in command for word in ELSEWHERE):
            continue
        if command.startswith("helm install"):
            report.check("docs/kubernetes.md", "volumes are there", farm.prepare)
        report.check("docs/kubernetes.md", f"`{command}`", lambda command=command: farm.run(command))
        if re.search("upgrade|rollback|restart", command):
            report.check("docs/kubernetes.md", "all is ready after it", farm.rolled_out)
    for command in inline(home / "docs/operations.md"):
        if not any(word in command for word in ELSEWHERE):
            report.check("docs/operations.md", f"`{command}`", lambda command=command: farm.run(command))
    report.check("docs/operations.md", "the farm of the guides goes", lambda: _goes(farm))


def _goes(farm):
    farm.plane.kubectl("config", "set-context", "--current", "--namespace", "default")
    farm.helm("uninstall", "--wait", "--timeout", GRACE)
    farm.remove()
