"""Commands that answer: search, related, annotate."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from index.answer import results_to_record, snippets
from index.article import RegionCode
from index.errors import SourceError
from index.explanation import in_words
from index.gazetteer import Gazetteer
from index.moments import timestamp
from index.offers import Offer, Offering
from index.query import Mode, parse
from index.related import Kind, Options, Reasons, RelatedStories, find_subject, related_to_records
from index.related import related as related_to
from index.related.values import MAX_SUGGESTIONS
from index.search import DateFilter, FacetField, SearchRequest, Sort
from index.suggest import Suggester
from indexer.assemble import Assembly, assemble
from indexer.cli.context import Context, json_option, note, pass_context, print_json
from indexer.drafts import DraftReader
from indexer.extract import ExtractError, extract
from indexer.sources import Failed, JsonlSource, RawPage, read_draft_text

_FACETS = (FacetField.REGION, FacetField.OFFICE, FacetField.PERSON, FacetField.SECTION, FacetField.YEAR)


@click.command()
@click.argument("query")
@click.option("--limit", type=click.IntRange(0, 1000), default=10, help="Hits to print.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Hits to skip.")
@click.option("--sort", type=click.Choice([sort.value for sort in Sort]), default=Sort.RELEVANCE.value, help="Order.")
@click.option("--strict", is_flag=True, help="Refuse a query with a mistake instead of reading it kindly.")
@click.option("--fold/--no-fold", default=True, help="Show the best of near-duplicates only, or every one.")
@click.option("--explain", is_flag=True, help="Say of each hit why it ranks where it does.")
@json_option
@pass_context
def search(
    context: Context,
    query: str,
    limit: int,
    offset: int,
    sort: str,
    strict: bool,
    fold: bool,
    explain: bool,
    as_json: bool,
) -> None:
    """Search the archive: words, "exact phrase", "near"~5, -not, OR, (), word*, and fields such as judul: wilayah:."""
    assembly = context.assembly
    mode = Mode.STRICT if strict else Mode.LENIENT
    today = datetime.now(assembly.zone).date()
    parsed = parse(query, resolver=assembly.gazetteer, mode=mode, today=today)
    for problem in parsed.problems:
        mended = f" Try: {problem.suggestion}" if problem.suggestion else ""
        note(f"at {problem.position}: {problem.message}{mended}")
    request = SearchRequest(
        query=parsed.query,
        facets=_FACETS,
        sort=Sort(sort),
        limit=limit,
        offset=offset,
        relax=not strict,
        fold=fold,
        explain=explain,
    )
    with context.engine() as engine:
        results = engine.search(request)
        offers = Offering(engine, assembly.analyzer, assembly.gazetteer).offers(request, today)
        suggester = Suggester(engine, assembly.analyzer, assembly.gazetteer)
        meant = suggester.did_you_mean(request, results, is_mistyped=bool(parsed.problems))
    shown = snippets(results, parsed.query, assembly.analyzer)
    if as_json:
        print_json(results_to_record(results, shown, offers, meant))
        return
    click.echo(f"{results.total} articles, {results.took_ms:.1f} ms")
    for correction in results.corrections:
        click.echo(f"also searched: {correction.used} (for {correction.typed})")
    for variant in results.variants:
        click.echo(f"also searched: {variant.used} (another way to write {variant.typed})")
    for phrase in results.relaxed:
        click.echo(f'no article holds "{phrase}" as typed; its words were searched')
    if meant is not None:
        click.echo(f"did you mean: {meant.text} ({meant.count})")
    for offer in offers:
        click.echo(f"{_offered(offer, assembly.gazetteer)}: {offer.count}")
    for hit, snippet in zip(results.hits, shown, strict=True):
        article = hit.document.article
        day = article.published.astimezone(assembly.zone).date().isoformat() if article.published else "undated"
        similar = f" (+{hit.similar} alike)" if hit.similar else ""
        click.echo(f"\n{day}  {snippet.title.text}{similar}\n  {article.url or article.id}")
        click.echo("  " + " … ".join(passage.text for passage in snippet.passages))
        for line in in_words(hit.explanation) if hit.explanation is not None else ():
            click.echo(f"    {line}")


def _offered(offer: Offer, gazetteer: Gazetteer) -> str:
    """Return what an offer narrows to."""
    if isinstance(offer.filter, DateFilter):
        return f"only {offer.filter.first} to {offer.filter.last}"
    (value,) = offer.filter.values
    if offer.filter.field is FacetField.REGION:
        return f"in {gazetteer.region_label(value)}"
    name = gazetteer.office_label(value) if offer.filter.field is FacetField.OFFICE else gazetteer.person_label(value)
    if offer.term is None:
        return name
    office = gazetteer.office_label(f"{offer.term.title}@{offer.term.region}")
    return f"{name}, {office} from {offer.term.first}"


@click.command()
@click.option("--id", "article_id", help="Id of an article in the archive.")
@click.option("--url", help="Address of an article in the archive, also a former or a short one (?p=19).")
@click.option(
    "--text",
    "draft",
    type=click.Path(path_type=Path, allow_dash=True),
    help="A draft, flat text or HTML; - reads it from stdin.",
)
@click.option("--limit", type=click.IntRange(1, MAX_SUGGESTIONS), default=5, help="Suggestions at most.")
@click.option("--max-age-days", type=click.IntRange(0), help="Oldest suggestion, in days before the story.")
@click.option("--same-region", is_flag=True, help="Only stories about a region of the story's.")
@click.option("--prefer-background", is_flag=True, help="Background before what belongs to the same affair.")
@json_option
@pass_context
def related(
    context: Context,
    article_id: str | None,
    url: str | None,
    draft: Path | None,
    limit: int,
    max_age_days: int | None,
    same_region: bool,
    prefer_background: bool,
    as_json: bool,
) -> None:
    """Suggest older stories to link from an article or a draft ("Baca Juga")."""
    if sum(given is not None for given in (article_id, url, draft)) != 1:
        raise click.UsageError("give exactly one of --id, --url and --text")
    assembly = context.assembly
    with context.engine() as engine:
        if draft is not None:
            reader = DraftReader(assembly, now=lambda: datetime.now(assembly.zone))
            subject = reader(read_draft_text(draft))
        else:
            subject = find_subject(engine, article_id or url or "")
        options = Options(
            limit=limit, max_age_days=max_age_days, same_region=same_region, prefer_background=prefer_background
        )
        answer = related_to(engine, assembly.analyzer, subject, options)
    if as_json:
        print_json(related_to_records(answer, assembly.gazetteer.region_label))
        return
    _print_related(answer, assembly)


def _print_related(answer: RelatedStories, assembly: Assembly) -> None:
    for target in answer.linked:
        note(f"linked already: {target.article.title}")
    if not answer.stories:
        click.echo("no related stories")
    for story in answer.stories:
        article = story.document.article
        reasons = "; ".join(_phrases(story.reasons, assembly.gazetteer))
        click.echo(f"{article.title}\n  {article.url or article.id}\n  {_KINDS[story.kind]}: {reasons}")


_KINDS = {
    Kind.SAME_AFFAIR: "same affair",
    Kind.BACKGROUND: "background",
    Kind.SIMILAR_TOPIC: "similar topic",
}


def _phrases(reasons: Reasons, gazetteer: Gazetteer) -> Iterator[str]:
    if reasons.names:
        yield "both name " + ", ".join(reasons.names)
    if reasons.regions:
        yield "region " + ", ".join(map(gazetteer.region_label, reasons.regions))
    if reasons.words:
        yield "words " + ", ".join(reasons.words)
    if reasons.days_before is not None:
        yield f"{reasons.days_before} days before"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--home-region", help="Kemendagri code of the newsroom's region; a line's own home_region wins.")
@click.option("--time-zone", default="Asia/Jakarta", help="Time zone in which days are counted.")
def annotate(file: Path, home_region: str | None, time_zone: str) -> None:
    """Print what is found in each article of a JSON lines file, one JSON line per article; needs no archive."""
    failed = 0
    zone = ZoneInfo(time_zone)
    for item in JsonlSource("", file).pages():
        if isinstance(item, RawPage):
            home = item.home_region or home_region
            try:
                record = _annotated(item, _assembly(zone, home))
            except ExtractError as error:
                failed += 1
                note(f"{item.own_id}: {error}")
            else:
                click.echo(json.dumps(record, ensure_ascii=False))
        elif isinstance(item, Failed):
            failed += 1
            note(f"{item.item}: {item.reason}")
    if failed:
        raise SourceError(f"{file}: {failed} lines could not be read (named above)")


def _annotated(page: RawPage, assembly: Assembly) -> dict[str, Any]:
    article = extract(page, zone=assembly.zone, is_place=assembly.is_place)
    annotations = assembly.annotate(article)
    event_date = annotations.event_date
    return {
        "id": page.own_id,
        "title": article.title,
        "body": article.body,
        "published": timestamp(article.published.astimezone(assembly.zone)) if article.published else None,
        "event_date": event_date.isoformat() if event_date else None,
        "dates": [day.isoformat() for day in annotations.dates],
        "dateline": article.dateline,
        "byline": article.byline,
        "links": [{"title": link.title, "url": link.url} for link in article.links],
        "regions": list(annotations.regions),
        "mentioned": list(annotations.mentioned),
        "officials": [
            {"title": o.title, "person": o.person, "region": o.region, "role": o.role.value}
            for o in annotations.officials
        ],
    }


@cache
def _assembly(zone: ZoneInfo, home_region: str | None) -> Assembly:
    return assemble(zone=zone, home_region=RegionCode(home_region) if home_region else None)
