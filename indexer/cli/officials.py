"""Commands around the officials registry: check, discover and explain; reannotate after a change of it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from index.article import ArticleId
from index.errors import TelusurError
from index.gazetteer import HEADS, Gazetteer, Registry, audit, load_regions, load_registry, load_titles
from index.schema import office_key
from indexer.annotate.discover import LEAST_STORIES, LEAST_TIME, Proposal, discover, free_ids
from indexer.annotate.explain import Explanation, OfficialReason, explain
from indexer.cli.context import Context, json_option, lock_timeout_option, note, pass_context, print_json, progress
from indexer.cli.jobs import bring_index_up_to_date
from indexer.reannotate import Change
from indexer.reannotate import reannotate as reannotate_archive

MAX_SHOWN_CHANGES = 1000
"""Articles that ``reannotate`` lists; all are counted."""


@click.group()
def officials() -> None:
    """Keep the registry of who held which office when."""


@officials.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@json_option
@pass_context
def check(context: Context, file: Path | None, as_json: bool) -> None:
    """Look for mistakes in a registry: FILE, or the configured one.

    Overlaps, times without a head, offices of the wrong kind of region, like names and persons without a term are
    listed for somebody to judge. What cannot be right (an unknown code, a term that ends before it begins, two
    holders at once) is an error: exit code 1.
    """
    registry = load_registry(file, load_regions()) if file is not None else context.assembly.gazetteer.registry
    findings = audit(registry, load_regions())
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(f"{finding.doubt.value}: {finding.message}")
    note(f"{_extent(registry)}; {len(findings)} to look at")


def _extent(registry: Registry) -> str:
    return f"{len(registry.persons)} persons, {len(registry.terms)} terms"


@officials.command("discover")
@click.option("--title", "titles", multiple=True, help="Title classes to look for.  [default: heads and deputies]")
@click.option(
    "--stories", default=LEAST_STORIES, type=click.IntRange(min=1), help="Least number of stories that name somebody."
)
@click.option(
    "--days",
    default=LEAST_TIME.days,
    type=click.IntRange(min=0),
    help="Least time from the first to the last, in days.",
)
@json_option
@pass_context
def discover_(context: Context, titles: tuple[str, ...], stories: int, days: int, as_json: bool) -> None:
    """Propose entries for the registry: office holders whom stories name and it does not know.

    Prints TOML to paste into the registry once a person has looked at it: a story's day is no inauguration's.
    """
    unknown = [title for title in titles if title not in load_titles()]
    if unknown:
        raise click.BadParameter(f"unknown title {unknown[0]!r}; known are {', '.join(load_titles())}")
    gazetteer = context.assembly.gazetteer
    with context.archive() as archive:
        proposals = discover(
            archive.documents(),
            zone=context.config.zone,
            titles=titles or HEADS,
            least_stories=stories,
            least_time=timedelta(days=days),
        )
    ids = free_ids(proposals, gazetteer)
    if as_json:
        print_json([_proposal_record(*pair) for pair in zip(proposals, ids, strict=True)])
    else:
        for proposal, person_id in zip(proposals, ids, strict=True):
            click.echo(proposal.to_toml(person_id))
    note(f"{len(proposals)} office holders whom the registry does not know")


def _proposal_record(proposal: Proposal, person_id: str) -> dict[str, Any]:
    record = asdict(proposal)
    return record | {"id": person_id, "first": proposal.first.isoformat(), "last": proposal.last.isoformat()}


@officials.command("explain")
@click.argument("article_id", metavar="ID")
@json_option
@pass_context
def explain_(context: Context, article_id: str, as_json: bool) -> None:
    """Say why an article has its regions, officials and days, by the present registry and rules.

    For each value: the sentences, the rule that read them, the focus score, the registry's term.
    """
    assembly = context.assembly
    with context.archive() as archive:
        document = archive.get(ArticleId(article_id))
    if document is None:
        raise TelusurError(f"no article {article_id} in the archive; `telusur search` shows ids")
    explanation = explain(document.article, assembly.gazetteer, zone=assembly.zone, home=assembly.home_region)
    if as_json:
        print_json(_explanation_record(explanation))
    else:
        for line in _explanation_lines(explanation, assembly.gazetteer):
            click.echo(line)
    if assembly.annotate(document.article) != document.annotations:
        note("the archive still holds older annotations of this article; `telusur reannotate` renews them")


def _explanation_record(explanation: Explanation) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(json.dumps(asdict(explanation), default=str))
    return record


def _explanation_lines(explanation: Explanation, gazetteer: Gazetteer) -> Iterator[str]:
    for region in explanation.regions:
        kind = "focus" if region.is_focus else "mentioned"
        yield f"{kind}: {gazetteer.region_label(region.code)} ({region.code}), score {region.score}"
        yield from (f"  {sighting.ground.value} {sighting.weight}: {sighting.text}" for sighting in region.sightings)
    for reason in explanation.officials:
        yield from _official_lines(reason, gazetteer)
    for day in explanation.days:
        weekday = {True: ", right weekday", False: ", wrong weekday", None: ""}[day.weekday_ok]
        yield f"day: {day.day}{' (the event)' if day.is_event else ''}{weekday}"
        yield f"  {day.text}"


def _official_lines(reason: OfficialReason, gazetteer: Gazetteer) -> Iterator[str]:
    official = reason.official
    office = gazetteer.office_label(office_key(official))
    yield f"official: {office}, {official.person or 'nobody named'}, {official.role.value}"
    yield f"  found by: {reason.rule.value}; region from: {reason.region_from.value}"
    if reason.term is not None:
        term = reason.term
        yield f"  registry: {term.person}, {term.role.value} from {term.first} to {term.end or 'now'}"
    yield from (f"  {sentence}" for sentence in reason.sentences)


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@lock_timeout_option
@json_option
@pass_context
def reannotate(context: Context, dry_run: bool, as_json: bool) -> None:
    """Find regions, officials and dates anew in stored articles, after a change of the registry or of telusur.

    No source is asked. Articles are read again where the registry, the gazetteer, the time zone or the rules are not
    those they were read with; those that come out differently are listed (the first 1000), and written to the index.
    Where the registry has new names, the index must be built anew (exit code 1 says so): telusur reindex.
    """
    changes: list[Change] = []
    with context.archive() as archive:
        with progress("annotating", archive.status().articles) as advance:
            report = reannotate_archive(
                archive,
                context.assembly.annotate,
                annotator=context.assembly.annotator,
                on_change=lambda change: changes.append(change) if len(changes) < MAX_SHOWN_CHANGES else None,
                dry_run=dry_run,
                progress=advance,
            )
        _print_changes(changes, as_json=as_json)
        note(f"{report.read} articles read again, {report.changed} {'would change' if dry_run else 'changed'}")
        if not dry_run:
            bring_index_up_to_date(context, archive)


def _print_changes(changes: Sequence[Change], *, as_json: bool) -> None:
    if as_json:
        print_json([_change_record(change) for change in changes])
        return
    for change in changes:
        click.echo(f"{change.article_id} {change.title}")
        for sign, line in change.differences():
            click.echo(f"  {sign} {line}")


def _change_record(change: Change) -> dict[str, Any]:
    lines = list(change.differences())
    return {
        "id": change.article_id,
        "title": change.title,
        "gone": [line for sign, line in lines if sign == "-"],
        "new": [line for sign, line in lines if sign == "+"],
    }
