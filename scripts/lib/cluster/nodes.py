"""The simulated nodes of a check, and how kwok lets pods live on them."""

from pathlib import Path

import yaml

GPU = "nvidia.com/gpu"
MIG = "nvidia.com/mig-3g.40gb"
SPOT = "renderfarm.dev/spot"
STAGES = ("node/fast/node-initialize", "node/heartbeat-with-lease/node-heartbeat-with-lease", "pod/fast/pod-ready",
          "pod/fast/pod-complete", "pod/fast/pod-delete")


def node(name, zone, labels=None, taints=(), devices=None):
    """A node as a cloud would register it."""
    room = {"cpu": "16", "memory": "128Gi", "pods": "110", "ephemeral-storage": "500Gi", **(devices or {})}
    return {
        "apiVersion": "v1", "kind": "Node",
        "metadata": {"name": name, "annotations": {"kwok.x-k8s.io/node": "fake"}, "labels": {
            "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "topology.kubernetes.io/zone": zone,
            **(labels or {})}},
        "spec": {"taints": [{"key": key, "value": "present", "effect": "NoSchedule"} for key in taints]},
        "status": {"allocatable": room, "capacity": room},
    }


def gpu_node(name, zone, product, devices=None, spot=False):
    kind = "spot" if spot else "on-demand"
    return node(name, zone, {"nvidia.com/gpu.product": product, "karpenter.sh/capacity-type": kind},
                [GPU, SPOT] if spot else [GPU], devices or {GPU: "1"})


def farm_nodes():
    """Three nodes without GPUs in three zones, and those that the examples of values name."""
    return [
        *(node(f"cpu-{zone}", zone) for zone in "abc"),
        *(gpu_node(f"l4-{i}", "ab"[i % 2], "NVIDIA-L4") for i in range(4)),
        *(gpu_node(f"l40s-{i}", "abc"[i], "NVIDIA-L40S") for i in range(3)),
        gpu_node("h100-0", "a", "NVIDIA-H100-80GB-HBM3", {MIG: "2"}),
        *(gpu_node(f"spot-{i}", "bc"[i], "NVIDIA-L4", spot=True) for i in range(2)),
    ]


def volume(name, size, modes, claim=None):
    """A volume that exists; bound for one claim, (namespace, name), where it is given."""
    spec = {"capacity": {"storage": size}, "accessModes": modes, "hostPath": {"path": f"/volumes/{name}"},
            "persistentVolumeReclaimPolicy": "Delete"}
    if claim:
        spec["claimRef"] = {"namespace": claim[0], "name": claim[1]}
    return {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": name}, "spec": spec}


def stages(module, start_millis, stop_millis, but_namespace=None):
    """kwok's own stages, with the time that a pod takes to be ready and to end; all namespaces but one."""
    found = [yaml.safe_load(Path(module, "kustomize", "stage", f"{name}.yaml").read_text(encoding="utf-8"))
             for name in STAGES]
    for stage in found:
        spec, name = stage["spec"], stage["metadata"]["name"]
        if spec["resourceRef"]["kind"] != "Pod":
            continue
        expressions = spec["selector"]["matchExpressions"]
        if name == "pod-complete":
            # helm's test is a pod of nobody that runs once
            expressions[:] = [e for e in expressions if "ownerReferences" not in e["key"]]
            expressions.append({"key": ".spec.restartPolicy", "operator": "In", "values": ["Never"]})
        if but_namespace:
            expressions.append({"key": ".metadata.namespace", "operator": "NotIn", "values": [but_namespace]})
        millis = {"pod-ready": start_millis, "pod-delete": stop_millis}.get(name)
        if millis:
            spec["delay"] = {"durationMilliseconds": millis}
    return found
