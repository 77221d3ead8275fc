"""Receives what a farm sends to a webhook, and verifies it with the library of Standard Webhooks for Python.

    check.py FARM FILE

The farm has to allow 127.0.0.1; where it asks for API keys, RENDERFARM_API_KEY is an admin's. What was received is written to FILE, for libraries of other languages.
"""

import json
import os
import queue
import sys
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

PATIENCE = 60
received = queue.Queue()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        received.put(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def ask(farm, method, path, body=None, content_type="application/json"):
    data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(farm + path, data=data, method=method)
    if data is not None:
        request.add_header("content-type", content_type)
    if os.environ.get("RENDERFARM_API_KEY"):
        request.add_header("authorization", "Bearer " + os.environ["RENDERFARM_API_KEY"])
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)


def refuses(secret, body, headers):
    try:
        Webhook(secret).verify(body, headers)
        return False
    except WebhookVerificationError:
        return True


def upload(farm):
    boundary = "boundary-of-check"
    parts = (
        f'--{boundary}\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nbatch\r\n'
        f'--{boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        f"sku,prompt,size\nMUG,a red mug,64x64\n\r\n--{boundary}--\r\n"
    )
    return ask(farm, "POST", "/v1/files", parts.encode(), f"multipart/form-data; boundary={boundary}")["id"]


def main(farm, file):
    farm = farm.rstrip("/")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    Thread(target=server.serve_forever, daemon=True).start()
    webhook = ask(farm, "POST", "/v1/webhooks", {"url": f"http://127.0.0.1:{server.server_port}/hook"})
    path = f"/v1/webhooks/{webhook['id']}"
    first = webhook["secret"]
    messages = []

    def verified(what, secrets):
        headers, body = received.get(timeout=PATIENCE)
        event = json.loads(body)
        for secret in secrets:
            assert Webhook(secret).verify(body, headers) == event, what
        stranger = "whsec_" + "A" * 43 + "="
        assert refuses(stranger, body, headers), "another secret"
        assert refuses(secrets[0], body.replace(event["type"], "batch.failed"), headers), "another body"
        assert refuses(secrets[0], body, {**headers, "webhook-id": "evt_other"}), "another id"
        assert refuses(secrets[0], body, {**headers, "webhook-timestamp": "1600000000"}), "an old message"
        assert headers["webhook-id"] == event["id"] and event["object"] == "event", what
        messages.append({"secrets": secrets, "headers": headers, "body": body})
        print(f"python      {event['type']:26} verified with {len(secrets)} secret(s); refused when changed")
        return event

    ask(farm, "POST", path + "/test")
    assert verified("a test", [first])["type"] == "renderfarm.webhook.test"
    second = ask(farm, "POST", path + "/rotate")["secret"]
    ask(farm, "POST", path + "/test")
    verified("a test after a rotation", [first, second])
    batch = ask(
        farm,
        "POST",
        "/v1/batches",
        {"input_file_id": upload(farm), "endpoint": "/v1/images/generations", "completion_window": "24h"},
    )
    event = verified("a batch", [first, second])
    assert event["type"] == "batch.completed" and event["data"]["id"] == batch["id"], event
    ask(farm, "DELETE", path)
    with open(file, "w", encoding="utf-8") as out:
        json.dump(messages, out)


main(*sys.argv[1:])
