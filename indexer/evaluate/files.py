"""Judged files: queries, relevance judgements (qrels), editors' links, judged pairs, and runs in TREC format.

Every reader names file and line of what it cannot read. Queries are ``qid TAB text [TAB kind [TAB ...]]``; qrels are
``qid 0 docid grade`` between tabs or spaces; links are ``source TAB target``; judged pairs are qrels, or JSON lines
with ``source``, ``target`` and ``grade``; runs are ``qid Q0 docid rank score tag``.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import SourceError

Qrels = Mapping[str, Mapping[str, int]]
"""Query id to document id to grade (0: not relevant)."""

Run = Mapping[str, Mapping[str, float]]
"""Query id to document id to score, as ranked by a system."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedQuery:
    """A query to run; ``kind`` groups queries in the breakdown, empty for none."""

    id: str
    text: str
    kind: str = ""


def read_queries(path: Path) -> tuple[JudgedQuery, ...]:
    """Read a queries file. Raises SourceError naming the line that is not ``qid TAB text``."""
    queries = []
    for number, line in _lines(path):
        fields = line.split("\t")
        if len(fields) < 2 or not fields[0].strip():
            raise SourceError(f"{path}, line {number}: expected `qid TAB text`")
        kind = fields[2].strip() if len(fields) > 2 else ""
        queries.append(JudgedQuery(id=fields[0].strip(), text=fields[1].strip(), kind=kind))
    if not queries:
        raise SourceError(f"{path}: no queries in it; a line is `qid TAB text`")
    return tuple(queries)


def read_qrels(path: Path) -> Qrels:
    """Read TREC judgements. Raises SourceError naming the line that is not ``qid 0 docid grade``."""
    qrels: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        fields = line.split("\t") if "\t" in line else line.split()
        if len(fields) != 4 or not fields[3].lstrip("-").isdigit():
            raise SourceError(f"{path}, line {number}: expected `qid 0 docid grade`")
        qrels.setdefault(fields[0], {})[fields[2]] = max(0, int(fields[3]))
    if not qrels:
        raise SourceError(f"{path}: no judgements in it; a line is `qid 0 docid grade`")
    return qrels


def read_all_qrels(paths: Sequence[Path]) -> Qrels:
    """Read several judges' files as one; where two grade the same pair, the later file counts."""
    merged: dict[str, dict[str, int]] = {}
    for path in paths:
        for query, grades in read_qrels(path).items():
            merged.setdefault(query, {}).update(grades)
    return merged


def read_links(path: Path) -> Qrels:
    """Read editors' links as judgements of grade 1: source id to the ids it links."""
    links: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        fields = line.split("\t")
        if len(fields) < 2 or not fields[0].strip() or not fields[1].strip():
            raise SourceError(f"{path}, line {number}: expected `source TAB target`")
        links.setdefault(fields[0].strip(), {})[fields[1].strip()] = 1
    if not links:
        raise SourceError(f"{path}: no links in it; a line is `source TAB target`")
    return links


def read_judged_pairs(path: Path) -> Qrels:
    """Read pairs of stories that a person judged: JSON lines in a file named ``.jsonl``, else TREC judgements."""
    if path.suffix != ".jsonl":
        return read_qrels(path)
    pairs: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        try:
            record = json.loads(line)
            source, target, grade = str(record["source"]), str(record["target"]), int(record["grade"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise SourceError(f"{path}, line {number}: expected JSON with source, target and grade") from error
        pairs.setdefault(source, {})[target] = max(0, grade)
    if not pairs:
        raise SourceError(f"{path}: no judgements in it; a line is JSON with source, target and grade")
    return pairs


def write_run(path: Path, rankings: Mapping[str, Sequence[tuple[str, float]]], tag: str) -> None:
    """Write rankings (best first) as a TREC run file."""
    with path.open("w", encoding="utf-8") as out:
        for query_id, ranking in rankings.items():
            for rank, (document_id, score) in enumerate(ranking, 1):
                out.write(f"{query_id} Q0 {document_id} {rank} {score:.6f} {tag}\n")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 at byte {error.start}; convert it first") from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, line
