"""What the index says as data, in the reader's words: searches, offers, mistakes in queries, reasons."""

from collections.abc import Iterator

from index.errors import DraftTrouble, QueryTrouble
from index.offers import Offer
from index.related import Kind, Reasons
from index.search import DateFilter, FacetField
from search_web.labels import Labels
from search_web.language import N_
from search_web.language import gettext as _
from search_web.periods import period_label
from search_web.search import Search

EVERYTHING = N_("semua berita")

_QUERY_TROUBLES = {
    QueryTrouble.TOO_LONG: N_("Pencarian terlalu panjang; hanya {} huruf pertama yang dipakai."),
    QueryTrouble.TOO_MANY_PARTS: N_("Hanya {} bagian pertama dari pencarian yang dipakai."),
    QueryTrouble.NO_WORDS: N_("Tidak ada kata yang dapat dicari; tulis sedikitnya satu kata."),
    QueryTrouble.UNCLOSED_QUOTE: N_("Tanda kutip tidak ditutup; kata-katanya dicari tanpa tanda kutip."),
    QueryTrouble.UNCLOSED_BRACKET: N_("Kurung buka tidak ditutup; isinya dicari seperti biasa."),
    QueryTrouble.UNOPENED_BRACKET: N_("Kurung tutup tanpa kurung buka; kurung itu diabaikan."),
    QueryTrouble.OTHER_BRACKET: N_("Kurung siku dan kurawal tidak dipakai; di sini diabaikan."),
    QueryTrouble.TOO_DEEP: N_("Paling banyak {} tanda kurung di dalam kurung; kurung ini diabaikan."),
    QueryTrouble.OR_ALONE: N_("OR harus berada di antara dua kata; di sini OR diabaikan."),
    QueryTrouble.OR_AT_END: N_("Setelah OR harus ada kata; OR diabaikan."),
    QueryTrouble.OR_WITH_MINUS: N_("OR tidak menggabungkan kata yang dikecualikan; di sini OR diabaikan."),
    QueryTrouble.ASTERISK_IN_QUOTES: N_("Tanda * tidak berlaku di dalam tanda kutip; di sini diabaikan."),
    QueryTrouble.ASTERISK_MISPLACED: N_(
        "Tanda * hanya berlaku setelah sedikitnya {} huruf, paling banyak dua kali di tengah kata; di sini diabaikan."
    ),
    QueryTrouble.TOO_MANY_ASTERISKS: N_("Paling banyak {} kata dengan tanda *; di sini diabaikan."),
    QueryTrouble.TILDE_MISPLACED: N_(
        "Tanda ~ hanya berlaku sesudah kata-kata dalam tanda kutip, dengan angka; di sini diabaikan."
    ),
    QueryTrouble.TOO_FAR: N_("Jarak paling jauh {0} kata; dipakai {0}."),
    QueryTrouble.FIELD_WITHOUT_VALUE: N_(
        "Setelah “{}” harus langsung ada isinya, tanpa spasi; di sini dicari sebagai kata biasa."
    ),
    QueryTrouble.UNKNOWN_REGION: N_("Wilayah “{}” tidak dikenal; kata-katanya dicari biasa."),
    QueryTrouble.UNKNOWN_OFFICIAL: N_("Pejabat “{}” tidak dikenal; kata-katanya dicari biasa."),
    QueryTrouble.UNKNOWN_DATE: N_(
        "Tanggal “{}” tidak dikenal; tulis misalnya 2024, 2024-02, atau 20/02/2024. Katanya dicari biasa."
    ),
    QueryTrouble.EMPTY_SECTION: N_("Nama rubrik “{}” tidak dapat dicari; tulis sedikitnya satu huruf."),
    QueryTrouble.EMPTY_TAG: N_("Nama tag “{}” tidak dapat dicari; tulis sedikitnya satu huruf."),
    QueryTrouble.EMPTY_AUTHOR: N_("Nama penulis “{}” tidak dapat dicari; tulis sedikitnya satu huruf."),
}

_DRAFT_TROUBLES = {
    DraftTrouble.TOO_LONG: N_("Naskah ini terlalu panjang. Tempel satu berita saja, tanpa gambar."),
    DraftTrouble.TOO_SHORT: N_("Naskah ini terlalu pendek. Tempel setidaknya judul atau satu paragraf."),
    DraftTrouble.NO_TEXT: N_("Naskah ini tidak memuat teks. Tempel isi beritanya."),
}

_KINDS = {
    Kind.SAME_AFFAIR: N_("Masih satu rangkaian"),
    Kind.BACKGROUND: N_("Latar belakang"),
    Kind.SIMILAR_TOPIC: N_("Topik serupa"),
}


def search_title(search: Search, labels: Labels) -> str:
    """Return what a search is about: ``“banjir”, Kab. Bungo, 2020``."""
    parts = [
        f"“{search.text}”" if search.text else "",
        *(labels.region(code) for code in search.regions),
        *(labels.official(key) for key in search.officials),
        *search.sections,
        period_label(search),
    ]
    return ", ".join(part for part in parts if part) or _(EVERYTHING)


def offer_label(offer: Offer, labels: Labels) -> str:
    """Return what an offer narrows to: ``hanya 2020``, ``di Kab. Muaro Jambi``."""
    if isinstance(offer.filter, DateFilter):
        return _("hanya %s") % period_label(Search(first=offer.filter.first, last=offer.filter.last))
    (value,) = offer.filter.values
    if offer.filter.field is FacetField.REGION:
        return _("di %s") % labels.region(value)
    name = labels.official(value)
    return f"{name}, {labels.term(offer.term)}" if offer.term is not None else name


def query_trouble(trouble: QueryTrouble, value: str) -> str:
    """Return what is wrong with a query, and what happened instead."""
    return _(_QUERY_TROUBLES[trouble]).format(value)


def draft_trouble(trouble: DraftTrouble) -> str:
    """Return why nothing can be suggested for a draft, and what to give instead."""
    return _(_DRAFT_TROUBLES[trouble])


def kind_label(kind: Kind) -> str:
    """Return what a suggestion is to the story, softly."""
    return _(_KINDS[kind])


def reasons_in_words(reasons: Reasons, labels: Labels) -> tuple[str, ...]:
    """Return why a story is suggested, as phrases, the strongest first."""
    return tuple(_phrases(reasons, labels))


def _phrases(reasons: Reasons, labels: Labels) -> Iterator[str]:
    if reasons.names:
        yield _("sama-sama menyebut %s") % ", ".join(reasons.names)
    if reasons.regions:
        yield _("wilayah %s") % ", ".join(map(labels.region, reasons.regions))
    if reasons.words:
        yield _("kata kunci %s") % ", ".join(reasons.words)
    if reasons.days_before is not None:
        yield _age(reasons.days_before)


def _age(days: int) -> str:
    """Return how long before the story a suggestion appeared."""
    if days == 0:
        return _("hari yang sama")
    if days == 1:
        return _("sehari sebelumnya")
    if days < 60:
        return _("%d hari sebelumnya") % days
    if days < 730:
        return _("%d bulan sebelumnya") % (days // 30)
    return _("%d tahun sebelumnya") % (days // 365)
