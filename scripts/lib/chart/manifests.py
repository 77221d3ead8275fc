"""manifests.py HELM KUBECONFORM SCHEMAS CHART: what holds the chart. Renders it with each of its examples and with values
that cannot work, and looks at what comes out; each check names what it found. Prints a line a check that fails, and at
the end how many there were."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

HELM, KUBECONFORM, SCHEMAS, CHART = sys.argv[1:5]
EXAMPLES = sorted(pathlib.Path(CHART, "examples").glob("*.yaml"))
SETTINGS = pathlib.Path(CHART, "settings")
COMPOSE = pathlib.Path(CHART, "../../deploy/compose/compose.yaml")
WORKLOADS = ("StatefulSet", "Deployment", "Pod")
SECRET = re.compile("PASSWORD|SECRET|ACCESS_KEY|API_KEY|FIRST_KEY|TOKEN|JAAS|KEYSTORE_KEY")
VOLUMES = {
    "emptyDir",
    "persistentVolumeClaim",
    "image",
    "secret",
    "configMap",
    "projected",
    "downwardAPI",
    "csi",
    "ephemeral",
}

checks = 0
mistakes = []


def check(holds, what):
    global checks
    checks += 1
    if not holds:
        mistakes.append(what)


def helm(*arguments):
    return subprocess.run([HELM, *arguments], capture_output=True, text=True)


def render(values, release="farm"):
    """The manifests that a file of values gives, or what helm says against it."""
    answer = helm(
        "template", release, CHART, "--namespace", "shop", "--kube-version", "1.37.2", "--values", str(values)
    )
    if answer.returncode:
        return None, answer.stderr
    return [manifest for manifest in yaml.safe_load_all(answer.stdout) if manifest], answer.stdout


def changed(values, change):
    """A file of values with dotted keys set."""
    for dotted, value in change.items():
        *parents, last = [int(key) if key.isdigit() else key for key in dotted.split(".")]
        node = values
        for key in parents:
            node = node[key] if isinstance(key, int) else node.setdefault(key, {})
        node[last] = value
    return values


def render_changed(example, change):
    values = changed(yaml.safe_load(pathlib.Path(CHART, "examples", example).read_text(encoding="utf-8")), change)
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump(values, file)
        file.flush()
        return render(file.name)


def pod_of(manifest):
    return manifest["spec"] if manifest["kind"] == "Pod" else manifest["spec"]["template"]["spec"]


def environment(pod):
    return {entry["name"]: entry for entry in pod["containers"][0].get("env", [])}


def named(manifest):
    return f"{manifest['kind']} {manifest['metadata']['name']}"


def restricted(manifest, where):
    """Pod Security's restricted profile, and what we ask beyond: no root that can be written, no token, no links."""
    pod, context = pod_of(manifest), pod_of(manifest)["securityContext"]
    check(context.get("runAsNonRoot") is True and context.get("runAsUser", 0) > 0, f"{where}: may be root")
    check(context.get("seccompProfile", {}).get("type") == "RuntimeDefault", f"{where}: has no seccomp profile")
    check(not any(pod.get(key) for key in ("hostNetwork", "hostPID", "hostIPC")), f"{where}: shares the host's")
    check(pod.get("automountServiceAccountToken") is False, f"{where}: gets a token of the API server")
    check(pod.get("enableServiceLinks") is False, f"{where}: gets variables named after Services")
    for container in pod["containers"]:
        own = container["securityContext"]
        check(own.get("allowPrivilegeEscalation") is False, f"{where}: may gain privileges")
        check(own.get("readOnlyRootFilesystem") is True, f"{where}: can write its root")
        check(own.get("capabilities") == {"drop": ["ALL"]}, f"{where}: has capabilities")
        check("privileged" not in own, f"{where}: is privileged")
        check("memory" in container["resources"]["limits"], f"{where}: has no limit of memory")
        check("cpu" not in container["resources"]["limits"], f"{where}: is throttled by a limit of CPU")
        mounted = {mount["name"] for mount in container["volumeMounts"]}
        check(
            mounted == {volume["name"] for volume in pod["volumes"]} | ({"state"} & mounted),
            f"{where}: volumes and mounts differ",
        )
    for volume in pod["volumes"]:
        kinds = set(volume) - {"name"}
        check(kinds <= VOLUMES | {"hostPath"}, f"{where}: has a volume of kind {kinds}")


def no_secret_values(manifest, where):
    for name, entry in environment(pod_of(manifest)).items():
        if SECRET.search(name):
            check("value" not in entry, f"{where}: holds the value of {name}")
            check("secretKeyRef" in entry.get("valueFrom", {}), f"{where}: takes {name} from elsewhere than a Secret")


def coordinator(manifest, where):
    pod, spec = pod_of(manifest), manifest["spec"]
    given = environment(pod)
    check(int(given["RENDERFARM_TOPICS_PARTITIONS"]["value"]) >= spec["replicas"], f"{where}: more than partitions")
    check(
        {c["topologyKey"] for c in pod["topologySpreadConstraints"]}
        == {"topology.kubernetes.io/zone", "kubernetes.io/hostname"},
        f"{where}: is not spread",
    )
    mounts = [mount["mountPath"] for mount in pod["containers"][0]["volumeMounts"]]
    for folder in given["RENDERFARM_MODELS"]["value"].split(","):
        check(
            any(folder == mount or folder.startswith(mount + "/") for mount in mounts),
            f"{where}: {folder} is mounted nowhere",
        )
    check(
        any(claim["metadata"]["name"] == "state" for claim in spec["volumeClaimTemplates"]), f"{where}: keeps no state"
    )
    check(given["RENDERFARM_STREAMS_STATE_DIR"]["value"].startswith("/state"), f"{where}: state is not on its volume")
    check(
        given["RENDERFARM_REPLICAS_ADDRESS"]["value"].split(".")[3] == spec["serviceName"],
        f"{where}: is asked by the others under a name that its Service does not give it",
    )
    stop = sum(int(given[name]["value"][2:-1]) for name in ("RENDERFARM_REPLICAS_LEAVE_AFTER", "QUARKUS_SHUTDOWN_TIMEOUT"))
    check(pod["terminationGracePeriodSeconds"] > stop, f"{where}: is killed before it has answered")


def worker(manifest, where, scaled):
    pod, spec = pod_of(manifest), manifest["spec"]
    given = environment(pod)
    drain = given["RENDERFARM_WORKER_DRAIN_TIMEOUT"]["value"]
    check(
        re.fullmatch("[0-9]+s", drain) and int(drain[:-1]) + 20 <= pod["terminationGracePeriodSeconds"],
        f"{where}: is killed while it drains",
    )
    check(
        ("replicas" in spec) != (manifest["metadata"]["name"] in scaled),
        f"{where}: replicas are set where KEDA sets them, or nowhere",
    )
    check(spec["strategy"]["rollingUpdate"]["maxSurge"] == 0, f"{where}: an upgrade wants a GPU more than there are")
    check(
        given["RENDERFARM_WORKER_ID"]["valueFrom"] == {"fieldRef": {"fieldPath": "metadata.name"}},
        f"{where}: is not called like its pod",
    )
    sources = [volume for volume in pod["volumes"] if volume["name"] not in ("tmp", "provenance")]
    check(len(sources) == 1, f"{where}: has {len(sources)} sources of its package")
    package, mount = given["RENDERFARM_WORKER_MODEL_PACKAGE"]["value"], pod["containers"][0]["volumeMounts"][0]
    if package.startswith("s3://"):
        cache = given.get("RENDERFARM_WORKER_MODEL_CACHE_FOLDER", {}).get("value")
        check(cache == mount["mountPath"], f"{where}: its cache of packages is mounted nowhere")
        check("readOnly" not in mount, f"{where}: cannot write its cache of packages")
    else:
        check(
            package == mount["mountPath"] or package.startswith(mount["mountPath"] + "/"),
            f"{where}: its package is mounted nowhere",
        )
        check(mount.get("readOnly") is True, f"{where}: can write its package")
    startup = pod["containers"][0]["startupProbe"]
    # one that is set aside has started: it comes back by itself, and a restart would only begin anew
    check(startup["httpGet"]["path"] == "/q/health/started", f"{where}: a worker that is set aside would be restarted")
    check(
        spec["progressDeadlineSeconds"] > startup["periodSeconds"] * startup["failureThreshold"],
        f"{where}: an upgrade gives up before a start does",
    )


def example(values):
    where = values.name
    lint = helm("lint", "--strict", CHART, "--values", str(values))
    check(lint.returncode == 0, f"{where}: helm lint: {lint.stdout}{lint.stderr}")
    manifests, text = render(values)
    check(manifests is not None, f"{where}: {text}")
    if manifests is None:
        return
    schemas = f"{SCHEMAS}/{{{{ .ResourceKind }}}}{{{{ .KindSuffix }}}}.json"
    conform = subprocess.run(
        [KUBECONFORM, "-strict", "-schema-location", schemas], input=text, capture_output=True, text=True
    )
    check(conform.returncode == 0, f"{where}: {conform.stdout}{conform.stderr}")
    notes = helm("install", "farm", CHART, "--dry-run=client", "--values", str(values)).stdout
    check(
        re.search(r"^  farm --url https?://\S+ workers$", notes, re.MULTILINE),
        f"{where}: the notes do not say how to ask: {notes}",
    )
    key = yaml.safe_load(values.read_text(encoding="utf-8"))["coordinator"]["firstApiKey"]["name"]
    check(
        f"get secret {key} " in notes and "asks nobody" not in notes,
        f"{where}: the notes do not say where the first key is: {notes}",
    )
    names = [(m["kind"], m["metadata"]["name"]) for m in manifests]
    check(len(names) == len(set(names)), f"{where}: two manifests of one name")
    check(
        all(len(name) <= 52 for _, name in names),
        f"{where}: a name is too long for the labels that Kubernetes makes of it",
    )
    scaled = {m["spec"]["scaleTargetRef"]["name"]: m for m in manifests if m["kind"] == "ScaledObject"}
    workers = {m["metadata"]["name"]: m for m in manifests if m["kind"] == "Deployment"}
    budgets = {m["metadata"]["name"]: m for m in manifests if m["kind"] == "PodDisruptionBudget"}
    models = {m["name"] for m in yaml.safe_load(values.read_text(encoding="utf-8"))["models"]}
    check(set(scaled) <= set(workers), f"{where}: scales what is not there")
    for manifest in manifests:
        at = f"{where}: {named(manifest)}"
        if manifest["kind"] in WORKLOADS:
            restricted(manifest, at)
            no_secret_values(manifest, at) if manifest["kind"] != "Pod" else None
        if manifest["kind"] == "StatefulSet":
            coordinator(manifest, at)
            check(manifest["spec"]["replicas"] == 1 or manifest["metadata"]["name"] in budgets, f"{at}: has no budget")
        if manifest["kind"] == "Deployment":
            worker(manifest, at, scaled)
            check(manifest["metadata"]["name"] in budgets, f"{at}: has no budget")
        if manifest["kind"] == "ScaledObject":
            reads_the_backlog(manifest, at, models, manifests)
        check(manifest["kind"] != "Secret", f"{at}: the chart makes a Secret")
    for name, budget in budgets.items():
        selects(budget["spec"]["selector"]["matchLabels"], name, manifests, where)
        check(
            budget["spec"]["unhealthyPodEvictionPolicy"] == "AlwaysAllow",
            f"{where}: a pod that was never ready keeps its node",
        )
    for manifest in manifests:
        if manifest["kind"] == "ConfigMap":
            check(
                all(json.loads(text)["panels"] for text in manifest["data"].values()),
                f"{where}: {named(manifest)}: no dashboard",
            )
        if manifest["kind"] == "PrometheusRule":
            links = [
                r["annotations"]["runbook_url"] for g in manifest["spec"]["groups"] for r in g["rules"] if "alert" in r
            ]
            wanted = yaml.safe_load(values.read_text(encoding="utf-8"))["monitoring"]["rules"]["runbooks"]
            check(links and all(link.startswith(wanted + "#") for link in links), f"{where}: runbooks are elsewhere")


def selects(labels, name, manifests, where):
    """A budget is of all pods of one workload, and of no other's."""
    owners = {
        m["metadata"]["name"]
        for m in manifests
        if m["kind"] in ("StatefulSet", "Deployment")
        and labels.items() <= m["spec"]["template"]["metadata"]["labels"].items()
    }
    check(owners == {name}, f"{where}: the budget {name} is of the pods of {owners}")


def reads_the_backlog(manifest, where, models, manifests):
    spec = manifest["spec"]
    trigger = spec["triggers"][0]["metadata"]
    asked = re.fullmatch(r"http://([^:/]+):\d+/v1/autoscale\?model=([a-z0-9._-]+)", trigger["url"])
    check(asked and asked[2] in models, f"{where}: asks {trigger['url']}")
    check(
        (trigger["format"], trigger["valueLocation"]) == ("json", "backlog_worker_seconds"),
        f"{where}: reads {trigger['valueLocation']}",
    )
    check("fallback" not in spec, f"{where}: any fallback wakes a GPU while the coordinator is away")
    check(spec["minReplicaCount"] <= spec["maxReplicaCount"], f"{where}: from more to fewer")
    known = next(
        environment(pod_of(m))["RENDERFARM_HTTP_ALLOWED_HOSTS"]["value"]
        for m in manifests
        if m["kind"] == "StatefulSet"
    )
    check(asked and asked[1] in known.split(","), f"{where}: asks the coordinator by a name that it refuses")


# What cannot work, and a word of how it is refused.
REFUSED = [
    ("small.yaml", {"kafka.bootstrapServers": ""}, "/kafka/bootstrapServers"),
    ("small.yaml", {"kafka.bootstrapServers": "kafka"}, "/kafka/bootstrapServers"),
    ("small.yaml", {"storage.endpoint": "minio:9000"}, "/storage/endpoint"),
    ("small.yaml", {"storage.secret.name": ""}, "/storage/secret/name"),
    ("small.yaml", {"storage.accessKey": "AKIA"}, "accessKey"),
    ("small.yaml", {"coordinator.image": ""}, "/coordinator/image"),
    (
        "small.yaml",
        {"coordinator.env": {"RENDERFARM_STORAGE_SECRET_KEY": "x"}},
        "invalid propertyName 'RENDERFARM_STORAGE_SECRET_KEY'",
    ),
    (
        "small.yaml",
        {"coordinator.env": {"RENDERFARM_ACCESS_FIRST_KEY": "rf_x"}},
        "invalid propertyName 'RENDERFARM_ACCESS_FIRST_KEY'",
    ),
    ("small.yaml", {"coordinator.firstApiKey": {"name": ""}}, "/coordinator/firstApiKey/name"),
    (
        "small.yaml",
        {"coordinator.env": {"RENDERFARM_INTAKE_MAX_LINES": 5}},
        "/coordinator/env/RENDERFARM_INTAKE_MAX_LINES",
    ),
    ("small.yaml", {"coordinator.resources.limits.memory": None}, "/coordinator/resources/limits"),
    ("small.yaml", {"models": []}, "/models"),
    (
        "small.yaml",
        {"models.0.package": {"claim": "a", "image": "b"}},
        "exactly one of claim, hostPath, image, bucket; it has 2",
    ),
    ("small.yaml", {"models.0.package": {}}, "exactly one of claim, hostPath, image, bucket; it has 0"),
    ("small.yaml", {"models.0.package": {"bucket": "models/z"}}, "/models/0/package/bucket"),
    ("small.yaml", {"models.0.package": {"bucket": "s3://shop/z"}}, "needs a coordinatorPackage"),
    (
        "several-models.yaml",
        {"models.0.package": {"bucket": "s3://shop/z", "path": "folder"}},
        "a package from a bucket has no path",
    ),
    (
        "several-models.yaml",
        {"pools.0.modelCache": {"hostPath": "/a", "claim": "b", "size": "1Gi", "packages": 1}},
        "modelCache has claim and hostPath",
    ),
    ("small.yaml", {"poolDefaults.modelCache": {"size": "1Gi", "packages": 0}}, "/poolDefaults/modelCache/packages"),
    ("small.yaml", {"poolDefaults.modelCache": {"size": "1.5Gi", "packages": 1}}, "/poolDefaults/modelCache/size"),
    ("small.yaml", {"poolDefaults.modelCache": {"size": "60G", "packages": 1}}, "/poolDefaults/modelCache/size"),
    ("small.yaml", {"pools.0.model": "other"}, "renders with other, which is none of models"),
    ("small.yaml", {"pools.0.gpus": 2}, "/pools/0/gpus"),
    ("small.yaml", {"pools.0.drainSecond": 60}, "drainSecond"),
    ("small.yaml", {"pools.0.image": ""}, "gpu has no image"),
    ("small.yaml", {"coordinator.replicas": 5}, "of 4 partitions there is none for some"),
    ("small.yaml", {"coordinator.standbyReplicas": 1}, "at most one copy less"),
    ("spot.yaml", {"pools.1.name": "base"}, "two are called base"),
    ("spot.yaml", {"pools.1.scaling": {"minReplicas": 9, "maxReplicas": 2}}, "from minReplicas 9 to maxReplicas 2"),
    ("spot.yaml", {"scaling.fallback": {"replicas": 1}}, "fallback"),
    ("spot.yaml", {"scaling.targetSeconds": 5}, "/scaling/targetSeconds"),
    ("production.yaml", {"kafka.security.saslSecret.name": ""}, "/kafka/security/saslSecret/name"),
    ("production.yaml", {"ingress.host": ""}, "/ingress/host"),
    ("production.yaml", {"networkPolicy.apiFrom": "all"}, "/networkPolicy/apiFrom"),
    ("production.yaml", {"traces.endpoint": "collector:4317"}, "/traces/endpoint"),
    ("production.yaml", {"traces.taskShare": 2}, "/traces/taskShare"),
]


def refusals():
    nothing = helm("template", "farm", CHART)
    check(nothing.returncode and "/kafka/bootstrapServers" in nothing.stderr, f"without values: {nothing.stderr}")
    for name, change, word in REFUSED:
        manifests, answer = render_changed(name, change)
        check(
            manifests is None and word in answer,
            f"{name} with {change}: {answer if manifests is None else 'was taken'}",
        )


def changes():
    """Values whose effect the examples do not show."""
    manifests, _ = render_changed("spot.yaml", {"pools.1.scaling": {"enabled": False}, "scaling.enabled": True})
    check(not any(m["kind"] == "ScaledObject" for m in manifests), "a pool's own scaling.enabled: false does not count")
    manifests, _ = render_changed("small.yaml", {"pools.0.gpus": 0})
    limits = next(pod_of(m)["containers"][0]["resources"]["limits"] for m in manifests if m["kind"] == "Deployment")
    check(set(limits) == {"memory"}, f"a pool without GPUs has the limits {limits}")
    manifests, _ = render_changed("production.yaml", {"models.0.coordinatorPackage": {"claim": "texts", "path": "z"}})
    folder = {m["kind"]: environment(pod_of(m)) for m in manifests if m["kind"] in ("StatefulSet", "Deployment")}
    check(
        folder["StatefulSet"]["RENDERFARM_MODELS"]["value"]
        != folder["Deployment"]["RENDERFARM_WORKER_MODEL_PACKAGE"]["value"],
        "coordinatorPackage does not count",
    )
    caches = {}
    for kind, cache in {"hostPath": {"hostPath": "/c"}, "persistentVolumeClaim": {"claim": "c"}, "emptyDir": {}}.items():
        manifests, _ = render_changed(
            "several-models.yaml", {"pools.0.modelCache": {**cache, "size": "9Gi", "packages": 3}}
        )
        workers = {m["metadata"]["name"]: m for m in manifests if m["kind"] == "Deployment"}
        pod = pod_of(workers["farm-renderfarm-worker-turbo-h100"])
        caches[kind] = next(set(volume) for volume in pod["volumes"] if volume["name"] == "model-cache")
        check(
            environment(pod)["RENDERFARM_WORKER_MODEL_CACHE_PACKAGES"]["value"] == "3",
            "modelCache.packages does not count",
        )
        check(
            environment(pod)["RENDERFARM_WORKER_MODEL_CACHE_SIZE"]["value"] == "9G", "modelCache.size does not count"
        )
    check(all(kind in found for kind, found in caches.items()), f"modelCache gives {caches}")
    manifests, _ = render_changed("small.yaml", {"networkPolicy.enabled": False})
    check(not any(m["kind"] == "NetworkPolicy" for m in manifests), "networkPolicy.enabled: false does not count")
    manifests, _ = render_changed("small.yaml", {"networkPolicy.egress": [{"ports": [{"port": 9092}]}]})
    policies = [m["spec"] for m in manifests if m["kind"] == "NetworkPolicy"]
    check(
        # coordinators may ask one another besides
        sorted(len(p["egress"]) for p in policies) == [2, 3] and all("Egress" in p["policyTypes"] for p in policies),
        "egress does not count",
    )


def seconds(time):
    return int(re.fullmatch("([0-9]+)s", time)[1])


def compose():
    """The farm on one host: what Compose itself does not look at."""
    services = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
    for name, service in services.items():
        check(re.search(":[^:]*[0-9]", service["image"]), f"compose: the image of {name} has no version")
        check(
            all(port.startswith("127.0.0.1:") for port in service.get("ports", [])),
            f"compose: {name} is open to everyone",
        )
        for variable, value in service.get("environment", {}).items():
            check(
                not re.search("PASSWORD|SECRET|API_KEY|FIRST_KEY", variable) or str(value).startswith("${"),
                f"compose: {name} holds {variable}",
            )
    for name in ("coordinator", "worker"):
        service = services[name]
        check(
            service["read_only"] and service["cap_drop"] == ["ALL"] and "/tmp" in service["tmpfs"],
            f"compose: {name} may do too much",
        )
    worker = services["worker"]
    check(
        seconds(worker["environment"]["RENDERFARM_WORKER_DRAIN_TIMEOUT"]) + 20 <= seconds(worker["stop_grace_period"]),
        "compose: the worker is killed while it drains",
    )
    return {"coordinator": services["coordinator"]["environment"], "gpu-worker": worker["environment"]}


def settings(of_compose):
    """Every variable that any example or Compose gives, with a value, as the processes' own tests read them from settings/."""
    given = {"coordinator": {}, "gpu-worker": {}}
    for values in EXAMPLES:
        for manifest in render(values)[0] or []:
            if manifest["kind"] in ("StatefulSet", "Deployment"):
                process = given["coordinator" if manifest["kind"] == "StatefulSet" else "gpu-worker"]
                for name, entry in environment(pod_of(manifest)).items():
                    process.setdefault(name, entry.get("value", "from elsewhere"))
    for process, variables in given.items():
        for name, value in of_compose[process].items():
            variables.setdefault(name, "from elsewhere" if value.startswith("${") else value)
        file = SETTINGS / f"{process}.env"
        lines = [f"{name}={value}\n" for name, value in sorted(variables.items())]
        text = "# What the chart tells the process, or Compose: a test of the process knows each. By check-chart --write.\n"
        text += "".join(lines)
        if "--write" in sys.argv:
            SETTINGS.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        check(
            file.exists() and file.read_text(encoding="utf-8") == text,
            f"{file} is not what the chart gives: scripts/check-chart --write",
        )


for each in EXAMPLES:
    example(each)
refusals()
changes()
settings(compose())
print("\n".join(mistakes), file=sys.stderr)
print(f"chart: {checks - len(mistakes)} passed, {len(mistakes)} failed, {len(EXAMPLES)} examples")
sys.exit(bool(mistakes))
