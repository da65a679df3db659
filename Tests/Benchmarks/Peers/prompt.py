"""Measures the prompt on a pseudo-terminal: how long after a key the line is painted anew, and how soon there is one.

Started by Scripts/benchmark --prompt, which builds the program first. It types as a person does, one key after the
other, and takes the time from the key to the last byte of the painting: every painting ends with the cursor's way to
its place, so one can see that it is whole. It drives any program that edits lines with this editor:

    prompt.py [--keys N] [--starts N] [--tab TEXT] PROGRAM [ARGUMENT…]
"""

import argparse
import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time

ROWS, COLUMNS = 40, 120
STATEMENT_LENGTH = 500
PASTE_LENGTH = 1_000_000
DEADLINE_SECONDS = 60
# A painting clears what was below its beginning, and ends with the cursor's column.
PAINTED = re.compile(rb"\x1b\[J.*\r(\x1b\[\d+C)?\Z", re.DOTALL)
GOALS_MILLISECONDS = {"key": 5, "Tab": 20, "start": 30, "paste": 1000}


class Prompt:
    """A program at its prompt, on a terminal of its own."""

    def __init__(self, command, home):
        self.begin = time.perf_counter()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            environment = {
                "HOME": home, "XDG_STATE_HOME": home, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
                "PATH": "/usr/bin:/bin",
            }
            try:
                os.execve(command[0], command, environment)
            finally:
                os._exit(127)
        os.set_blocking(self.terminal, False)
        self.start_seconds = self.painted(lambda output: b"\x1b[?2004h" in output) - self.begin

    def painted(self, is_it=lambda output: True):
        """Waits for a whole painting and answers with when its last byte came."""
        output = b""
        deadline = time.perf_counter() + DEADLINE_SECONDS
        while time.perf_counter() < deadline:
            if not select.select([self.terminal], [], [], 1)[0]:
                continue
            try:
                output += os.read(self.terminal, 1 << 16)
            except BlockingIOError:
                continue
            except OSError:
                break
            arrived = time.perf_counter()
            if PAINTED.search(output) and is_it(output):
                return arrived
        raise SystemExit(f"prompt: nothing painted; the last output was {output[-300:]!r}")

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

    def close(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)


def statement():
    """A query of so many characters on one line, as nobody would want to type it."""
    text = "orders where status = completed and city = 'تهران'"
    number = 0
    while len(text) < STATEMENT_LENGTH - 40:
        number += 1
        text += f" and (total > {number}000 or payment_method = {number})"
    return text + " or" * ((STATEMENT_LENGTH - len(text)) // 3)


def typed_keys(prompt, count):
    """Types into a long statement at its end and in its middle; each key changes what is seen."""
    prompt.press(f"\x1b[200~{statement()}\x1b[201~")
    prompt.settle()
    times = []
    for number in range(count):
        if number == count // 2:
            prompt.press("\x1b3\x1b[D")
            prompt.press("\x1b200\x02")
            prompt.settle()
        times.append(prompt.press("\x7f" if number % 3 == 2 else "xy"[number % 3]))
        # As fast as someone who holds a key down.
        time.sleep(0.01)
    prompt.clear()
    return times


def tabs(prompt, text, count):
    times = []
    for _ in range(count):
        prompt.press(text)
        prompt.settle()
        times.append(prompt.press("\t"))
        prompt.settle()
        prompt.clear()
    return times


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


def row(name, goal, times):
    times = sorted(time * 1000 for time in times)
    if not times:
        return None
    last = times[min(len(times) - 1, int(len(times) * 0.99))]
    limit = GOALS_MILLISECONDS.get(goal)
    print(f"| {name} | {len(times)} | {statistics.median(times):.2f} | {last:.2f} | {times[-1]:.2f} | {limit or ''} |")
    sys.stdout.flush()
    return limit is None or last <= limit


def main():
    parser = argparse.ArgumentParser(prog="prompt")
    parser.add_argument("--keys", type=int, default=300)
    parser.add_argument("--starts", type=int, default=20)
    parser.add_argument("--tab", default="orders where ", help="what is typed before Tab")
    parser.add_argument("--check", action="store_true", help="fail when a goal is missed")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    if not arguments.command:
        parser.error("no program")
    command = [os.path.abspath(arguments.command[0])] + arguments.command[1:]
    with tempfile.TemporaryDirectory() as home:
        print("milliseconds\n\n| | times | p50 | p99 | max | goal |\n|---|---:|---:|---:|---:|---:|")
        starts = []
        for _ in range(arguments.starts):
            prompt = Prompt(command, home)
            starts.append(prompt.start_seconds)
            prompt.close()
        kept = [row("start to the painted prompt", "start", starts)]
        prompt = Prompt(command, home)
        prompt.settle()
        kept.append(row("a key in 500 characters", "key", typed_keys(prompt, arguments.keys)))
        kept.append(row(f"Tab behind `{arguments.tab}`", "Tab", tabs(prompt, arguments.tab, arguments.keys // 10)))
        times, keys = pastes(prompt, 3)
        kept.append(row("a paste of 1 MB", "paste", times))
        row("a key behind that", "", keys)
        prompt.close()
    if arguments.check and not all(kept):
        raise SystemExit("prompt: a goal was missed")


if __name__ == "__main__":
    main()
