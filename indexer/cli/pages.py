"""Commands that show pages: serve, and demo with the sample archive."""

import gc
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click
from waitress.server import create_server

from index.engine import Engine
from index.errors import ConfigError
from indexer.assemble import source_from
from indexer.build import reindex
from indexer.cli.context import Context, note, pass_context, progress
from indexer.cli.insight import query_log
from indexer.cli.links import link_reports
from indexer.cli.webhooks import webhooks
from indexer.drafts import DraftReader
from indexer.sync import run_sync
from indexer.web_config import WebSettings
from search_web import WebConfig, create_app
from search_web.alerts import AlertStore, SmtpMailer, SmtpSettings
from search_web.config import AlertConfig

_host = click.option("--host", default="127.0.0.1", help="Address to listen on.")
_port = click.option("--port", type=click.IntRange(1, 65535), default=8000, help="Port to listen on.")
_threads = click.option("--threads", type=click.IntRange(1, 64), default=4, help="Requests answered at once.")

SAMPLE = Path(__file__).parent.parent / "sample"
"""The sample archive: 240 invented articles, CC0."""

_DEMO_CONFIG = f"""\
# The sample archive that ships with telusur. Every person and event in it is invented.
[archive]
name = "Lentera Jambi"
time_zone = "Asia/Jakarta"
home_region = "15"
notice = "Arsip contoh: semua orang dan peristiwa di dalamnya rekaan; nama tempatnya nyata."
database = "archive.sqlite"
engine = "whoosh:index"
registry = '{SAMPLE / "officials.toml"}'

[[source]]
name = "lentera"
format = "jsonl"
path = '{SAMPLE / "articles.jsonl"}'
"""


@click.command()
@_host
@_port
@_threads
@pass_context
def serve(context: Context, host: str, port: int, threads: int) -> None:
    """Serve the search pages (waitress, a production WSGI server)."""
    _serve(context, host, port, threads)


@click.command()
@_host
@_port
@_threads
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default="var/demo", help="Where to put it.")
@click.option("--serve/--no-serve", "serving", default=True, help="Serve it when it is built.")
def demo(host: str, port: int, threads: int, folder: Path, serving: bool) -> None:
    """Build the fictional sample archive and serve it."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "telusur.toml"
    settings.write_text(_DEMO_CONFIG, encoding="utf-8")
    context = Context(config_path=settings)
    (source,) = context.config.sources
    with context.archive(create=True) as archive, context.engine() as engine:
        report = run_sync(archive, source_from(source), context.assembly.reading())
        with progress("indexing", archive.status().articles) as advance:
            built = reindex(archive, engine, advance)
    note(f"sample archive (fictional): {report.counts()}, {built.indexed} articles indexed in {folder}")
    if serving:
        _serve(context, host, port, threads)


def _serve(context: Context, host: str, port: int, threads: int) -> None:
    config = context.config
    with context.engine(config.limits) as engine, webhooks(context) as announcing:
        app = create_app(replace(web_config(context, engine), webhooks=announcing))
        spare_collector()
        try:
            server = create_server(app, host=host, port=port, threads=threads, ident=None)
        except OSError as error:
            raise ConfigError(
                f"nothing can listen on {host}, port {port} ({error.strerror}): end what does, or give another --port"
            ) from error
        note(f"{config.name}: http://{host}:{port}/ (stop with Ctrl+C)")
        server.run()


def spare_collector() -> None:
    """Keep the garbage collector away from what lives as long as the process: walking over it all takes 80 ms."""
    gc.collect()
    gc.freeze()


def web_config(context: Context, engine: Engine) -> WebConfig:
    """Return the configuration of the pages as telusur.toml describes it."""
    config, assembly = context.config, context.assembly
    return WebConfig(
        engine=engine,
        analyzer=assembly.analyzer,
        gazetteer=assembly.gazetteer,
        zone=config.zone,
        today=lambda: datetime.now(config.zone).date(),
        archive_name=config.name,
        notice=config.notice,
        base_url=config.web.base_url,
        contact=config.web.contact,
        language=config.web.language,
        accent=config.web.accent,
        accent_dark=config.web.accent_dark,
        proxies=config.web.proxies,
        rate_limit=config.web.rate_limit,
        cors_origins=config.web.cors_origins,
        api_tokens=config.web.api_tokens,
        operator_password=config.web.operator_password,
        query_log=query_log(context),
        link_reports=link_reports(context),
        alerts=alert_config(config.web),
        read_also_label=config.web.read_also_label,
        read_draft=DraftReader(assembly, now=lambda: datetime.now(config.zone)),
    )


def alert_config(web: WebSettings) -> AlertConfig | None:
    """Return who follows what and what sends mails; None where nobody can follow a search."""
    if web.alerts is None or web.mail is None:
        return None
    mail = web.mail
    settings = SmtpSettings(
        server=mail.server,
        port=mail.port,
        security=mail.security,
        user=mail.user,
        password_file=mail.password_file,
    )
    return AlertConfig(store=AlertStore(web.alerts), mailer=SmtpMailer(settings), sender=mail.sender)
