"""What the tests need of the emulator: a world of their own, and a receiver of its webhooks."""

import hashlib
import hmac
import json
import os
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.request import Request, urlopen

EMULATOR = os.environ.get("NOYO_URL", "http://localhost:8080")


def call(method, url, body=None, headers=None):
    data = None if body is None else json.dumps(body).encode()
    request = Request(url, data, {"Content-Type": "application/json", **(headers or {})}, method=method)
    try:
        with urlopen(request, timeout=30) as response:
            text = response.read()
    except HTTPError as error:
        raise RuntimeError(f"{method} {url} answered {error.code}: {error.read().decode()}") from error
    return json.loads(text) if text else None


class World:
    """A world whose clock stands at `now`. One that an earlier run left behind begins anew."""

    def __init__(self, name, now):
        self._name = name
        created = call("PUT", f"{EMULATOR}/_emulator/worlds/{name}", {"seed": name, "clock": {"mode": "frozen", "now": now}})
        self._urls = created["urls"]
        self._token = {"Authorization": f"Bearer {created['access_token']}"}

    # Your own client takes the place of these two: give it the URLs and the token.
    def post_snapshot(self, group_id, snapshot):
        return call("POST", f"{self._urls['fulfillment']}/api/v1/groups/{group_id}/member_snapshots", snapshot, self._token)

    def open_differences(self, snapshot_id):
        query = f"is_open=true&member_snapshot_id={snapshot_id}"
        return call("GET", f"{self._urls['tracking']}/api/v1/differences?{query}", headers=self._token)["response"]

    def control(self, method, path, body=None):
        return call(method, f"{EMULATOR}/_emulator/{path}", body, {"X-Emulator-World": self._name})

    def advance(self, by):
        return self.control("POST", "clock/advance", {"by": by})

    def reset(self):
        self.control("POST", "reset")

    def delete(self):
        call("DELETE", f"{EMULATOR}/_emulator/worlds/{self._name}")


class WebhookReceiver:
    """Listens on this machine, and has a world's webhooks sent here. Those with a bad signature are refused."""

    def __init__(self, world, events):
        self.received = []
        secret = secrets.token_hex(16)
        received = self.received

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                genuine = is_genuine(secret, self.headers.get("x-noyo-signature", ""), self.headers.get("x-noyo-timestamp", ""), body)
                if genuine:
                    received.append(json.loads(body))
                self.send_response(200 if genuine else 401)
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{self._server.server_port}/"
        world.control("POST", "webhooks/subscriptions", {"url": url, "secret": secret, "events": events})

    def close(self):
        self._server.shutdown()
        self._server.server_close()


def is_genuine(secret, signature, timestamp, body):
    expected = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return any(hmac.compare_digest(digest.strip(), expected) for digest in signature.split(","))
