"""The webhook as configured: whose secrets open it, and what follows the announcements while pages are served."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import ConfigError
from indexer.announcements import Announcements
from indexer.assemble import source_from
from indexer.cli.context import Context
from indexer.cli.jobs import bring_index_up_to_date
from indexer.source_config import SiteConfig
from indexer.sources import RemoteSource
from search_web.config import Webhooks

MIN_SECRET_BYTES = 16
"""Shortest secret: 128 bits, beyond guessing."""


@contextmanager
def webhooks(context: Context) -> Iterator[Webhooks | None]:
    """Follow announcements while the pages are served; yield None where no source has a secret.

    Raises:
        ConfigError: A secret cannot be read, or is too short.
    """
    secrets: dict[str, bytes] = {}
    sources: dict[str, RemoteSource] = {}
    for config in context.config.sources:
        secret = config.place.webhook_secret_file if isinstance(config.place, SiteConfig) else None
        if secret is None:
            continue
        source = source_from(config)
        if isinstance(source, RemoteSource):
            secrets[config.name] = _secret(secret)
            sources[config.name] = source
    if not secrets:
        yield None
        return
    announcements = Announcements(
        context.config.database,
        sources,
        context.assembly.reading(),
        refresh=lambda archive: bring_index_up_to_date(context, archive),
    )
    announcements.start()
    try:
        yield Webhooks(secrets=secrets, announce=announcements.announce)
    finally:
        announcements.stop()


def _secret(path: Path) -> bytes:
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise ConfigError(f"{path}: the webhook's secret cannot be read: {error.strerror}; check the path") from error
    if len(secret) < MIN_SECRET_BYTES:
        raise ConfigError(
            f"{path}: the secret is shorter than {MIN_SECRET_BYTES} bytes; make one with: openssl rand -hex 32"
        )
    return secret
