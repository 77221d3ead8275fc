"""A real Kubernetes control plane on loopback, with nodes that kwok simulates; nothing listens to the outside."""

import json
import secrets
import ssl
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import yaml
from processes import LIMIT, NotInTime, Processes, free_ports, wait_until


class Refused(Exception):
    """The API server has said no: code and what it said."""

    def __init__(self, code, message):
        super().__init__(f"{code} {message}")
        self.code, self.message = code, message


class ControlPlane:
    """Use it in a with statement: what it starts ends there."""

    def __init__(self, tools, helm, folder, stages):
        self.tools, self.helm_program, self.folder = Path(tools), helm, Path(folder)
        self.stages, self.token = stages, secrets.token_hex(16)
        self.kubeconfig = self.folder / "kubeconfig"
        self.processes = Processes(self.folder / "logs")

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.processes.stop()
            raise
        return self

    def __exit__(self, *_):
        self.processes.stop()

    def _start(self):
        client, peer, self.port, manager, scheduler, kwok = free_ports(6)
        self.certify("apiserver", "kube-apiserver", "IP:127.0.0.1,IP:10.96.0.1,DNS:localhost,DNS:kubernetes.default.svc")
        self.certify("front-proxy", "front-proxy-client", "DNS:front-proxy-client")
        self._openssl("genrsa", "-out", "accounts.key", "2048")
        self._file("tokens.csv", f"{self.token},admin,admin,system:masters\n")
        self._file("kubeconfig", yaml.safe_dump({
            "apiVersion": "v1", "kind": "Config", "current-context": "check",
            "clusters": [{"name": "check", "cluster": {
                "server": f"https://127.0.0.1:{self.port}", "certificate-authority": str(self.folder / "ca.crt")}}],
            "users": [{"name": "admin", "user": {"token": self.token}}],
            "contexts": [{"name": "check", "context": {"cluster": "check", "user": "admin"}}]}))
        self._file("stages.yaml", yaml.safe_dump_all(self.stages))
        self.trust = ssl.create_default_context(cafile=str(self.folder / "ca.crt"))
        self._program("etcd", data_dir="etcd", unsafe_no_fsync="true", log_level="warn",
                      listen_client_urls=f"http://127.0.0.1:{client}", advertise_client_urls=f"http://127.0.0.1:{client}",
                      listen_peer_urls=f"http://127.0.0.1:{peer}", initial_advertise_peer_urls=f"http://127.0.0.1:{peer}",
                      initial_cluster=f"default=http://127.0.0.1:{peer}")
        self._program("kube-apiserver", etcd_servers=f"http://127.0.0.1:{client}", bind_address="127.0.0.1",
                      advertise_address="127.0.0.1", secure_port=self.port, tls_cert_file="apiserver.crt",
                      tls_private_key_file="apiserver.key", client_ca_file="ca.crt", token_auth_file="tokens.csv",
                      authorization_mode="RBAC", service_cluster_ip_range="10.96.0.0/16",
                      # an address of loopback cannot be anybody's endpoint
                      endpoint_reconciler_type="none",
                      service_account_issuer="https://kubernetes.default.svc",
                      service_account_key_file="accounts.key", service_account_signing_key_file="accounts.key",
                      requestheader_client_ca_file="ca.crt", requestheader_allowed_names="front-proxy-client",
                      requestheader_username_headers="X-Remote-User", requestheader_group_headers="X-Remote-Group",
                      requestheader_extra_headers_prefix="X-Remote-Extra-", proxy_client_cert_file="front-proxy.crt",
                      proxy_client_key_file="front-proxy.key")
        self.wait("the API server is ready", LIMIT, lambda: self._answers("/readyz"))
        own = {"kubeconfig": self.kubeconfig, "bind_address": "127.0.0.1", "leader_elect": "false"}
        self._program("kube-controller-manager", **own, secure_port=manager, root_ca_file="ca.crt",
                      service_account_private_key_file="accounts.key", node_monitor_grace_period="600s",
                      horizontal_pod_autoscaler_sync_period="5s")
        self._program("kube-scheduler", **own, secure_port=scheduler)
        # without leases kwok's nodes beat so seldom that all pods count as lost after a while
        self._program("kwok", kubeconfig=self.kubeconfig, config="stages.yaml", manage_all_nodes="true",
                      node_lease_duration_seconds=40, server_address=f"127.0.0.1:{kwok}", node_ip="127.0.0.1",
                      cidr="10.244.0.1/16")
        self.wait("accounts are made", LIMIT, lambda: self.find("/api/v1/namespaces/default/serviceaccounts/default"))

    def _program(self, name, **options):
        command = [self.tools / name, *(f"--{option.replace('_', '-')}={value}" for option, value in options.items())]
        self.processes.start(name, command, folder=self.folder)

    def wait(self, what, seconds, condition):
        """As wait_until, and ended at once by a program that has died."""
        def or_dead():
            died = self.processes.died()
            if died:
                raise NotInTime(f"{what}: {died}")
            return condition()
        return wait_until(what, seconds, or_dead)

    def certify(self, name, common_name, names):
        """Writes NAME.key and NAME.crt, signed by the authority of ca.crt, which is made at the first need."""
        if not (self.folder / "ca.key").exists():
            self._openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.crt", "-subj",
                          "/CN=check", "-days", "2")
        self._file(f"{name}.ext", f"subjectAltName={names}\nextendedKeyUsage=serverAuth,clientAuth\n")
        self._openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj",
                      f"/CN={common_name}")
        self._openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial",
                      "-days", "2", "-out", f"{name}.crt", "-extfile", f"{name}.ext")

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True, timeout=LIMIT)

    def _file(self, name, text):
        (self.folder / name).touch(mode=0o600)
        (self.folder / name).write_text(text, encoding="utf-8")

    def open(self, path, body=None, method=None, kind="application/json", timeout=60):
        """The open answer to a request of the API. Raises Refused."""
        request = urllib.request.Request(
            f"https://127.0.0.1:{self.port}{path}", method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": kind})
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=self.trust))
        try:
            return opener.open(request, timeout=timeout)
        except urllib.error.HTTPError as refusal:
            text = refusal.read().decode(errors="replace")
            try:
                text = json.loads(text)["message"]
            except (ValueError, KeyError):
                pass
            raise Refused(refusal.code, text) from None

    def ask(self, path, body=None, method=None, kind="application/json"):
        with self.open(path, body, method, kind) as answer:
            return json.load(answer)

    def find(self, path):
        """What is there, or None."""
        try:
            return self.ask(path)
        except Refused as refusal:
            if refusal.code == 404:
                return None
            raise

    def items(self, path):
        return self.ask(path)["items"]

    def _answers(self, path):
        try:
            return self.open(path, timeout=5).status == 200
        except (OSError, Refused):
            return False

    def kubectl(self, *arguments, given=None):
        """A finished process: what it said, and its code."""
        return self._run(self.tools / "kubectl", *arguments, given=given)

    def helm(self, *arguments):
        return self._run(self.helm_program, *arguments)

    def _run(self, program, *arguments, given=None):
        environment = {"KUBECONFIG": str(self.kubeconfig), "HOME": str(self.folder), "PATH": "/usr/bin:/bin"}
        # all of them wait for less by themselves
        return subprocess.run(
            [program, *arguments], input=given, capture_output=True, text=True, env=environment, timeout=2 * LIMIT)

    def apply(self, *manifests, files=()):
        """Objects, and files of them, as the API server itself merges them. Raises Refused."""
        given = yaml.safe_dump_all(manifests)
        options = [option for file in files for option in ("--filename", str(file))]
        done = self.kubectl("apply", "--server-side", "--filename", "-", *options, given=given)
        if done.returncode:
            raise Refused(done.returncode, done.stderr)
