"""What an operator's night costs: import, reindex on all cores, a kill half-way, readers meanwhile.

    .venv/bin/python -m benchmarks.operations articles.jsonl.gz queries.tsv --articles 100000

The archive is grown as :mod:`benchmarks.growing` says. Commands run as the command line runs them; memory is the
proportional set size of a command's whole process tree, looked at every 0.2 s. Readers are 20 threads that ask a
running ``telusur serve`` for result pages, each pausing a tenth of a second between two.
"""

import argparse
import contextlib
import http.client
import itertools
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.growing import grow

CLIENTS, PAUSE_S = 20, 0.1
IDLE_S = 20.0


def main() -> None:
    """Run everything and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="folder to leave archive and index in, for other benchmarks")
    options = parser.parse_args()
    queries = [line.split("\t")[1] for line in options.queries.read_text(encoding="utf-8").splitlines()]
    with contextlib.ExitStack() as temporary:
        folder = options.keep or Path(temporary.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(exist_ok=True)
        print(json.dumps(measure(folder, options.source, queries, options.articles), indent=2))


def measure(folder: Path, source: Path, queries: Sequence[str], articles: int) -> dict[str, Any]:
    """Return all figures."""
    grow(source, folder / "berita.jsonl", articles)
    run(folder, "init")
    importing = run(folder, "import", "berita.jsonl", "--source", "berita")
    building = run(folder, "reindex")
    killed, resumed = kill_half_way(folder, building.seconds)
    verifying = run(folder, "verify")
    return {
        "articles": articles,
        "cores": len(os.sched_getaffinity(0)),
        "import": importing.record(articles),
        "reindex": building.record(articles),
        "killed_after_s": round(killed, 1),
        "resumed": resumed.record(articles) | {"share_of_whole": round(resumed.seconds / building.seconds, 2)},
        "verify": verifying.record(articles),
        "readers": readers(folder, queries),
    }


# Commands


@dataclass(slots=True)
class Cost:
    """Wall time, and the largest memory of all processes together."""

    seconds: float
    megabytes: float

    def record(self, articles: int) -> dict[str, float]:
        """Return the cost as JSON values."""
        return {
            "seconds": round(self.seconds, 1),
            "articles_per_s": round(articles / self.seconds),
            "peak_mb": round(self.megabytes),
        }


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a telusur command."""
    return subprocess.Popen([sys.executable, "-W", "ignore", "-m", "indexer.cli", *arguments], cwd=folder)  # noqa: S603


def run(folder: Path, *arguments: str) -> Cost:
    """Run a telusur command to its end."""
    started = time.perf_counter()
    process = start(folder, *arguments)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, tree_megabytes(process.pid))
        time.sleep(0.2)
    if process.returncode:
        sys.exit(f"telusur {' '.join(arguments)} ended with {process.returncode}")
    cost = Cost(time.perf_counter() - started, peak)
    print(f"{arguments[0]}: {cost.seconds:.1f} s, {cost.megabytes:.0f} MB", file=sys.stderr, flush=True)
    return cost


def kill_half_way(folder: Path, seconds: float) -> tuple[float, Cost]:
    """Kill a reindex after half its time, then run it to its end."""
    process = start(folder, "reindex")
    time.sleep(seconds / 2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return seconds / 2, run(folder, "reindex")


def tree_megabytes(pid: int) -> float:
    """Return the proportional set size of a process and all below it, in MB."""
    total = 0.0
    for process in (pid, *_children(pid)):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) / 1024
    return total


def _children(pid: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
            yield int(child)
            yield from _children(int(child))


# Readers


@dataclass(slots=True)
class Load:
    """Clients that ask a server for result pages until they are stopped."""

    port: int
    queries: Sequence[str]
    times: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def client(self, seed: int) -> None:
        """Ask, pause, ask."""
        chance = random.Random(seed)  # noqa: S311 - queries, no secrets
        while not self.stop.is_set():
            started = time.perf_counter()
            status = ask(self.port, "/cari", q=chance.choice(self.queries))[0]
            self.times.append((time.perf_counter() - started) * 1000)
            if status != http.client.OK:
                self.failed.append(str(status))
            time.sleep(PAUSE_S)

    def record(self) -> dict[str, Any]:
        """Return the times as JSON values."""
        ordered = sorted(self.times)
        return {
            "searches": len(ordered),
            "failed": len(self.failed),
            "p50_ms": round(statistics.median(ordered), 1),
            "p99_ms": round(ordered[int(len(ordered) * 0.99)], 1),
        }


def readers(folder: Path, queries: Sequence[str]) -> dict[str, Any]:
    """Measure readers alone and beside a reindex, and how soon they find what is new."""
    port = free_port()
    settings = folder / "telusur.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[web]\n", '[web]\nrate_limit = ""\n'), encoding="utf-8")  # one address for all
    server = start(folder, "serve", "--port", str(port))
    try:
        wait_for(port)
        under(port, queries, lambda: time.sleep(5))  # caches as they are after a while
        idle = under(port, queries, lambda: time.sleep(IDLE_S))
        busy = under(port, queries, lambda: run(folder, "reindex"))
        return {"idle": idle, "during_reindex": busy, "new_story_found_after_s": new_story(folder, port)}
    finally:
        server.terminate()
        server.wait()


def under(port: int, queries: Sequence[str], work: Any) -> dict[str, Any]:
    """Return what clients measured while ``work`` was done."""
    load = Load(port, queries)
    threads = [threading.Thread(target=load.client, args=(seed,)) for seed in range(CLIENTS)]
    for thread in threads:
        thread.start()
    work()
    load.stop.set()
    for thread in threads:
        thread.join()
    return load.record()


def new_story(folder: Path, port: int) -> float:
    """Import one story and return the seconds from the end of that until a running server finds it."""
    story = {"id": "baru", "title": "Zirkonium ditemukan", "body": "Zirkonium ditemukan di sungai."}
    (folder / "baru.jsonl").write_text(json.dumps(story), encoding="utf-8")
    run(folder, "import", "baru.jsonl", "--source", "baru")
    started = time.perf_counter()
    for _ in itertools.count():
        status, page = ask(port, "/cari", q="zirkonium")
        if status == http.client.OK and "Zirkonium ditemukan" in page.replace("<mark>", "").replace("</mark>", ""):
            return round(time.perf_counter() - started, 2)
    raise AssertionError("unreachable")


def ask(port: int, path: str, **parameters: str) -> tuple[int, str]:
    """Return status and body of a page; status 0 where there was no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", f"{path}?{urllib.parse.urlencode(parameters)}")
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    except OSError:
        return 0, ""
    finally:
        connection.close()


def wait_for(port: int) -> None:
    """Wait until the server answers."""
    while ask(port, "/readyz")[0] != http.client.OK:
        time.sleep(0.2)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
