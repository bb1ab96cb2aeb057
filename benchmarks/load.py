"""Many readers at once: clients that search without a pause, against worker processes as an operator runs them.

    python -m benchmarks.load --config telusur.toml --queries queries.tsv --clients 50 --seconds 300 --workers 2

Workers are `telusur serve` on ports of their own, which a web server in front would share out. Prints requests per
second, answer times as clients see them, processor time per answer, errors, and each worker's memory over the run.
Set ``rate_limit = ""``: all clients come from one address.
"""

import argparse
import http.client
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

FIRST_PORT = 8790
SAMPLES = 6
"""How often memory is read."""


@dataclass
class Tally:
    """What all clients saw: seconds per answer, and the statuses (0: no answer)."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, seconds: float, status: int) -> None:
        """Count an answer."""
        with self.lock:
            self.seconds.append(seconds)
            self.statuses[status] += 1


def start_worker(config: Path, port: int) -> subprocess.Popen[bytes]:
    """Start a worker and wait until it can answer."""
    command = [sys.executable, "-m", "indexer.cli", "--config", str(config), "serve", "--port", str(port)]
    worker = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
    for _ in range(600):
        if worker.poll() is not None:
            sys.exit(f"the worker on port {port} ended with {worker.returncode}")
        try:
            if get(port, "/readyz") == 200:
                return worker
        except OSError:
            time.sleep(0.2)
    sys.exit(f"the worker on port {port} does not become ready")


def memory_mb(worker: subprocess.Popen[bytes]) -> float:
    """Return a worker's resident memory."""
    pages = int(Path(f"/proc/{worker.pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def processor_seconds(worker: subprocess.Popen[bytes]) -> float:
    """Return the processor time that a worker has used."""
    fields = Path(f"/proc/{worker.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def client(ports: list[int], texts: list[str], until: float, tally: Tally, seed: int) -> None:
    """Search without a pause until the time is over."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    while time.monotonic() < until:
        path = f"/cari?q={quote(chance.choice(texts))}"
        if chance.random() < 0.3:
            path += f"&hal={chance.randint(2, 5)}"
        started = time.perf_counter()
        try:
            status = get(chance.choice(ports), path)
        except OSError:
            status = 0
        tally.add(time.perf_counter() - started, status)


def get(port: int, path: str) -> int:
    """Fetch a page and return its status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True, help="lines of id, tab, query")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    texts = [line.split("\t")[1] for line in options.queries.read_text(encoding="utf-8").splitlines()]
    ports = [FIRST_PORT + number for number in range(options.workers)]
    workers = [start_worker(options.config, port) for port in ports]
    try:
        _load(options, texts, ports, workers)
    finally:
        for worker in workers:
            worker.terminate()
            worker.wait()


def _load(
    options: argparse.Namespace, texts: list[str], ports: list[int], workers: list[subprocess.Popen[bytes]]
) -> None:
    tally = Tally()
    for port in ports:  # as after some minutes of service, not as in the first second
        client([port], texts, time.monotonic() + 5, Tally(), seed=0)
    used = sum(map(processor_seconds, workers))
    until = time.monotonic() + options.seconds
    threads = [
        threading.Thread(target=client, args=(ports, texts, until, tally, seed)) for seed in range(options.clients)
    ]
    for thread in threads:
        thread.start()
    for _ in range(SAMPLES):
        print("memory of workers, MB:", [round(memory_mb(worker)) for worker in workers])
        time.sleep(options.seconds / SAMPLES)
    for thread in threads:
        thread.join()
    used = sum(map(processor_seconds, workers)) - used
    times = sorted(tally.seconds)
    print("memory of workers, MB:", [round(memory_mb(worker)) for worker in workers])
    print(f"{len(times)} answers in {options.seconds:.0f} s: {len(times) / options.seconds:.1f} per second")
    print(f"statuses: {dict(tally.statuses)}")
    print(f"answer times: p50 {times[len(times) // 2]:.3f} s, p99 {times[int(len(times) * 0.99)]:.3f} s")
    print(f"processor time: {used / len(times) * 1000:.1f} ms per answer")
    sys.exit(0 if set(tally.statuses) <= {200, 302} else 1)


if __name__ == "__main__":
    main()
