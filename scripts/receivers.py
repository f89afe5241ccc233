"""Receives a thousand webhooks as a plain development server does, and counts the attempts that failed: receivers.py URL KIND."""

import http.server
import json
import sys
import threading
import urllib.request

COUNT = 1_000
PAGE = 100


class Http10(http.server.BaseHTTPRequestHandler):
    """Answers in HTTP/1.0, and so closes each time."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer()

    def answer(self):
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        pass


class Closing(Http10):
    """Answers as if the connection stayed, and closes it."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        super().answer()
        self.close_connection = True


class Idle(Http10):
    """Keeps a connection open, but not for long."""

    protocol_version = "HTTP/1.1"
    timeout = 0.05


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128


KINDS = {"http10": Http10, "closing": Closing, "idle": Idle}


def call(base, method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data, {"Content-Type": "application/json"}, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request) as answer:
        return json.load(answer)


def main(base, kind):
    server = Server(("127.0.0.1", 0), KINDS[kind])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    call(base, "POST", "/_emulator/reset")
    subscription = call(base, "POST", "/_emulator/webhooks/subscriptions", {
        "url": f"http://127.0.0.1:{server.server_port}/", "secret": "s", "concurrency": 8})
    for _ in range(COUNT):
        call(base, "POST", f"/_emulator/webhooks/subscriptions/{subscription['id']}/test")
    call(base, "POST", "/_emulator/drain", {"timeout": "5m"})
    deliveries = [
        delivery for offset in range(0, COUNT, PAGE)
        for delivery in call(base, "GET", f"/_emulator/webhooks/deliveries?page_size={PAGE}&offset={offset}")["response"]]
    good = sum(delivery["status"] == "succeeded" and delivery["attempt_count"] == 1 for delivery in deliveries)
    print(f"{len(deliveries)} deliveries, {len(deliveries) - good} with a failed attempt")
    return 0 if good == COUNT else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
