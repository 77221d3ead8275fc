"""Attacks the farm whose data folder is given, which asks for API keys; see scripts/check-security."""
import collections
import concurrent.futures
import json
import pathlib
import random
import socket
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

SEED = 20261127
LIMIT = 60
THREADS = 8
MARK = "secret-of-shop-a"


def main(data, hostile, cross):
    url = json.loads((data / "farm.json").read_text())["coordinator"]
    first = (data / "api-key").read_text().strip()
    farm = Farm(url, first)
    began = time.monotonic()
    failed = attack(farm, hostile)
    print(f"{hostile} hostile requests in {time.monotonic() - began:.0f} s: {failed['summary']}")
    began = time.monotonic()
    leaks = trespass(farm, cross)
    print(f"{cross} requests across tenants in {time.monotonic() - began:.0f} s: {leaks['summary']}")
    return 1 if failed["bad"] or leaks["bad"] else 0


class Farm:
    def __init__(self, url, first):
        parts = urllib.parse.urlsplit(url)
        self.url, self.first, self.address = url, first, (parts.hostname, parts.port)
        contract = json.loads(self.ask("GET", "/q/openapi?format=json", None)[1])
        self.routes = [(method.upper(), path) for path, item in contract["paths"].items() for method in item]

    def ask(self, method, path, key, body=None, headers=None):
        """Status and body of a well-formed request."""
        request = urllib.request.Request(self.url + path, method=method, data=body, headers=headers or {})
        if key:
            request.add_header("Authorization", f"Bearer {key}")
        try:
            with urllib.request.urlopen(request, timeout=LIMIT) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()

    def json(self, method, path, key, body):
        """The answer to a request that has to succeed."""
        sent = None if body is None else json.dumps(body).encode()
        status, answer = self.ask(method, path, key, sent, {"Content-Type": "application/json"})
        if status != 200:
            raise SystemExit(f"{method} {path}: {status} {answer[:300]!r}")
        return json.loads(answer)

    def raw(self, request, pause=0.0):
        """The status of what is sent as it is; 0 where the connection ends without an answer."""
        try:
            with socket.create_connection(self.address, timeout=LIMIT) as connection:
                if pause:
                    connection.sendall(request[:40])
                    time.sleep(pause)
                    request = request[40:]
                connection.sendall(request)
                answer = connection.makefile("rb")
                while True:
                    line = answer.readline().split()
                    status = int(line[1]) if len(line) > 1 and line[1].isdigit() else 0
                    if status != 100:
                        return status
                    while answer.readline().strip():
                        pass
        except (ConnectionError, TimeoutError):
            return 0


def attack(farm, count):
    rng = random.Random(SEED)
    requests = [hostile(rng, farm) for _ in range(count)]
    with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
        statuses = list(pool.map(lambda each: farm.raw(*each), requests))
    tally = collections.Counter(statuses)
    bad = [(status, request[0][:300]) for status, request in zip(statuses, requests)
           if 200 <= status < 400 or status >= 500]
    for status, request in bad[:10]:
        print(f"  {status}: {request!r}", file=sys.stderr)
    accepted = sum(1 for status, _ in bad if status < 400)
    alive = farm.ask("GET", "/v1/session", farm.first)[0] == 200
    if not alive:
        print("  the farm does not serve the right key any more", file=sys.stderr)
    told = ", ".join(f"{number} × {status or 'cut off'}" for status, number in sorted(tally.items()))
    return {"bad": bool(bad) or not alive,
            "summary": f"{accepted} accepted, {len(bad) - accepted} failures of the farm ({told})"}


def hostile(rng, farm):
    """Bytes of a request without a key that counts, and for how long to pause after its beginning."""
    method, path = rng.choice(farm.routes)
    path = (path.replace("{id}", rng.choice(["batch_1", "file-1", "..", "%2e%2e", "key_" + "a" * 16, "%00", "'--"]))
            .replace("{index}", "0").replace("{name}", "x").replace("{file}", "a.png"))
    path = rng.choice([
        path, path, path, "/" + path, path + "/", path.replace("/v1", "/v1;a=b", 1), path.replace("/v1", "/%761", 1),
        "/q/health/../.." + path, "/app/.." + path, path + "?x=" + "y" * rng.randrange(3000), path.replace("/", "//"),
        "/." + path, path + "%0d%0aX: y", path + "#", "http://localhost" + path])
    method = rng.choice([method, method, method, "HEAD", "TRACE", "PROPFIND", "CONNECT", "get"])
    host = rng.choice(["localhost", "127.0.0.1", "evil.example", "localhost.evil.example", "[::1]", "localhost:1", "a b", ""])
    key = farm.first
    token = rng.choice([
        "rf_" + "".join(rng.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(16)) + "A" * 43,
        key[:-1] + ("A" if key[-1] != "A" else "B"), key[:-1], key + "x", key.upper(), key[:19] + "A" * 43, "", "null",
        "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJyb2xlIjoiYWRtaW4ifQ.",
        "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYWRtaW4iLCJ0ZW5hbnQiOiJkZWZhdWx0In0." + "A" * 43, "x" * rng.randrange(9000)])
    heads = rng.sample([
        f"Authorization: Bearer {token}", f"Authorization: bearer {token}", f"Authorization: Basic {key}", f"Authorization: {key}",
        f"X-Api-Key: {key}", f"Api-Key: {key}", f"Proxy-Authorization: Bearer {key}", f"Cookie: renderfarm_session={token}",
        "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: localhost", "Forwarded: for=127.0.0.1;host=localhost;proto=https",
        "X-Real-IP: 127.0.0.1", "X-Original-URL: /q/health", "X-Rewrite-URL: /q/health", "X-HTTP-Method-Override: GET",
        "Origin: null", "Origin: https://evil.example", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-origin",
        "Content-Type: application/json", "Content-Type: multipart/form-data; boundary=x", "Transfer-Encoding: chunked",
        f"Content-Length: {rng.choice([0, 5, 10 ** 12])}", "Expect: 100-continue", "Upgrade: h2c", "X-Role: admin"],
        rng.randrange(5))
    if rng.random() < 0.02:
        heads += [f"X-Fill-{i}: {'z' * 100}" for i in range(200)]
    if rng.random() < 0.05:
        heads += [f"Authorization: Bearer {token}"] * 2
    text = "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: {host}", *heads, "Connection: close", "", ""])
    body = b"" if rng.random() < 0.8 else rng.choice([b"5\r\nhello\r\n0\r\n\r\n", b"{" * 5000, b"\xff" * 100])
    return text.encode("latin-1") + body, 0.5 if rng.random() < 0.01 else 0.0


def trespass(farm, count):
    rng = random.Random(SEED)
    theirs = farm.json("POST", "/v1/keys", farm.first, {"name": "a", "tenant": "shop-a", "role": "operator"})["secret"]
    ours = farm.json("POST", "/v1/keys", farm.first, {"name": "b", "tenant": "shop-b", "role": "operator"})["secret"]
    batch = farm.json("POST", "/v1/batches", theirs, {
        "endpoint": "/v1/images/generations", "metadata": {"note": MARK},
        "requests": [{"sku": f"{MARK}-{i}", "prompt": f"a mug {MARK}"} for i in range(3)]})
    file = batch["input_file_id"]
    deadline = time.monotonic() + LIMIT
    while farm.json("GET", f"/v1/batches/{batch['id']}", theirs, None)["status"] not in ("completed", "failed"):
        if time.monotonic() > deadline:
            raise SystemExit("the batch of the other tenant did not end")
        time.sleep(0.2)
    farm.json("PUT", "/v1/presets/theirs", theirs, {"description": MARK, "fields": {"size": "64x64"}})
    ended = farm.json("GET", f"/v1/batches/{batch['id']}", theirs, None)
    files = [each for each in (file, ended.get("output_file_id")) if each]
    routes = [route for route in farm.routes if route[1] not in ("/v1/events",)]
    requests = [crossing(rng, routes, batch["id"], files) for _ in range(count)]

    def ask(request):
        for _ in range(20):
            status, body = farm.ask(*request[:2], ours, *request[2:4])
            if status != 429:
                return status, body
            time.sleep(1)
        return status, body

    with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(ask, requests))
    tally = collections.Counter(status for status, _ in answers)
    bad = [(status, request[:2]) for (status, body), request in zip(answers, requests)
           if MARK.encode() in body or status >= 500 or status < 400 and request[4]]
    for status, request in bad[:10]:
        print(f"  {status}: {request}", file=sys.stderr)
    told = ", ".join(f"{number} × {status}" for status, number in sorted(tally.items()))
    return {"bad": bool(bad), "summary": f"{len(bad)} leaks or failures ({told})"}


def crossing(rng, routes, batch, files):
    """Method, path, body, headers of a request for another tenant's things; and that it names one in its path."""
    method, path = rng.choice(routes)
    named = "/batches/{id}" in path or "/files/{id}" in path
    path = (path.replace("/files/{id}", f"/files/{rng.choice(files)}").replace("/batches/{id}", f"/batches/{batch}")
            .replace("{file}", f"{MARK}-0.{rng.choice(['png', 'json', 'jpg'])}").replace("{index}", "0")
            .replace("{name}", "theirs").replace("{id}", rng.choice(["tiny", batch, files[0]])))
    query = rng.choice(["", "", f"?after={batch}", f"?after={files[0]}", f"?parent={batch}", f"?q={MARK}", "?limit=100",
                        "?purpose=batch", "?state=done", f"?batches={batch}", "?model=tiny"])
    body = None
    if method in ("POST", "PUT", "PATCH"):
        body = json.dumps(rng.choice([
            {}, {"items": [{"index": 0}]}, {"indexes": [0]}, {"reviews": [{"index": 0, "verdict": "approved"}]},
            {"input_file_id": files[0], "endpoint": "/v1/images/generations"},
            {"endpoint": "/v1/images/edits", "requests": [{"sku": "x", "prompt": "y", "image": files[0]}]},
            {"endpoint": "/v1/images/generations", "requests": [{"sku": "x", "prompt": "y"}], "renderfarm": {"preset": "theirs"}},
            {"endpoint": "/v1/images/generations", "requests": [{"sku": "x", "prompt": "y"}], "renderfarm": {"tenant": "shop-a"}},
        ])).encode()
    if method == "DELETE" and "/presets/" not in path and "/templates/" not in path and not named:
        method = "GET"
    return method, path + query, body, {"Content-Type": "application/json"}, named


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
