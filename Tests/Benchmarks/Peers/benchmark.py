"""Measures ordersh and its peers on the same questions over the same orders: whole processes, side by side.

Started by Scripts/benchmark, which builds the program first. Every engine answers every question in the wording that
is fastest for it; the answers are compared before anything is timed. Each run is a whole process with its output read
to the end; after one run to warm up, the engines take turns, so that a busy moment of the machine hits all of them.
"""

import argparse
import datetime
import glob
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from decimal import Decimal

from queries import (
    QUESTIONS,
    SQLITE_STORE,
    duckdb_queries,
    duckdb_raw,
    jq_queries,
    ordersh_queries,
    sqlite_queries,
)

# jq reads a million orders for 40 seconds a question; it is asked about a part of them, and its time scaled up.
JQ_ORDERS = 100_000


# Measuring.


class Run:
    """What one run of a program took."""

    def __init__(self, wall, cpu, peak_kilobytes, status, output, errors):
        self.wall, self.cpu, self.peak = wall, cpu, peak_kilobytes / 1024
        self.status, self.output, self.errors = status, output, errors


class Launcher:
    """The small program that starts what is measured."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "measure")
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "measure.c")
        subprocess.run(["cc", "-O2", "-o", self.path, source], check=True)

    def run(self, command):
        reading, writing = os.pipe()
        process = subprocess.Popen(
            [self.path, str(writing), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=[writing],
        )
        os.close(writing)
        output, errors = process.communicate()
        with os.fdopen(reading) as figures:
            line = figures.read().split()
        if len(line) != 4:
            raise SystemExit(f"benchmark: cannot run {command[0]}: {errors.decode(errors='replace').strip()}")
        wall, cpu, peak, status = line
        return Run(float(wall), float(cpu), int(peak), int(status), output, errors.decode(errors="replace"))


class Engine:
    """A program with its wording of every question."""

    def __init__(self, name, is_stored, commands, scale=1, is_checked=True):
        self.name, self.is_stored, self.commands = name, is_stored, commands
        self.scale, self.is_checked = scale, is_checked
        self.is_ours = name.startswith("ordersh")


def normalised(question, output):
    """What an answer says, however an engine writes it: numbers and words, without spelling."""
    text = output.decode(errors="replace").strip()
    if question == "Q8":
        # The document is found when its own id leads it; how it is written is the engine's affair.
        found = re.search(r'"id"\s*:\s*(\d+)', text) or re.search(r"""\bid\b['"]*\s*:\s*(\d+)""", text)
        return found.group(1) if found else text[:80]
    rows = [re.split(r"[,|]", line) for line in text.splitlines()]
    if question in ("Q2", "Q5", "Q7"):
        return rows[-1][-1].strip() if rows else ""
    kept = []
    for row in rows:
        cells = [cell.strip().strip('"') for cell in row]
        if question in ("Q1", "Q4") and cells[0].isdigit():
            kept.append(cells[0])
        elif question in ("Q3", "Q6") and len(cells) > 1 and number(cells[-1]) is not None:
            kept.append((cells[0][:10], [str(number(cell)) for cell in cells[1:]]))
    return sorted(kept) if question in ("Q3", "Q6") else kept


def number(text):
    try:
        value = Decimal(text)
    except ArithmeticError:
        return None
    # An engine that sums in binary may be off behind the second digit.
    return value.quantize(Decimal("0.01")) if value.is_finite() else None


def check_answers(launcher, engines, questions):
    """Runs everything once and compares; false when engines that read the same orders disagree."""
    agrees = True
    for question in questions:
        answers = {}
        for engine in engines:
            run = launcher.run(engine.commands[question])
            if run.status != 0:
                say(f"{engine.name} fails on {question} with status {run.status}: {run.errors.strip()[:300]}")
                engine.commands.pop(question)
                agrees = agrees and not engine.is_ours
                continue
            if engine.is_checked:
                answers[engine.name, engine.is_stored] = normalised(question, run.output)
        values = {repr(value) for value in answers.values()}
        if len(values) > 1:
            agrees = False
            say(f"the answers to {question} differ:")
            for (name, is_stored), value in answers.items():
                say(f"  {name}{' stored' if is_stored else ' raw'}: {str(value)[:160]}")
        engines_left = [engine.name for engine in engines if question in engine.commands]
        verdict = "agree" if len(values) == 1 else "DIFFER" if values else "no answer"
        say(f"{question}: {len(engines_left)} engines, {verdict}")
    return agrees


def measure(launcher, engines, questions, count):
    """Medians by engine and question; the engines take turns."""
    results = {}
    for question in questions:
        takers = [engine for engine in engines if question in engine.commands]
        runs = {engine: [] for engine in takers}
        for round_number in range(count):
            # Every other round backwards, so that nobody always comes after the same one.
            for engine in takers if round_number % 2 == 0 else reversed(takers):
                # What takes minutes is not repeated.
                if runs[engine] and runs[engine][0].wall > 30:
                    continue
                runs[engine].append(launcher.run(engine.commands[question]))
        for engine in takers:
            results[engine, question] = (
                statistics.median(run.wall for run in runs[engine]) * engine.scale,
                statistics.median(run.cpu for run in runs[engine]) * engine.scale,
                max(run.peak for run in runs[engine]),
            )
        say(f"{question} measured")
    return results


# Printing.


def say(text):
    print(f"benchmark: {text}", file=sys.stderr, flush=True)


def seconds(value):
    if value < 0.0995:
        return f"{value * 1000:.1f} ms"
    return f"{value * 1000:.0f} ms" if value < 0.9995 else f"{value:.2f} s" if value < 9.995 else f"{value:.0f} s"


def size(count):
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"


def print_table(title, engines, questions, results):
    if not any((engine, question) in results for engine in engines for question in questions):
        return
    print(f"\n### {title}\n\n| | " + " | ".join(questions) + " |\n|---|" + "---:|" * len(questions))
    kinds = [("wall", 0, seconds), ("CPU", 1, seconds), ("peak MB", 2, lambda value: f"{value:.0f}")]
    for kind, index, text in kinds:
        for engine in engines:
            cells = [
                text(results[engine, question][index]) if (engine, question) in results else "–"
                for question in questions
            ]
            print(f"| {engine.name}, {kind} | " + " | ".join(cells) + " |")
    print("| **best peer ÷ ordersh, wall** | " + " | ".join(ratio(engines, q, results) for q in questions) + " |")


def ratio(engines, question, results):
    ours = [results[engine, question][0] for engine in engines if engine.is_ours and (engine, question) in results]
    peers = [
        results[engine, question][0] for engine in engines if not engine.is_ours and (engine, question) in results
    ]
    return f"{min(peers) / min(ours):.1f} ×" if ours and peers else "–"


def print_heading(options, data, order_count, versions):
    processor = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as file:
            processor = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    print(
        f"{datetime.date.today().isoformat()}; {processor}, {len(os.sched_getaffinity(0))} cores, "
        f"{platform.system()} {platform.release()}; {order_count:,} orders, {size(os.path.getsize(data))} of NDJSON "
        f"({options.data_words}), warm; medians of {options.runs} runs of the whole process, alternating; "
        f"load before: {os.getloadavg()[0]:.1f}"
    )
    print("\n" + ", ".join(versions))


# Data, peers and their stores.


def first_line_of(command):
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return (run.stdout.strip().splitlines() or [""])[0] if run.returncode == 0 else None


def find_duckdb(options):
    """DuckDB's own program: the one on the PATH, or the one that PyPI has."""
    if "duckdb" in options.without:
        return None
    found = shutil.which("duckdb")
    environment = os.path.join(options.root, ".build", "benchmark-venv")
    pattern = os.path.join(environment, "lib/python3*/site-packages/duckdb_cli/duckdb")
    if not found and not glob.glob(pattern):
        say("fetching duckdb from PyPI")
        for command in (
            [sys.executable, "-m", "venv", environment],
            [os.path.join(environment, "bin", "python3"), "-m", "pip", "install", "--quiet",
             "--disable-pip-version-check", "duckdb-cli"],
        ):
            if subprocess.run(command, stdout=sys.stderr).returncode != 0:
                say("duckdb cannot be had; it is left out")
                return None
    return found or (glob.glob(pattern) or [None])[0]


def make_data(options, program):
    if options.data:
        options.data_words = "made by --data's maker"
        return options.data
    path = os.path.join(options.folder, f"orders-{options.count}.ndjson")
    if not os.path.exists(path):
        say(f"generating {options.count:,} orders")
        subprocess.run([program, "generate", "--count", str(options.count), "-o", path], check=True)
    options.data_words = "made by ordersh generate"
    return path


def count_lines(path):
    count = 0
    with open(path, "rb", buffering=0) as file:
        while block := file.read(1 << 24):
            count += block.count(b"\n")
    return count


def some_id(path):
    """The id of an order that stands about two thirds into the file."""
    with open(path, "rb") as file:
        file.seek(os.path.getsize(path) * 65 // 100)
        file.readline()
        line = file.readline()
    return int(re.match(rb'\{"id":\s*(\d+)', line).group(1))


def head_of(path, count, folder):
    """The file itself, or its first lines when it has more."""
    if count_lines(path) <= count:
        return path
    part = os.path.join(folder, f"orders-first-{count}.ndjson")
    if not os.path.exists(part) or os.path.getmtime(part) < os.path.getmtime(path):
        with open(path, "rb") as file, open(part, "wb") as out:
            for _ in range(count):
                out.write(file.readline())
    return part


def is_whole_money(path):
    """Whether the data's amounts are whole numbers; looked up in its beginning."""
    with open(path, "rb") as file:
        return not re.search(rb'"(total|amount_paid|amount_outstanding)":-?\d+\.', file.read(4 << 20))


class Store:
    """What a peer or ordersh makes of the data beforehand, and what that took."""

    def __init__(self, name, path, run):
        self.name, self.path, self.run = name, path, run

    def row(self):
        if self.run is None:
            return f"| {self.name} | kept from before | | | {size(os.path.getsize(self.path))} |"
        return (
            f"| {self.name} | {seconds(self.run.wall)} | {seconds(self.run.cpu)} | {self.run.peak:.0f} | "
            f"{size(os.path.getsize(self.path))} |"
        )


def make_store(options, launcher, name, path, command):
    """Builds a store, or keeps a peer's from before; None when it cannot be built."""
    is_ours = name.startswith("ordersh")
    if not is_ours and os.path.exists(path) and os.path.getmtime(path) > os.path.getmtime(options.data):
        return Store(name, path, None)
    for old in (path, path + ".wal", path + "-wal", path + "-shm"):
        if os.path.exists(old):
            os.remove(old)
    say(f"building the store of {name}")
    run = launcher.run(command)
    if run.status != 0 or not os.path.exists(path):
        say(f"{name} cannot build its store: {run.errors.strip()[:300]}")
        return None
    return Store(name, path, run)


def make_engines(options, launcher, program, order):
    """All engines, their stores and versions."""
    engines, stores, versions = [], [], [first_line_of([program, "--version"]) or "ordersh"]
    data = options.data
    tag = re.sub(r"\W+", "-", os.path.basename(data))

    def add(name, is_stored, queries, command, **more):
        commands = {question: command(query) for question, query in queries.items()}
        engines.append(Engine(name, is_stored, commands, **more))

    def stored(name, path, command):
        store = make_store(options, launcher, name, os.path.join(options.folder, path), command)
        if store:
            stores.append(store)
        return store

    ours = ordersh_queries(order)

    def ask(query, source):
        # One order by id is wanted as its document, everything else as a table.
        form = ["--format", "ndjson"] if query.startswith("order ") else []
        return [program, "-c", query, source, *form]

    add("ordersh", False, ours, lambda query: ask(query, data))
    path = os.path.join(options.folder, f"{tag}.orders")
    store = stored("ordersh", f"{tag}.orders", [program, "import", data, "-o", path])
    if store:
        add("ordersh", True, ours, lambda query: ask(query, store.path))
    duckdb = find_duckdb(options)
    if duckdb:
        versions.append("duckdb " + (first_line_of([duckdb, "--version"]) or "?"))
        money = "BIGINT" if is_whole_money(data) else "DECIMAL(18,2)"
        add("duckdb", False, duckdb_raw(order, data, money), lambda query: [duckdb, "-csv", "-c", query])
        path = os.path.join(options.folder, f"{tag}.duckdb")
        load = (
            "create table orders as select * replace (created_at::timestamp as created_at) "
            f"from read_json('{data}',format='newline_delimited')"
        )
        duck_store = stored("duckdb", f"{tag}.duckdb", [duckdb, path, "-c", load])
        if duck_store:
            queries = duckdb_queries(order, lambda question: "orders", "to_json(o)")
            add("duckdb", True, queries, lambda query: [duckdb, "-readonly", "-csv", duck_store.path, "-c", query])
    sqlite = None if "sqlite" in options.without else shutil.which("sqlite3")
    if sqlite:
        versions.append("sqlite " + (first_line_of([sqlite, "--version"]) or "?").split()[0])
        path = os.path.join(options.folder, f"{tag}.sqlite")
        load = [sqlite, path, "create table raw(j text)", ".mode ascii", '.separator "\\001" "\\n"']
        load.append(f".import '{data}' raw")
        sqlite_store = stored("sqlite", f"{tag}.sqlite", load + SQLITE_STORE)
        if sqlite_store:
            add("sqlite", True, sqlite_queries(order), lambda query: [sqlite, "-readonly", sqlite_store.path, query])
    jq = None if "jq" in options.without else shutil.which("jq")
    if jq:
        versions.append(first_line_of([jq, "--version"]) or "jq")
        part = head_of(data, JQ_ORDERS, options.folder)
        scale = options.order_count / count_lines(part)
        name = "jq" if scale == 1 else f"jq ({JQ_ORDERS:,} orders, scaled)"
        queries = jq_queries(order if scale == 1 else some_id(part))
        add(name, False, queries, lambda query: [jq, "-n", "-r", query, part], scale=scale, is_checked=scale == 1)
    return engines, stores, versions


def measure_starts(launcher, program, engines, count):
    """`--version` of every program; a start is short, so it is repeated more often."""
    commands = {}
    for engine in engines:
        first = next(iter(engine.commands.values()), None)
        if first and engine.name.split()[0] not in commands:
            commands[engine.name.split()[0]] = [first[0], "--version"]
    runs = {name: [] for name in commands}
    for _ in range(count):
        for name, command in commands.items():
            runs[name].append(launcher.run(command))
    print("\n### Start (`--version`)\n\n| | median | least | peak MB |\n|---|---:|---:|---:|")
    for name, list_of_runs in runs.items():
        walls = [run.wall for run in list_of_runs]
        peak = max(run.peak for run in list_of_runs)
        print(f"| {name} | {seconds(statistics.median(walls))} | {seconds(min(walls))} | {peak:.0f} |")


def read_options():
    parser = argparse.ArgumentParser(prog="Scripts/benchmark", description=__doc__.split("\n\n")[0])
    parser.add_argument("--root", help=argparse.SUPPRESS)
    parser.add_argument("--program", help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=1_000_000, help="how many orders to generate (default: a million)")
    parser.add_argument("--runs", type=int, default=5, help="how often each question is asked (default: 5)")
    parser.add_argument("--only", default="", help="only these questions, by a pattern such as 'Q[13]'")
    parser.add_argument("--data", default=os.environ.get("ORDERSH_PERF_DATA"), help="an NDJSON file of orders to use "
                        "instead of generating one (default: $ORDERSH_PERF_DATA)")
    parser.add_argument("--without", default="", help="peers to leave out: duckdb, sqlite, jq")
    parser.add_argument("--quick", action="store_true", help="2,000 orders, one run: does it work at all?")
    parser.add_argument("--clean", action="store_true", help="remove the generated data and all stores, and end")
    parser.add_argument("--micro", action="store_true", help="measure the parts instead, in one process")
    parser.add_argument("--prompt", action="store_true", help="measure the prompt at a terminal instead")
    parser.add_argument("--remote", action="store_true", help="measure against a server instead")
    parser.epilog = (
        "--micro, --prompt and --remote come first. A pattern of names, --data FILE and --runs N may follow --micro; "
        "--prompt --help and --remote --help list the options of these."
    )
    options = parser.parse_args()
    if options.runs < 1 or options.count < 100:
        parser.error("--runs takes at least 1, --count at least 100")
    if options.quick:
        options.count, options.runs, options.data = 2000, 1, None
    if options.data and not os.path.isfile(options.data):
        parser.error(f"there is no file {options.data}")
    if options.data:
        options.data = os.path.abspath(options.data)
    options.without = [name for name in re.split(r"[,\s]+", options.without) if name]
    options.folder = os.environ.get("ORDERSH_BENCHMARK") or os.path.join(options.root, ".build", "benchmark")
    return options


def main():
    options = read_options()
    if options.clean:
        for name in os.listdir(options.folder) if os.path.isdir(options.folder) else []:
            if name == "measure" or name.endswith((".ndjson", ".orders", ".duckdb", ".sqlite")):
                os.remove(os.path.join(options.folder, name))
        return 0
    os.makedirs(options.folder, exist_ok=True)
    program = os.path.abspath(options.program or os.path.join(options.root, ".build", "release", "ordersh"))
    launcher = Launcher(options.folder)
    options.data = make_data(options, program)
    options.order_count = count_lines(options.data)
    questions = [question for question in QUESTIONS if re.search(options.only, question)]
    engines, stores, versions = make_engines(options, launcher, program, some_id(options.data))
    agrees = check_answers(launcher, engines, questions)
    results = measure(launcher, engines, questions, options.runs)
    print_heading(options, options.data, options.order_count, versions)
    print("\n" + "; ".join(f"{question}: {QUESTIONS[question]}" for question in questions))
    for title, is_stored in (("From the file as it is", False), ("From what was stored before", True)):
        print_table(title, [engine for engine in engines if engine.is_stored == is_stored], questions, results)
    print("\n### Storing\n\n| | wall | CPU | peak MB | size |\n|---|---:|---:|---:|---:|")
    for store in stores:
        print(store.row())
    measure_starts(launcher, program, engines, 3 if options.quick else max(21, options.runs))
    if not agrees:
        print("\n**Not all engines agreed; see the messages above.**")
    return 0 if agrees else 1


if __name__ == "__main__":
    start = time.monotonic()
    status = main()
    say(f"took {time.monotonic() - start:.0f} s")
    sys.exit(status)
