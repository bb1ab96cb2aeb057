"""PostgreSQL's own full-text search: a GIN index over a tsvector, in a cluster made for the run."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.peers.base import PAGE, TOP, Stopwatch
from benchmarks.rows import Query, Row

_BIN = Path("/usr/lib/postgresql/15/bin")
_USER = "postgres"
_PORT = 54_329
_SETTINGS = "-c shared_buffers=512MB -c maintenance_work_mem=512MB -c max_parallel_workers_per_gather=0 -c fsync=off"
_MATCH = "FROM docs, to_tsquery('simple', %s) q WHERE tsv @@ q"
_TOP = f"SELECT n {_MATCH} ORDER BY ts_rank_cd(tsv, q) DESC LIMIT %s"
_FACET = "SELECT {0}, count(*) " + _MATCH + " GROUP BY 1 ORDER BY 2 DESC LIMIT 200"
_PAGE = f"""
SELECT id, title, r, ts_headline('simple', text, q2) FROM
 (SELECT id, title, text, q AS q2, ts_rank_cd(tsv, q) AS r {_MATCH} ORDER BY r DESC LIMIT %s) AS page
"""  # noqa: S608


class Postgres:
    """A server process of its own; its CPU time counts."""

    def build(self, rows: Iterator[Row], folder: Path, watch: Stopwatch) -> None:
        """Make a cluster, load all rows, index them; the watch gets the server's time."""
        data = folder / "pg"
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir()
        shutil.chown(data, _USER)
        _as_server("initdb", "-A", "trust", "-D", str(data))
        self._start(folder)
        started = self.cpu()
        self._connection.execute(
            "CREATE TABLE docs (n serial, id text, title text, text text, region text, month text, section text,"
            " published bigint, tsv tsvector GENERATED ALWAYS AS (to_tsvector('simple', text)) STORED)"
        )
        columns = "id, title, text, region, month, section, published"
        with self._connection.cursor() as cursor, cursor.copy(f"COPY docs ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((row.id, row.title, row.stems, row.region, row.month, row.section, row.published))
        self._connection.execute("CREATE INDEX ON docs USING gin (tsv)")
        self._connection.execute("CREATE INDEX ON docs (published)")
        self._connection.execute("ANALYZE docs")
        self._connection.commit()
        watch.seconds += self._server_seconds() - (started - time.process_time())
        self.close()

    def open(self, folder: Path) -> None:
        """Start the server and connect."""
        self._start(folder)

    def cpu(self) -> float:
        """Return the CPU seconds of this process and of its server process."""
        return time.process_time() + self._server_seconds()

    def run(self, kind: str, query: Query) -> int | None:
        """Answer a query."""
        match = _match(kind, query)
        if kind == "answer":
            return self._answer(match)
        if kind == "filter":
            region = _MATCH + " AND region = %s"
            self._all(f"SELECT n {region} ORDER BY ts_rank_cd(tsv, q) DESC LIMIT {TOP}", match, query.region)
            return self._number(f"SELECT count(*) {region}", match, query.region)
        by_date = f"SELECT n {_MATCH} ORDER BY published DESC LIMIT %s"
        self._all(by_date if kind == "by_date" else _TOP, match, TOP)
        if kind == "facets":
            for column in ("region", "month"):
                self._all(_FACET.format(column), match)
        return self._number(f"SELECT count(*) {_MATCH}", match)

    def close(self) -> None:
        """Stop the server."""
        self._connection.close()
        _as_server("pg_ctl", "-D", str(self._data), "-m", "fast", "stop")

    def _answer(self, match: str) -> int:
        hits = self._all(_PAGE, match, PAGE)
        columns = ("region", "month", "section", "substr(month, 1, 4)")
        facets = {column: self._all(_FACET.format(column), match) for column in columns}
        total = self._number(f"SELECT count(*) {_MATCH}", match)
        json.dumps({"total": total, "hits": hits, "facets": facets})
        return total

    def _start(self, folder: Path) -> None:
        self._data = folder / "pg"
        options = f"-p {_PORT} -c listen_addresses=127.0.0.1 -c unix_socket_directories=/tmp {_SETTINGS}"
        _as_server("pg_ctl", "-D", str(self._data), "-w", "-l", str(self._data / "log"), "-o", options, "start")
        self._connection = psycopg.connect(f"host=127.0.0.1 port={_PORT} user={_USER} dbname=postgres", autocommit=True)
        self._server = self._number("SELECT pg_backend_pid()")

    def _server_seconds(self) -> float:
        return int(Path(f"/proc/{self._server}/schedstat").read_text().split()[0]) / 1e9

    def _all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, values, prepare=True).fetchall()

    def _number(self, sql: str, *values: Any) -> int:
        return int(self._connection.execute(sql, values).fetchall()[0][0])


def _as_server(command: str, *arguments: str) -> None:
    """Run one of the server's commands as its user: it refuses to run as root."""
    subprocess.run(  # noqa: S603 - our own arguments
        ["/usr/sbin/runuser", "-u", _USER, "--", str(_BIN / command), *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _match(kind: str, query: Query) -> str:
    if kind == "phrase":
        return " <-> ".join(query.phrase)
    if kind == "prefix":
        return f"{query.prefix}:*"
    return (" & " if kind == "and" else " | ").join(query.words)
