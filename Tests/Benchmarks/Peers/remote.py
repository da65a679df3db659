"""Measures ordersh on a server: how many requests a question takes, how long, and in how much memory.

Started by Scripts/benchmark --remote, which builds the program first. The server is the reference server that
ORDERSH_ORACLE names, or else a program on the tests' own server, ORDERSH_SHOP. The reference server is one Python
process that works 40 ms on a page, so that several requests at once can't show what they save; a second server
therefore answers what the first one answered before, from memory, as late as a real network would.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from benchmark import Launcher, say

TOKEN = "test-token-admin"
QUESTIONS = [
    ("exact limit 20", "orders where status = completed order by -created_at limit 20 select id, total"),
    ("count(), exact", "orders where status = completed and payment_method = 2 select count()"),
    ("groups of status", "orders group by status select status, count()"),
    ("whole scan", "orders select count(), sum(total)"),
]


# Servers.


class Server:
    """A server as a process: prints READY and its address, counts its requests."""

    def __init__(self, command):
        self.total = 0
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            if line.startswith("READY "):
                self.url = line.split()[1]
                return
        raise SystemExit(f"benchmark: {command[0]} did not start")

    def request_count(self):
        """How many requests there were since the last call."""
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname, address.port)
        connection.request("GET", "/__oracle__/state")
        total = json.loads(connection.getresponse().read())["api_requests"]
        connection.close()
        self.total, before = total, self.total
        return total - before

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Replayer(ThreadingHTTPServer):
    """Answers a request as another server answered it before, after a pause."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, upstream, latency_seconds):
        super().__init__(("127.0.0.1", 0), ReplayHandler)
        self.upstream, self.latency_seconds = urlsplit(upstream), latency_seconds
        self.answers, self.lock, self.count = {}, threading.Lock(), 0
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def request_count(self):
        with self.lock:
            count, self.count = self.count, 0
        return count

    def stop(self):
        self.shutdown()
        self.server_close()

    def answer(self, path, authorization):
        with self.lock:
            self.count += 1
            known = self.answers.get((path, authorization))
        if known:
            time.sleep(self.latency_seconds)
            return known
        connection = http.client.HTTPConnection(self.upstream.hostname, self.upstream.port)
        connection.request("GET", path, headers={"Authorization": authorization or "", "Accept": "application/json"})
        response = connection.getresponse()
        answer = (response.status, response.read())
        connection.close()
        with self.lock:
            self.answers[path, authorization] = answer
        return answer


class ReplayHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # The head and the body in one packet: the second would wait for the first to be acknowledged.
    wbufsize = 1 << 20
    disable_nagle_algorithm = True

    def do_GET(self):
        status, body = self.server.answer(self.path, self.headers.get("Authorization"))
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *arguments):
        pass


# Measuring.


class Figures:
    """What one question took: the first time, and asked again in the same session."""

    def __init__(self, first, again):
        self.first, self.again = first, again


def ask(launcher, program, server, query):
    """Seconds, requests and peak megabytes of a query, each after its server has answered it once before."""
    for _ in range(2):
        server.request_count()
        # A home of its own, so that nothing is remembered of the server.
        with tempfile.TemporaryDirectory() as home:
            environment = ["env", "-i", f"HOME={home}", f"ORDERSH_TOKEN={TOKEN}"]
            run = launcher.run([*environment, program, server.url, "--max-rows", "1000000", "-c", query])
        requests = server.request_count()
    if run.status != 0:
        raise SystemExit(f"benchmark: {query}: {run.errors}")
    return run.wall, requests, run.peak


def measure(launcher, program, server):
    figures = {}
    for name, query in QUESTIONS:
        say(f"{name}: {query}")
        once = ask(launcher, program, server, query)
        twice = ask(launcher, program, server, f"{query}; {query}")
        figures[name] = Figures(once, (max(0, twice[0] - once[0]), twice[1] - once[1]))
    return figures


def page_by_page(server, page_size):
    """The time of a plain client that asks for one page after the other, on one connection."""
    address = urlsplit(server.url)
    for _ in range(2):
        connection = http.client.HTTPConnection(address.hostname, address.port)
        start, last, requests, rows = time.monotonic(), 0, 0, 0
        while True:
            path = f"/api/orders/?id_min={last + 1}&ordering=id&limit={page_size}"
            connection.request("GET", path, headers={"Authorization": f"Token {TOKEN}", "Accept": "application/json"})
            page = json.loads(connection.getresponse().read())["results"]
            requests, rows = requests + 1, rows + len(page)
            if len(page) < page_size:
                break
            last = page[-1]["id"]
        seconds = time.monotonic() - start
        connection.close()
    return seconds, requests, rows


def print_table(title, figures, sequential, page_size):
    seconds, requests, rows = sequential
    print(f"\n### {title}\n\n| | requests | time | asked again: requests | time |\n|---|---:|---:|---:|---:|")
    for name, figure in figures.items():
        print(f"| {name} | {figure.first[1]} | {figure.first[0]:.2f} s | {figure.again[1]} | {figure.again[0]:.2f} s |")
    print(f"| one page after the other, in Python | {requests} | {seconds:.2f} s | | |")
    scan = figures["whole scan"].first
    least = -(-rows // page_size)
    print(
        f"\nThe whole scan: {scan[1]} requests of at least {least} (goal: {least * 105 // 100}), "
        f"{scan[0] / seconds:.0%} of the time of one page after the other (goal: 25%)."
    )


def start_server(options, data, latency_ms):
    flags = ["--port", "0", "--max-limit", str(options.max_limit), "--latency-ms", str(latency_ms)]
    oracle = os.environ.get("ORDERSH_ORACLE")
    if oracle:
        python = os.environ.get("ORDERSH_ORACLE_PYTHON", "python3")
        return Server([python, "-B", os.path.join(oracle, "serve.py"), "--data", data, "--quiet", *flags])
    if options.shop:
        return Server([options.shop, "--data", data, *flags])
    raise SystemExit("benchmark: set ORDERSH_ORACLE to the reference server's folder")


def make_data(options, program, count):
    path = os.path.join(options.folder, f"remote-{count}.ndjson")
    if not os.path.exists(path):
        say(f"generating {count:,} orders")
        subprocess.run([program, "generate", "--count", str(count), "-o", path], check=True)
    return path


def read_options():
    parser = argparse.ArgumentParser(prog="Scripts/benchmark --remote", description=__doc__.split("\n\n")[0])
    parser.add_argument("--root", help=argparse.SUPPRESS)
    parser.add_argument("--program", help=argparse.SUPPRESS)
    parser.add_argument("--shop", default=os.environ.get("ORDERSH_SHOP"), help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=20_000, help="how many orders the server has (default: 20,000)")
    parser.add_argument("--latency-ms", type=int, default=50, help="how late every answer is (default: 50)")
    parser.add_argument("--max-limit", type=int, default=100, help="the largest page that is granted (default: 100)")
    options = parser.parse_args()
    if options.count < 1000:
        parser.error("--count takes at least 1,000")
    options.folder = os.environ.get("ORDERSH_BENCHMARK") or os.path.join(options.root, ".build", "benchmark")
    return options


def main():
    options = read_options()
    os.makedirs(options.folder, exist_ok=True)
    program = os.path.abspath(options.program or os.path.join(options.root, ".build", "release", "ordersh"))
    launcher = Launcher(options.folder)
    name = "The reference server" if os.environ.get("ORDERSH_ORACLE") else "The tests' own server"
    print(f"{options.count:,} orders, {options.latency_ms} ms, at most {options.max_limit} orders a page")
    peaks = []
    for count in (options.count // 10, options.count):
        data = make_data(options, program, count)
        server = start_server(options, data, options.latency_ms if count == options.count else 0)
        replayer = Replayer(server.url, options.latency_ms / 1000)
        peaks.append((count, ask(launcher, program, replayer, QUESTIONS[-1][1])[2]))
        if count == options.count:
            figures = measure(launcher, program, replayer)
            title = f"{name}'s answers, kept and sent again after {options.latency_ms} ms"
            print_table(title, figures, page_by_page(replayer, options.max_limit), options.max_limit)
            figures = measure(launcher, program, server)
            title = f"{name} itself, {options.latency_ms} ms late"
            print_table(title, figures, page_by_page(server, options.max_limit), options.max_limit)
        replayer.stop()
        server.stop()
    print("\nPeak memory of the whole scan: " + ", ".join(f"{peak:.0f} MB of {count:,}" for count, peak in peaks))
    return 0


if __name__ == "__main__":
    sys.exit(main())
