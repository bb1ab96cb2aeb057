"""Generated searches, random, mutated and hostile, through the page and the API: none may fail or take too long.

    python -m benchmarks.generated_queries --number 100000 --config telusur.toml

Prints how many answers had which status and how long they took; ends with 1 if one was a 5xx or over the budget. It
takes some 15 ms of processor time per answer; ``--minutes`` ends it earlier, and what was asked until then is told.
"""

import argparse
import math
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlencode

from flask import Flask
from flask.testing import FlaskClient

from indexer.cli.context import Context
from indexer.cli.pages import web_config
from search_web import create_app

BUDGET_SECONDS = 2.0
"""What no answer may take: the pages' own budget for the engine is less, and the rest is the page."""

_TELLS_EVERY = 5_000
"""Queries after which a run tells how far it is."""

PATHS = ("/cari", "/api/v1/search")
WORDS = (
    "banjir",
    "bupati",
    "tanjab",
    "barat",
    "kerja",
    "sama",
    "sungai",
    "Muaro",
    "Jambi",
    "2020",
    "jalan",
    "rusak",
    "DPRD",
    "membangun",
    "pembangunan",
    "kerjasama",
    "anwar",
    "sadat",
    "dana",
    "desa",
    "di",
    "yang",
    "korupsi",
    "pilkada",
)
PIECES = (
    '"',
    "'",
    "(",
    ")",
    "*",
    "?",
    "-",
    "+",
    "~",
    "~5",
    ":",
    "OR",
    "AND",
    "NOT",
    "judul:",
    "wilayah:",
    "pejabat:",
    "sejak:",
    "sampai:",
    "rubrik:",
    "tag:",
    "penulis:",
    "..",
    "/",
    "\\",
    "%",
    "&",
    "<",
    ">",
    "[",
    "]",
    "{",
    "}",
    "^",
    "|",
    "!",
    "#",
    ";",
    "\0",
    "\n",
    "\t",
    "\x1f",
    "\u200b",
    "\u202e",
    "\ufeff",
    "\uffff",
    "é",
    "ﬁ",
    "İ",
    "ß",
    "🏛️",
    "漢",
    "ا",
    "\u0301" * 20,
    "a*",
    "*a",
    "*",
    "a" * 64,
    "0" * 40,
    "1e309",
    "-1",
    "NaN",
    "null",
    "' OR 1=1 --",
    "<script>",
    "../../etc/passwd",
    "%00",
    "%ff",
    "\ud800",
)
PARAMETERS = ("q", "urut", "wilayah", "pejabat", "rubrik", "dari", "sampai", "hal", "limit", "cursor", "x")
VALUES = (
    "terbaru",
    "15",
    "15.06",
    "bupati@15.06",
    "anwar-sadat",
    "2020",
    "2020-02",
    "31/2/2020",
    "1",
    "100",
    "999999999",
    "",
)


def queries(number: int, seed: int) -> Iterator[str]:
    """Yield query strings: a third words in any order, a third pieces of syntax and odd characters, a third bytes."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    kinds: Sequence[Callable[[random.Random], str]] = (_words, _hostile, _bytes)
    for at in range(number):
        yield kinds[at % len(kinds)](chance)


def _words(chance: random.Random) -> str:
    words = chance.choices(WORDS, k=chance.randint(0, 12))
    text = " ".join(_mutated(word, chance) for word in words)
    return _encoded([("q", text), *_some_parameters(chance)])


def _mutated(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) + 1)
    match chance.randrange(6):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + chance.choice(PIECES) + word[at:]
        case 2:
            return f'"{word} {chance.choice(WORDS)}"'
        case 3:
            return word.upper()
        case _:
            return word


def _hostile(chance: random.Random) -> str:
    text = "".join(chance.choice((*PIECES, *WORDS, " ")) for _ in range(chance.choice((1, 5, 20, 100, 400))))
    return _encoded([("q", text), *_some_parameters(chance)])


def _some_parameters(chance: random.Random) -> list[tuple[str, str]]:
    return [
        (chance.choice(PARAMETERS), chance.choice((*VALUES, *PIECES))) for _ in range(chance.choice((0, 0, 1, 3, 30)))
    ]


def _bytes(chance: random.Random) -> str:
    """Return a query string of any bytes that a server may be sent, a few of them of a structure."""
    raw = bytes(chance.randrange(256) for _ in range(chance.choice((1, 10, 60, 300))))
    return "q=" + quote(raw, safe="&=%+;" if chance.random() < 0.5 else "")


def _encoded(pairs: Sequence[tuple[str, str]]) -> str:
    return urlencode(pairs, errors="surrogatepass")


def run(
    app: Flask, number: int, seed: int = 1, *, minutes: float = math.inf
) -> tuple[Counter[int], list[tuple[float, str]], list[str]]:
    """Ask for ``number`` queries on each path; return statuses, the slowest answers, and what failed.

    It ends earlier after some ``minutes`` of processor time, and tells on stderr how far it is.
    """
    end = time.process_time() + 60 * minutes
    client = app.test_client()
    statuses: Counter[int] = Counter()
    slowest: list[tuple[float, str]] = []
    failures: list[str] = []
    for at, query in enumerate(queries(number, seed)):
        if time.process_time() > end:
            break
        if at and at % _TELLS_EVERY == 0:
            print(
                f"{at} queries, {dict(sorted(statuses.items()))}, {len(failures)} failed", file=sys.stderr, flush=True
            )
        for path in PATHS:
            seconds, status = _ask(client, f"{path}?{query}")
            statuses[status] += 1
            slowest = sorted([*slowest, (seconds, f"{path}?{query}")], reverse=True)[:5]
            if status >= 500 or seconds > BUDGET_SECONDS:
                failures.append(f"{status} {seconds:.2f}s {path}?{query}")
    return statuses, slowest, failures


def _ask(client: FlaskClient, address: str) -> tuple[float, int]:
    """Return processor seconds (the machine may be busy with other things) and the status."""
    started = time.process_time()
    response = client.get(address)
    return time.process_time() - started, response.status_code


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=math.inf, help="Processor time after which it ends.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--config", type=Path, default=Path("telusur.toml"))
    options = parser.parse_args()
    context = Context(config_path=options.config)
    with context.engine(context.config.limits) as engine:
        # All come from one address, and none is a reader's.
        app = create_app(replace(web_config(context, engine), rate_limit=None, query_log=None))
        statuses, slowest, failures = run(app, options.number, options.seed, minutes=options.minutes)
    print(f"{sum(statuses.values())} answers: {dict(sorted(statuses.items()))}")
    for seconds, address in slowest:
        print(f"{seconds * 1000:8.1f} ms  {address[:150]}")
    for failure in failures[:20]:
        print(f"FAILED {failure[:300]}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
