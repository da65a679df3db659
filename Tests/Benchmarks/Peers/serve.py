"""Measures ordersh serve under load: requests a second, how long they take, and in how much memory.

Started by Scripts/benchmark --serve, which builds the programs first. wrk asks over and over on one, two and a hundred
connections; the servers take turns. Beside ordersh stand a server on Hummingbird, which ordersh is built on too, that
sends a fixed body of the same size, and, if ORDERSH_ORACLE names its folder, the reference server in two processes of
gunicorn. All run on the same machine as wrk, which takes its share of the processors from each of them alike.
"""

import argparse
import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from urllib.parse import urlsplit

from benchmark import say
from remote import Server, make_data

TOKEN = "test-token-admin"
PAGE = "/api/orders/"
CONNECTIONS = (1, 2, 100)
HEADERS = {"Authorization": f"Token {TOKEN}", "Accept": "application/json"}
GOALS = {"of Hummingbird's": 0.5, "times the reference server's": 30, "p99 ms": 10, "MB": 300}

# What wrk asks for, one request after the other; repeatable, and different in each thread and run.
PAGES = """
local prefix = "/api/orders/?"
function setup(thread) thread:set("seed", SEED) end
function init() math.randomseed(seed) end
local function pick(list) return list[math.random(#list)] end
local function day() return string.format("202%d-%02d-%02d", math.random(3, 5), math.random(12), math.random(28)) end
local statuses = {"new", "hold", "failed", "cancelled", "processing", "shipped", "completed", "refunded"}
local orderings = {"id", "-id", "created_at", "-updated_at", "status,-id", "shipping_cost", "customer__username"}
local filters = {
    function() return "status=" .. pick(statuses) .. "&id_min=" .. math.random(COUNT) end,
    function() return "status_in=" .. pick(statuses) .. "," .. pick(statuses) .. "&created_from=" .. day() end,
    function() return "created_from=" .. day() .. "&has_notes=" .. pick({"true", "false"}) end,
    function() return "payment_method=" .. math.random(5) .. "&updated_to=" .. day() end,
    function() return "customer=" .. math.random(math.max(3, COUNT / 8)) end,
    function() return "search=" .. math.random(COUNT) end,
    function() return "shipping_cost_min=" .. math.random(200000) .. "&billing_state_in=" .. math.random(7) end,
}
local kinds = {
    offsets = function() return "offset=" .. math.random(0, COUNT - 10) end,
    filters = function() return pick(filters)() .. "&ordering=" .. pick(orderings) end,
}
kinds.mixed = function() return kinds[pick({"offsets", "filters"})]() .. "&limit=" .. math.random(20) end
function request() return wrk.format("GET", prefix .. kinds["KIND"]()) end
"""


class ListeningServer:
    """A server as a process: says on standard error where it listens; the rest of what it says goes to a file."""

    def __init__(self, command, folder, environment=None):
        self.begin = time.monotonic()
        self.log = tempfile.TemporaryFile(dir=folder)
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.log, env=environment
        )
        while True:
            found = re.search(rb"at:? (http://[^\s/]+)", self.said())
            if found:
                self.url = found.group(1).decode()
                return
            if self.process.poll() is not None:
                raise SystemExit(f"benchmark: {command[0]} did not start: {self.said().decode()[-500:]}")
            time.sleep(0.001)

    def said(self):
        return os.pread(self.log.fileno(), 4096, 0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.log.close()

    def get(self, path):
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname, address.port)
        connection.request("GET", path, headers=HEADERS)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        if response.status != 200:
            raise SystemExit(f"benchmark: {path} was answered with {response.status}")
        return body

    def memory(self, name="VmRSS"):
        """Megabytes by the system's account: VmRSS, VmHWM (the peak)."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(rf"^{name}:\s*(\d+)", status.read(), re.MULTILINE).group(1)) / 1024


class Load:
    """What wrk saw: requests a second, and milliseconds at the 50th and 99th percentile."""

    def __init__(self, output):
        self.rate = float(re.search(r"Requests/sec:\s*([\d.]+)", output).group(1))
        self.count = int(re.search(r"(\d+) requests in", output).group(1))
        self.middle, self.high = (self.percentile(output, name) for name in ("50%", "99%"))
        errors = re.search(r"(Non-2xx.*|Socket errors.*)", output)
        if errors:
            raise SystemExit(f"benchmark: {errors.group(1)}")

    @staticmethod
    def percentile(output, name):
        number, unit = re.search(rf"^\s*{name}\s+([\d.]+)(us|ms|s)\s*$", output, re.MULTILINE).groups()
        return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    def cells(self):
        return f"{self.rate:,.0f} | {self.middle:.2f} ms | {self.high:.2f} ms"


def load(server, connections, seconds, path=PAGE, script=None):
    command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--latency", "--timeout", "30s"]
    for name, value in HEADERS.items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", script]
    run = subprocess.run([*command, server.url + path], stdout=subprocess.PIPE, text=True, check=True)
    return Load(run.stdout)


class Pages:
    """Scripts for wrk: pages at random places of the list, of random filters, or both."""

    def __init__(self, folder, count):
        self.folder, self.count, self.number = folder, count, 0

    def script(self, kind):
        self.number += 1
        path = os.path.join(self.folder, f"{kind}.lua")
        text = PAGES.replace("SEED", str(self.number)).replace("COUNT", str(self.count)).replace("KIND", kind)
        with open(path, "w") as file:
            file.write(text)
        return path


# The servers.


def start_ordersh(options, snapshot, folder):
    tokens = os.path.join(folder, "tokens")
    with open(tokens, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write(f"staff {TOKEN} admin\n")
    return ListeningServer([options.program, "serve", snapshot, "--port", "0", "--tokens", tokens], folder)


def start_fixed_body(options, byte_count, folder):
    return ListeningServer([options.fixed_body, str(byte_count)], folder)


def start_reference(options, data, folder):
    """The reference server under gunicorn, in an environment of its own; its database is kept."""
    oracle = os.path.abspath(os.environ["ORDERSH_ORACLE"])
    environment = os.path.join(options.folder, "gunicorn")
    python = os.path.join(environment, "bin", "python3")
    if not os.path.exists(os.path.join(environment, "bin", "gunicorn")):
        say("installing gunicorn and the reference server's requirements from PyPI")
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        requirements = os.path.join(oracle, "requirements.txt")
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", requirements, "gunicorn"], check=True)
    database = data + ".sqlite3"
    flags = ["--data", data, "--db", database, "--quiet"]
    say("loading the reference server's database")
    Server([python, "-B", os.path.join(oracle, "serve.py"), "--port", "0", *flags]).stop()
    with open(os.path.join(folder, "reference.py"), "w") as file:
        file.write(
            "import serve\n"
            "from orders_oracle import options\n"
            f"options.build_parser().parse_args({flags!r}, namespace=options.OPT)\n"
            f"serve.configure(options.OPT, {database!r})\n"
            "from django.core.wsgi import get_wsgi_application\n"
            "application = get_wsgi_application()\n"
        )
    command = [python, "-B", "-m", "gunicorn", "-w", "2", "-b", "127.0.0.1:0", "reference:application"]
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join([folder, oracle])}
    return ListeningServer(command, folder, variables)


def make_snapshot(options, data):
    path = os.path.splitext(data)[0] + ".orders"
    if not os.path.exists(path):
        say(f"importing {data}")
        subprocess.run([options.program, "import", data, "-o", path], check=True, stderr=subprocess.DEVNULL)
    return path


# What is measured.


def compare(options, servers):
    """The default page on each server, at each number of connections."""
    results = {}
    for connections in CONNECTIONS:
        for name, server in servers:
            load(server, connections, 1)
            results[name, connections] = load(server, connections, options.seconds)
            say(f"{name}, {connections} connections: {results[name, connections].rate:,.0f} requests/s")
    return results


def print_comparison(results, servers, byte_count, count):
    print(f"\n### The first page of {count:,} orders, {byte_count:,} bytes\n")
    titles = [f"{c} connection{'' if c == 1 else 's'}: requests/s | 50% | 99%" for c in CONNECTIONS]
    print("| | " + " | ".join(titles) + " |\n|---|" + "---:|---:|---:|" * len(CONNECTIONS))
    for name, _ in servers:
        print(f"| {name} | " + " | ".join(results[name, c].cells() for c in CONNECTIONS) + " |")
    best = [max(results[name, c].rate for c in CONNECTIONS) for name, _ in servers]
    words = [f"{best[0] / other:.2f} {goal} (goal: {GOALS[goal]})" for other, goal in zip(best[1:], GOALS)]
    high = results[servers[0][0], CONNECTIONS[-1]].high
    print(
        f"\nAt its best ordersh answers {', '.join(words)} at theirs; on {CONNECTIONS[-1]} connections 99% within "
        f"{high:.1f} ms (goal: {GOALS['p99 ms']})."
    )


def print_other_pages(options, server, pages, count):
    print(f"\n### Other pages of {count:,} orders\n")
    print("| | connections | requests/s | 50% | 99% |\n|---|---:|---:|---:|---:|")
    for kind, words in (("offsets", "at random places"), ("filters", "of random filters and orders")):
        for connections in CONNECTIONS:
            result = load(server, connections, options.seconds, script=pages.script(kind))
            print(f"| {words} | {connections} | {result.cells()} |", flush=True)


def ask_many(server, pages, count):
    """Asks for mixed pages until there were so many requests; megabytes after each part of them."""
    memory, total = [], 0
    while total < count:
        total += load(server, 16, 2, script=pages.script("mixed")).count
        memory.append((total, server.memory()))
    return memory


def print_memory(memory, peak, title, goal=None):
    first = next((size for total, size in memory if total * 2 >= memory[-1][0]), memory[-1][1])
    print(
        f"\n{title}: {memory[-1][0]:,} mixed requests; {first:.0f} MB after half of them, {memory[-1][1]:.0f} MB at "
        f"their end, {peak:.0f} MB at most" + (f" (goal: {goal} MB)." if goal else ".")
    )


def measure_small(options, folder):
    data = make_data(options, options.program, options.count)
    pages = Pages(folder, options.count)
    with start_ordersh(options, make_snapshot(options, data), folder) as ordersh:
        byte_count = len(ordersh.get(PAGE))
        with start_fixed_body(options, byte_count, folder) as fixed:
            servers = [("ordersh serve", ordersh), ("Hummingbird, a fixed body", fixed)]
            if os.environ.get("ORDERSH_ORACLE"):
                with start_reference(options, data, folder) as reference:
                    servers.append(("the reference server, gunicorn -w 2", reference))
                    results = compare(options, servers)
            else:
                results = compare(options, servers)
            print_comparison(results, servers, byte_count, options.count)
        print_other_pages(options, ordersh, pages, options.count)
        memory = ask_many(ordersh, pages, options.requests)
        print_memory(memory, ordersh.memory("VmHWM"), f"Memory with {options.count:,} orders")


def measure_large(options, folder):
    snapshot = make_snapshot(options, make_data(options, options.program, options.large_count))
    pages = Pages(folder, options.large_count)
    with start_ordersh(options, snapshot, folder) as server:
        listening = time.monotonic() - server.begin
        server.get(PAGE)
        first = time.monotonic() - server.begin
        begin = time.monotonic()
        server.get(PAGE)
        again = time.monotonic() - begin
        print(
            f"\n### A snapshot of {options.large_count:,} orders\n\nListens after {listening * 1000:.0f} ms; the first "
            f"page is there {first * 1000:.0f} ms after the start, and again after {again * 1000:.1f} ms."
        )
        print_other_pages(options, server, pages, options.large_count)
        memory = ask_many(server, pages, options.requests // 50)
        print_memory(memory, server.memory("VmHWM"), "Memory", GOALS["MB"])


def read_options():
    parser = argparse.ArgumentParser(prog="Scripts/benchmark --serve", description=__doc__.split("\n\n")[0])
    parser.add_argument("--root", help=argparse.SUPPRESS)
    parser.add_argument("--program", help=argparse.SUPPRESS)
    parser.add_argument("--fixed-body", help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=20_000, help="how many orders are served (default: 20,000)")
    parser.add_argument("--large-count", type=int, default=1_000_000, help="how many in the large snapshot, or 0")
    parser.add_argument("--requests", type=int, default=100_000, help="for the memory (default: 100,000)")
    parser.add_argument("--seconds", type=int, default=10, help="how long each load is (default: 10)")
    options = parser.parse_args()
    if options.count < 1000 or options.large_count and options.large_count < 1000:
        parser.error("--count and --large-count take at least 1,000")
    if options.seconds < 1 or options.requests < 50:
        parser.error("--seconds takes a number from 1, --requests from 50")
    release = os.path.join(options.root or ".", ".build", "release")
    options.program = os.path.abspath(options.program or os.path.join(release, "ordersh"))
    options.fixed_body = os.path.abspath(options.fixed_body or os.path.join(release, "FixedBody"))
    options.folder = os.environ.get("ORDERSH_BENCHMARK") or os.path.join(options.root, ".build", "benchmark")
    return options


def main():
    options = read_options()
    os.makedirs(options.folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        measure_small(options, folder)
        if options.large_count:
            measure_large(options, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
