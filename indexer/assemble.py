"""Put the parts of one archive together: the only place where configuration meets analyser, gazetteer and engine."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from index.analysis import Analyzer, load_lexicon
from index.article import Annotations, Article, RegionCode
from index.engine import DEFAULT_LIMITS, Engine, Limits
from index.engines import open_engine
from index.gazetteer import Gazetteer, load_gazetteer
from index.ranking import INGREDIENTS, Ingredients
from indexer.annotate import ANNOTATION_VERSION, annotate
from indexer.config import Config
from indexer.source_config import SourceConfig
from indexer.sources import (
    HtmlFolder,
    HtmlSite,
    Manners,
    Profile,
    RemoteSource,
    Source,
    WordPressSource,
    load_profile,
    open_source,
)
from indexer.sync import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """The parts that reading, indexing and answering share.

    Attributes:
        analyzer: Text to tokens.
        gazetteer: Names to regions, offices and persons.
        zone: Time zone in which days are counted.
        home_region: The newsroom's region, if it has one.
        ingredients: What takes part in ranking; other choices than the default are for measuring.
    """

    analyzer: Analyzer
    gazetteer: Gazetteer
    zone: ZoneInfo
    home_region: RegionCode | None
    ingredients: Ingredients = INGREDIENTS

    @property
    def annotator(self) -> str:
        """Fingerprint of :meth:`annotate`: differs whenever its annotations could."""
        return f"{ANNOTATION_VERSION}-{self.gazetteer.fingerprint}-{self.zone.key}"

    def annotate(self, article: Article) -> Annotations:
        """Return the regions, officials and dates of an article."""
        return annotate(article, self.gazetteer, zone=self.zone, home=self.home_region)

    def is_place(self, text: str) -> bool:
        """Tell whether a text names a region."""
        return self.gazetteer.region(text) is not None

    def reading(self) -> Reading:
        """Return how pages become articles of this archive."""
        return Reading(annotate=self.annotate, zone=self.zone, annotator=self.annotator, is_place=self.is_place)

    def engine(self, address: str, limits: Limits = DEFAULT_LIMITS, lock_timeout: float = 0.0) -> Engine:
        """Open the index at ``address``; whoever writes waits ``lock_timeout`` seconds for another writer."""
        return open_engine(
            address,
            analyzer=self.analyzer,
            zone=self.zone,
            ingredients=self.ingredients,
            limits=limits,
            lock_timeout=lock_timeout,
        )


def assemble(
    *,
    zone: ZoneInfo,
    home_region: RegionCode | None = None,
    registry: Path | None = None,
    lexicon: Path | None = None,
    national_offices: bool = False,
) -> Assembly:
    """Load the packaged knowledge, and the newsroom's own where given.

    Raises:
        ConfigError: A file is wrong, or the environment holds the wrong Sastrawi or Whoosh.
    """
    gazetteer = load_gazetteer(home=home_region, registry=registry, national_offices=national_offices)
    analyzer = Analyzer(lexicon=load_lexicon(lexicon), protected=gazetteer.protected_names())
    return Assembly(analyzer=analyzer, gazetteer=gazetteer, zone=zone, home_region=home_region)


def assemble_from(config: Config) -> Assembly:
    """Put together what ``telusur.toml`` describes."""
    return assemble(
        zone=config.zone,
        home_region=config.home_region,
        registry=config.registry,
        lexicon=config.lexicon,
        national_offices=config.national_offices,
    )


def source_from(config: SourceConfig) -> Source | RemoteSource:
    """Return the source that a ``[[source]]`` block describes.

    Raises:
        ConfigError: Its profile is wrong.
        SourceError: There is nothing at its path, or its format cannot be told.
    """
    profile = load_profile(config.profile) if config.profile is not None else Profile()
    site = config.place
    if isinstance(site, Path):
        if config.format == "html":
            return HtmlFolder(config.name, site, profile)
        return open_source(site, format_=config.format, name=config.name)
    manners = Manners(contact=site.contact, pause_s=site.pause_s, obey_robots=site.robots)
    if config.format == "html":
        return HtmlSite(
            name=config.name, address=site.url, manners=manners, profile=profile, max_shrink=site.max_shrink
        )
    return WordPressSource(
        name=config.name,
        address=site.url,
        manners=manners,
        per_page=site.per_page,
        max_shrink=site.max_shrink,
        sweep_every=site.sweep_every,
    )


def open_configured_engine(config: Config) -> Engine:
    """Open the index that ``telusur.toml`` describes, in a process of its own."""
    return assemble_from(config).engine(config.engine, config.limits)
