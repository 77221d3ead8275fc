"""A real KEDA beside a control plane: its operator, its metrics adapter, and a way to the Services that they ask."""

import http.client
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from processes import LIMIT, free_ports

NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class ServiceProxy:
    """Stands in for a cluster's DNS and Services: an HTTP proxy that sends requests for names to ports of loopback."""

    def __init__(self):
        self.ports, self.asked = {}, []
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                code, body, kind = proxy.fetch(self.path)
                self.send_response(code)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def fetch(self, url):
        """What a Service says, with its own name in the request, as a pod would ask it."""
        asked = urlsplit(url)
        port = self.ports.get(asked.netloc)
        if port is None:
            return 502, f"no Service {asked.netloc}".encode(), "text/plain"
        request = urllib.request.Request(f"http://127.0.0.1:{port}{asked.path}?{asked.query}", headers={"Host": asked.netloc})
        try:
            with NO_PROXY.open(request, timeout=10) as answer:
                code, body, kind = answer.status, answer.read(), answer.headers["Content-Type"]
        except urllib.error.HTTPError as refusal:
            code, body, kind = refusal.code, refusal.read(), refusal.headers["Content-Type"]
        except (OSError, http.client.HTTPException) as failure:
            return 502, str(failure).encode(), "text/plain"
        self.asked.append((url, code))
        return code, body, kind or "text/plain"

    def close(self):
        self._server.shutdown()
        self._server.server_close()


def start_keda(plane, proxy):
    """Operator and adapter, which end with the control plane; requests to Services go through the proxy."""
    plane.certify("keda", "keda", "DNS:localhost,IP:127.0.0.1,DNS:keda-operator.keda.svc.cluster.local")
    certificates = plane.folder / "keda"
    certificates.mkdir()
    for source, name in (("keda.crt", "tls.crt"), ("keda.key", "tls.key"), ("ca.crt", "ca.crt")):
        (certificates / name).write_bytes((plane.folder / source).read_bytes())
    metrics, health, grpc, secure, adapter = free_ports(5)
    plane.apply(
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "keda"}},
        # an Endpoints object may not hold an address of loopback, so the adapter is found by a name of it
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "keda-metrics-apiserver", "namespace": "keda"},
         "spec": {"type": "ExternalName", "externalName": "localhost"}},
        {"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService",
         "metadata": {"name": "v1beta1.external.metrics.k8s.io"},
         "spec": {"group": "external.metrics.k8s.io", "version": "v1beta1", "groupPriorityMinimum": 100,
                  "versionPriority": 100, "insecureSkipTLSVerify": True,
                  "service": {"name": "keda-metrics-apiserver", "namespace": "keda", "port": secure}}})
    environment = {
        "KUBECONFIG": str(plane.kubeconfig), "POD_NAMESPACE": "keda", "KEDA_CLUSTER_OBJECT_NAMESPACE": "keda",
        "WATCH_NAMESPACE": "", "KEDA_HTTP_DEFAULT_TIMEOUT": "3000", "HTTP_PROXY": proxy.url, "NO_PROXY": ""}
    plane.processes.start("keda-operator", [
        plane.tools / "keda-operator", f"--metrics-bind-address=127.0.0.1:{metrics}",
        f"--health-probe-bind-address=127.0.0.1:{health}", f"--metrics-service-bind-address=127.0.0.1:{grpc}",
        f"--cert-dir={certificates}", "--enable-cert-rotation=false", "--enable-webhook-patching=false",
        "--enable-apiservice-patching=false", "--zap-encoder=console"], environment, plane.folder)
    plane.processes.start("keda-adapter", [
        plane.tools / "keda-adapter", f"--port={adapter}", f"--secure-port={secure}", "--bind-address=127.0.0.1",
        f"--metrics-service-address=localhost:{grpc}", "--client-ca-file=ca.crt",
        f"--tls-cert-file={certificates}/tls.crt", f"--tls-private-key-file={certificates}/tls.key",
        f"--cert-dir={certificates}", "--authentication-kubeconfig=kubeconfig",
        "--authorization-kubeconfig=kubeconfig", "--lister-kubeconfig=kubeconfig"], environment, plane.folder)

    def available():
        conditions = plane.ask("/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.external.metrics.k8s.io")
        return any(each["type"] == "Available" and each["status"] == "True"
                   for each in conditions.get("status", {}).get("conditions", ()))

    plane.wait("KEDA's metrics are served", LIMIT, available)
