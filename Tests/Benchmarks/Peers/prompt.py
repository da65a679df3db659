"""Measures the prompt at a terminal, over a snapshot: its start, a key, Tab, a paste, and a long table in the pager.

Started by Scripts/benchmark --prompt, which builds the program first. It types on a pseudo-terminal as a person does,
one key after the other, and takes the time from the key to the last byte of the painting: every painting ends with
the cursor's way to its place, so one can see that it is whole. The limits are at the 99th percentile.
"""

import argparse
import fcntl
import json
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time

ROWS, COLUMNS = 40, 120
STATEMENT_LENGTH = 500
PASTE_LENGTH = 1_000_000
HISTORY_LENGTH = 10_000
TABLE_LENGTH = 100_000
DEADLINE_SECONDS = 120
# A painting clears what was below its beginning, and ends with the cursor's column.
PAINTED = re.compile(rb"\x1b\[J.*\r(\x1b\[\d+C)?\Z", re.DOTALL)
FIELD, VALUE = "orders where ", 'orders where billing_city.name = "'


def say(text):
    print(f"prompt: {text}", file=sys.stderr, flush=True)


class Prompt:
    """The program at its prompt, on a terminal of its own."""

    def __init__(self, command, home, variables=None):
        self.output = b""
        self.begin = time.perf_counter()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            environment = {
                "HOME": home, "XDG_STATE_HOME": home, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
                "PATH": "/usr/bin:/bin", **(variables or {}),
            }
            try:
                os.execve(command[0], command, environment)
            finally:
                os._exit(127)
        os.set_blocking(self.terminal, False)
        self.start_seconds = self.painted(lambda output: b"\x1b[?2004h" in output) - self.begin

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)

    def painted(self, is_it=lambda output: True):
        """Waits for a whole painting and answers with when its last byte came."""
        self.output = b""
        deadline = time.perf_counter() + DEADLINE_SECONDS
        while time.perf_counter() < deadline:
            if not select.select([self.terminal], [], [], 1)[0]:
                continue
            try:
                self.output += os.read(self.terminal, 1 << 16)
            except BlockingIOError:
                continue
            except OSError:
                break
            arrived = time.perf_counter()
            if PAINTED.search(self.output) and is_it(self.output):
                return arrived
        raise SystemExit(f"prompt: nothing painted; the last output was {self.output[-300:]!r}")

    def press(self, keys, is_it=lambda output: True):
        """Types keys, and answers with the seconds until their effect was seen."""
        rest = keys.encode()
        begin = time.perf_counter()
        while rest:
            try:
                rest = rest[os.write(self.terminal, rest):]
            except BlockingIOError:
                select.select([], [self.terminal], [], 1)
        return self.painted(is_it) - begin

    def clear(self):
        """Drops the line: a new prompt."""
        self.press("\x03", lambda output: b"^C" in output and output.rindex(b"\x1b[J") > output.index(b"^C"))
        self.settle()

    def settle(self):
        """Reads on until nothing more comes for a while."""
        while select.select([self.terminal], [], [], 0.05)[0]:
            os.read(self.terminal, 1 << 16)

    def memory(self, name):
        """Megabytes by the system's account: VmRSS, VmHWM (the peak)."""
        with open(f"/proc/{self.process}/status") as status:
            return int(re.search(rf"^{name}:\s*(\d+)", status.read(), re.MULTILINE).group(1)) / 1024


# What is measured.


def starts(command, home, count):
    for _ in range(count):
        with Prompt(command, home) as prompt:
            yield prompt.start_seconds


def first_keys(command, home, count):
    """A key right behind the start, while the history is read."""
    for _ in range(count):
        with Prompt(command, home) as prompt:
            yield prompt.press("o")


def with_history(folder):
    """A home folder whose history is full."""
    os.makedirs(os.path.join(folder, "ordersh"), mode=0o700)
    path = os.path.join(folder, "ordersh", "history")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as history:
        for number in range(HISTORY_LENGTH):
            text = f"orders where total > {number} and city = 'تهران'\n  select id, total sort -total limit 20"
            history.write(json.dumps({"text": text, "time": 1_700_000_000 + number, "source": "shop"}) + "\n")
    return folder


def statement():
    """A query of so many characters on one line, as nobody would want to type it."""
    text = "orders where status = completed and billing_city.name = 'تهران'"
    number = 0
    while len(text) < STATEMENT_LENGTH - 50:
        number += 1
        text += f" and (total > {number}000 or quantity = {number})"
    return text + " " * (STATEMENT_LENGTH - 3 - len(text)) + "and"


def typed_keys(prompt, count):
    """Types into a long statement at its end and in its middle; each key changes what is seen."""
    prompt.press(f"\x1b[200~{statement()}\x1b[201~")
    prompt.settle()
    times = []
    for number in range(count):
        if number == count // 2:
            prompt.press("\x1b200\x02")
            prompt.settle()
        times.append(prompt.press("\x7f" if number % 3 == 2 else "xy"[number % 3]))
        # As fast as someone who holds a key down.
        time.sleep(0.01)
    prompt.clear()
    return times


def tabs(prompt, text, count):
    for _ in range(count):
        prompt.press(text)
        prompt.settle()
        yield prompt.press("\t")
        prompt.settle()
        prompt.clear()


def first_tabs(command, home, count):
    """Tab right behind the text, before any value can be known."""
    for _ in range(count):
        with Prompt(command, home) as prompt:
            prompt.settle()
            prompt.press(VALUE)
            yield prompt.press("\t")


def waits_for_values(command, home, count):
    """How long until a menu has the values that the snapshot holds."""
    for _ in range(count):
        with Prompt(command, home) as prompt:
            prompt.settle()
            begin = time.perf_counter()
            prompt.press(VALUE)
            while True:
                prompt.press("\t")
                if "تهران".encode() in prompt.output:
                    break
                time.sleep(0.02)
                prompt.settle()
                prompt.clear()
                prompt.press(VALUE)
            yield time.perf_counter() - begin


def pastes(prompt, count):
    """Pastes much text: rows of a script, then the marker that the screen shows at last."""
    row = "orders where status = completed and city = 'اصفهان' -- a remark in a long script\n"
    text = row * (PASTE_LENGTH // len(row.encode())) + "the_end"
    times, keys = [], []
    for _ in range(count):
        times.append(prompt.press(f"\x1b[200~{text}\x1b[201~", lambda output: b"the_end" in output))
        prompt.settle()
        keys += [prompt.press(key) for key in "abcdefgh"]
        prompt.settle()
        prompt.clear()
    return times, keys


class LongTable:
    """The whole way of a long table: from Enter to the pager's first byte, and the memory that it took."""

    def __init__(self, command, home):
        pipe = os.path.join(home, "seen")
        if not os.path.exists(pipe):
            os.mkfifo(pipe)
        # A reader who looks at the first screen for a while, and then at all of it.
        pager = f"head -c 1 >{pipe}; sleep 0.5; cat >/dev/null"
        with Prompt(command, home, {"PAGER": pager}) as prompt:
            prompt.settle()
            begin = time.perf_counter()
            os.write(prompt.terminal, self.query("\r"))
            with open(pipe, "rb") as seen:
                seen.read(1)
                self.seconds = time.perf_counter() - begin
            prompt.painted(lambda output: b"\x1b[?2004h" in output)
            self.peak = prompt.memory("VmHWM")
        with Prompt(command, home) as prompt:
            prompt.settle()
            begin = time.perf_counter()
            os.write(prompt.terminal, self.query(" \\| cat >/dev/null\r", "\\format csv\r"))
            prompt.painted(lambda output: output.count(b"\x1b[?2004h") == 2)
            self.least_seconds = time.perf_counter() - begin
            self.least = prompt.memory("VmHWM")

    @staticmethod
    def query(end, before=""):
        return f"{before}orders limit {TABLE_LENGTH}{end}".encode()


# The table of results.


class Report:
    def __init__(self):
        self.missed = []
        print("\nMilliseconds:\n\n| | times | p50 | p99 | most | goal |\n|---|---:|---:|---:|---:|---:|")

    def row(self, name, times, goal=None):
        times = sorted(time * 1000 for time in times)
        last = times[min(len(times) - 1, int(len(times) * 0.99))]
        figures = f"{statistics.median(times):.2f} | {last:.2f} | {times[-1]:.2f}"
        print(f"| {name} | {len(times)} | {figures} | {goal or ''} |", flush=True)
        if goal and last > goal:
            self.missed.append(name)


def measure(options, command, home):
    report = Report()
    report.row("start to the painted prompt", starts(command, home, options.starts), 30)
    with tempfile.TemporaryDirectory() as other:
        name = f"the same with {HISTORY_LENGTH:,} statements in the history"
        report.row(name, starts(command, with_history(other), options.starts), 30)
        report.row("a key at once after that", first_keys(command, other, options.starts))
    with Prompt(command, home) as prompt:
        prompt.settle()
        report.row(f"a key in {STATEMENT_LENGTH} characters", typed_keys(prompt, options.keys), 5)
        report.row(f"Tab behind `{FIELD}`", tabs(prompt, FIELD, options.tabs), 20)
    report.row(f"Tab behind `{VALUE}`, the first time", first_tabs(command, home, options.starts), 20)
    with Prompt(command, home) as prompt:
        prompt.settle()
        prompt.press(VALUE)
        time.sleep(2)
        prompt.clear()
        report.row("the same when the values are known", tabs(prompt, VALUE, options.tabs), 20)
    report.row("until the values are known", waits_for_values(command, home, options.tables))
    with Prompt(command, home) as prompt:
        prompt.settle()
        times, keys = pastes(prompt, options.tables)
    report.row("a paste of 1 MB", times, 1000)
    report.row("a key behind it", keys)
    tables = [LongTable(command, home) for _ in range(options.tables)]
    report.row(f"{TABLE_LENGTH:,} rows: Enter to the pager's first line", [table.seconds for table in tables])
    report.row("the same as CSV to the last line of /dev/null", [table.least_seconds for table in tables])
    table = min(tables, key=lambda table: table.peak - table.least)
    print(
        f"\nPeak memory of {TABLE_LENGTH:,} rows in the pager: {table.peak:.0f} MB; "
        f"as CSV into /dev/null: {table.least:.0f} MB."
    )
    return report.missed


def make_snapshot(options, program):
    path = os.path.join(options.folder, f"prompt-{options.orders}.orders")
    if not os.path.exists(path):
        say(f"generating {options.orders:,} orders")
        orders = path + ".ndjson"
        subprocess.run([program, "generate", "--count", str(options.orders), "-o", orders], check=True)
        subprocess.run([program, "import", orders, "-o", path], check=True, stdout=subprocess.DEVNULL)
        os.remove(orders)
    return path


def read_options():
    parser = argparse.ArgumentParser(prog="Scripts/benchmark --prompt", description=__doc__.split("\n\n")[0])
    parser.add_argument("--root", help=argparse.SUPPRESS)
    parser.add_argument("--program", help=argparse.SUPPRESS)
    parser.add_argument("--orders", type=int, default=1_000_000, help="how many orders the snapshot has (default: a "
                        "million)")
    parser.add_argument("--quick", action="store_true", help="2,000 orders, each thing a few times: does it work?")
    parser.add_argument("--check", action="store_true", help="end with status 1 when a goal is missed")
    parser.add_argument("--clean", action="store_true", help="remove the snapshots, and end")
    options = parser.parse_args()
    if options.orders < 100:
        parser.error("--orders takes at least 100")
    options.keys, options.tabs, options.starts, options.tables = 1000, 100, 50, 3
    if options.quick:
        options.orders, options.keys, options.tabs, options.starts, options.tables = 2000, 20, 5, 3, 1
    options.folder = os.environ.get("ORDERSH_BENCHMARK") or os.path.join(options.root, ".build", "benchmark")
    return options


def clean(folder):
    for name in os.listdir(folder) if os.path.isdir(folder) else []:
        if name.startswith("prompt-"):
            os.remove(os.path.join(folder, name))


def main():
    options = read_options()
    if options.clean:
        return clean(options.folder)
    os.makedirs(options.folder, exist_ok=True)
    program = os.path.abspath(options.program or os.path.join(options.root, ".build", "release", "ordersh"))
    snapshot = make_snapshot(options, program)
    load = os.getloadavg()[0]
    print(f"{options.orders:,} orders; {os.cpu_count()} processors, load {load:.1f}; a terminal of {COLUMNS} columns")
    with tempfile.TemporaryDirectory() as home:
        missed = measure(options, [program, snapshot], home)
    for name in missed:
        print(f"Missed: {name}")
    return 1 if missed and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
