"""Commands about the links between articles: links audit."""

from collections.abc import Iterable
from datetime import datetime

import click

from index.errors import ConfigError
from indexer.archive import ArticleName
from indexer.cli.context import Context, json_option, pass_context, print_json
from indexer.link_audit import AuditedLink, LinkAudit, LinkState, audit_links
from search_web.link_audit import LinkReports
from search_web.link_audit.report import LinkReport


@click.group()
def links() -> None:
    """Look after the "Baca Juga" links between articles."""


@links.command()
@click.option("--limit", type=click.IntRange(0), default=20, help="Rows of each list; JSON has all.")
@click.option("--save", is_flag=True, help="Leave the findings for the operator's page, in the file [web] link_audit.")
@json_option
@pass_context
def audit(context: Context, limit: int, save: bool, as_json: bool) -> None:
    """Find broken and outdated links, articles that nobody links to, and the most linked ones; fetches nothing."""
    with context.archive() as archive:
        findings = audit_links(archive)
    if save:
        _save(context, findings)
    if as_json:
        print_json(findings.to_record())
        return
    _print(findings, limit)


def link_reports(context: Context) -> LinkReports | None:
    """Return where findings are left for the pages; None where the configuration names no place."""
    path = context.config.web.link_audit
    return LinkReports(path) if path is not None else None


def _save(context: Context, findings: LinkAudit) -> None:
    reports = link_reports(context)
    if reports is None:
        raise ConfigError(f'{context.config_path}: no file for the findings; set [web] link_audit = "var/links.json"')
    checked = datetime.now(context.config.zone).isoformat()
    reports.save(LinkReport.model_validate(findings.to_record() | {"checked": checked}))


def _print(findings: LinkAudit, limit: int) -> None:
    total = sum(findings.counts.values())
    states = ", ".join(f"{count} {state.value}" for state, count in findings.counts.items())
    click.echo(f"{findings.articles} articles, {total} links: {states}")
    for state in LinkState:
        found = [link for link in findings.troubled if link.state is state]
        _list(f"{state.value} links", map(_link_row, found), len(found), limit)
    _list("never linked", map(_name, findings.orphans), len(findings.orphans), limit)
    _list("without a link", map(_name, findings.without_links), len(findings.without_links), limit)
    most = findings.most_linked
    _list("most linked", (f"{count:>5}  {_name(article)}" for article, count in most), len(most), limit)


def _list(heading: str, rows: Iterable[str], total: int, limit: int) -> None:
    if not total:
        return
    click.echo(f"\n{heading} ({total})")
    for _, row in zip(range(limit), rows, strict=False):
        click.echo(f"  {row}")
    if total > limit:
        click.echo(f"  … and {total - limit} more")


def _name(article: ArticleName) -> str:
    return f"{article.title}  {article.url or article.id}"


def _link_row(link: AuditedLink) -> str:
    row = f"{link.source.url or link.source.id} -> {link.link.url or link.link.title}"
    return f"{row}  now {link.target.url or link.target.id}" if link.target is not None else row
