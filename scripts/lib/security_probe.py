"""Attacks the farm whose data folder is given, which asks for API keys or tokens; see scripts/check-security."""
import base64
import collections
import concurrent.futures
import hashlib
import hmac
import http.server
import json
import pathlib
import random
import socket
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

SEED = 20261127
LIMIT = 60
THREADS = 8
MARK = "secret-of-shop-a"
FORGED = 150


def main(data, port, hostile, cross):
    url = json.loads((data / "farm.json").read_text())["coordinator"]
    first = (data / "api-key").read_text().strip()
    issuer = Issuer(port)
    farm = Farm(url, first, issuer)
    if farm.ask("GET", "/v1/session", issuer.token())[0] != 200:
        raise SystemExit("the farm does not take a good token")
    print(f"the contract has {len(farm.routes)} routes")
    began = time.monotonic()
    failed = attack(farm, hostile)
    print(f"{hostile} hostile requests in {time.monotonic() - began:.0f} s: {failed['summary']}")
    began = time.monotonic()
    leaks = trespass(farm, cross)
    print(f"{cross} requests across tenants in {time.monotonic() - began:.0f} s: {leaks['summary']}")
    return 1 if failed["bad"] or leaks["bad"] else 0


class Issuer:
    """A provider of tokens, which publishes one key, on a port of this machine; and whoever would like to be it."""

    def __init__(self, port):
        rng = random.Random(SEED)
        self.name = f"http://127.0.0.1:{port}"
        self.key, self.rogue = rsa(rng), rsa(rng)
        documents = {
            "/.well-known/openid-configuration": {"issuer": self.name, "jwks_uri": self.name + "/keys"},
            "/keys": {"keys": [jwk(self.key)]}}

        class Answers(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = json.dumps(documents.get(self.path, {})).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Answers)
        threading.Thread(target=server.serve_forever, daemon=True).start()

        self.good = self.token()
        self.bad = [self.forged(rng) for _ in range(FORGED)]

    def claims(self, **other):
        now = int(time.time())
        claims = {"iss": self.name, "aud": "renderfarm", "sub": "anna", "iat": now, "exp": now + 3600,
                  "tenant": "shop-b", "roles": ["operator"], **other}
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, **other):
        """A good one, but for what is said."""
        return signed(self.key, {"alg": "RS256", "kid": "one"}, self.claims(**other))

    def forged(self, rng):
        """One that nobody should take; most would be an admin's."""
        admin = self.claims(roles=["admin"])
        public = spki(self.key)
        pem = (b"-----BEGIN PUBLIC KEY-----\n" + b"\n".join(
            base64.b64encode(public)[i:i + 64] for i in range(0, 400, 64)) + b"\n-----END PUBLIC KEY-----\n")
        right = self.token(roles=["admin"]).split(".")
        rogue = {"alg": "RS256", "kid": "one"}
        return rng.choice([
            lambda: unsigned({"alg": rng.choice(["none", "None", "NONE", "nOnE", ""])}, admin) + ".",
            lambda: mac({"alg": rng.choice(["HS256", "HS512"]), "kid": "one"}, admin,
                        rng.choice([pem, pem.strip(), public, jwk(self.key)["n"].encode(), b""])),
            lambda: signed(self.rogue, rogue, admin),
            lambda: signed(self.rogue, {**rogue, "kid": rng.choice(["two", "../../dev/null", "' OR 1=1 --", ""])}, admin),
            lambda: signed(self.rogue, {**rogue, "jwk": jwk(self.rogue)}, admin),
            lambda: signed(self.rogue, {**rogue, rng.choice(["jku", "x5u"]): self.name + "/keys"}, admin),
            lambda: signed(self.key, {**rogue, "crit": ["x"], "x": 1}, admin),
            lambda: self.token(roles=["admin"], exp=int(time.time()) - rng.choice([60, 86_400])),
            lambda: self.token(roles=["admin"], nbf=int(time.time()) + 3600),
            lambda: self.token(roles=["admin"], **{rng.choice(["exp", "aud", "iss"]): None}),
            lambda: self.token(roles=["admin"], aud=rng.choice(["another", ["x", "y"], "renderfarm.example", ""])),
            lambda: self.token(roles=["admin"], iss=rng.choice(["http://evil.example", self.name + "/", "null"])),
            lambda: ".".join([right[0], part(self.claims(sub="eve", roles=["admin"])), right[2]]),
            lambda: ".".join([part({"alg": "ES256", "kid": "one"}), right[1], text(b"\0" * 64)]),
            lambda: ".".join([right[0], right[1], rng.choice(["", right[2][:-4], text(b"\0" * 256)])]),
        ])()


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def part(content):
    return text(json.dumps(content).encode())


def unsigned(header, claims):
    return part(header) + "." + part(claims)


def mac(header, claims, secret):
    body = unsigned(header, claims)
    digest = hashlib.sha512 if header["alg"] == "HS512" else hashlib.sha256
    return body + "." + text(hmac.new(secret, body.encode(), digest).digest())


def signed(key, header, claims):
    """By RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2)."""
    body = unsigned(header, claims)
    digest = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(body.encode()).digest()
    padded = b"\0\1" + b"\xff" * (256 - 3 - len(digest)) + b"\0" + digest
    message, p, q = int.from_bytes(padded, "big"), key["p"], key["q"]
    by_p, by_q = pow(message, key["d"] % (p - 1), p), pow(message, key["d"] % (q - 1), q)
    return body + "." + text((by_q + (by_p - by_q) * pow(q, -1, p) % p * q).to_bytes(256, "big"))


def rsa(rng):
    """A key of 2,048 bits that is good for nothing but this."""
    exponent = 65_537
    while True:
        p, q = prime(rng), prime(rng)
        n, phi = p * q, (p - 1) * (q - 1)
        if n.bit_length() == 2048 and phi % exponent:
            return {"n": n, "p": p, "q": q, "d": pow(exponent, -1, phi)}


def prime(rng):
    """By the test of Miller and Rabin."""
    while True:
        candidate = rng.getrandbits(1024) | 1 << 1023 | 1 << 1022 | 1
        odd, twos = candidate - 1, 0
        while odd % 2 == 0:
            odd, twos = odd // 2, twos + 1
        if any(candidate % small == 0 for small in range(3, 2_000, 2)):
            continue
        for _ in range(20):
            power = pow(rng.randrange(2, candidate - 1), odd, candidate)
            if power not in (1, candidate - 1) and not any(
                    (power := power * power % candidate) == candidate - 1 for _ in range(twos - 1)):
                break
        else:
            return candidate


def jwk(key):
    return {"kty": "RSA", "use": "sig", "kid": "one", "n": text(key["n"].to_bytes(256, "big")), "e": "AQAB"}


def spki(key):
    """The public key as DER has it (RFC 5280, 4.1)."""
    def packed(tag, content):
        size = len(content)
        length = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2, "big")
        return bytes([tag]) + length + content
    numbers = packed(2, b"\0" + key["n"].to_bytes(256, "big")) + packed(2, b"\1\0\1")
    return packed(0x30, bytes.fromhex("300d06092a864886f70d0101010500") + packed(3, b"\0" + packed(0x30, numbers)))


class Farm:
    def __init__(self, url, first, issuer):
        parts = urllib.parse.urlsplit(url)
        self.url, self.first, self.issuer, self.address = url, first, issuer, (parts.hostname, parts.port)
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
    alive = all(farm.ask("GET", "/v1/session", right)[0] == 200 for right in (farm.first, farm.issuer.token()))
    if not alive:
        print("  the farm does not serve the right key and a good token any more", file=sys.stderr)
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
        "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJyb2xlIjoiYWRtaW4ifQ.", "x" * rng.randrange(9000)])
    if rng.random() < 0.3:
        token = rng.choice(farm.issuer.bad)
    heads = rng.sample([
        f"Authorization: Bearer {token}", f"Authorization: bearer {token}", f"Authorization: Basic {key}", f"Authorization: {key}",
        f"X-Api-Key: {key}", f"Api-Key: {key}", f"Proxy-Authorization: Bearer {key}", f"Cookie: renderfarm_session={token}",
        "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Host: localhost", "Forwarded: for=127.0.0.1;host=localhost;proto=https",
        "X-Real-IP: 127.0.0.1", "X-Original-URL: /q/health", "X-Rewrite-URL: /q/health", "X-HTTP-Method-Override: GET",
        f"Cookie: renderfarm_session={farm.issuer.good}", f"X-Forwarded-Access-Token: {farm.issuer.good}",
        f"Authorization: Basic {farm.issuer.good}", "Origin: null", "Origin: https://evil.example", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-origin",
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
    strangers = [ours, farm.issuer.token()]
    requests = [(*crossing(rng, routes, batch["id"], files), rng.choice(strangers)) for _ in range(count)]

    def ask(request):
        for _ in range(20):
            status, body = farm.ask(*request[:2], request[5], *request[2:4])
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
    sys.exit(main(pathlib.Path(sys.argv[1]), *map(int, sys.argv[2:])))
