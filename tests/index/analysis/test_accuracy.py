"""Accuracy on treebanks and gold stems, as measured in the field; the floors only rise."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from index.analysis import default_analyzer
from index.analysis.stemmer import Stemmer, installed_stemmer

pytestmark = pytest.mark.shared

CLITICS = {"nya", "ku", "mu", "lah", "kah", "pun", "tah"}
NOT_STEMMED = {"PROPN", "PUNCT", "SYM", "NUM"}
PLAIN = re.compile(r"[a-z]+(-[a-z]+)*")


@pytest.fixture(scope="module")
def analyzer():
    return default_analyzer()


@pytest.fixture(scope="module")
def data(shared_data):
    return shared_data / "data" / "stemming"


def words_with_lemmas(treebank: Path) -> Iterator[tuple[str, str]]:
    """Yield plain words that are no names, with lemmas, case folded; clitics rejoined to their hosts."""
    joined, parts, last = "", [], 0
    for line in treebank.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            last = 0
            continue
        number, form, lemma, tag = line.casefold().split("\t")[:4]
        if "-" in number:
            joined, parts, last = form, [], int(number.split("-")[1])
            continue
        if "." in number:
            continue
        word = (form, lemma, tag.upper())
        if int(number) <= last:
            parts.append(word)
            if int(number) < last:
                continue
            hosts = [part for part in parts if part[0] not in CLITICS and part[1] not in CLITICS] or parts
            if len(hosts) != 1:
                continue
            word = (joined, *hosts[0][1:])
        if word[2] not in NOT_STEMMED and PLAIN.fullmatch(word[0]):
            yield word[0], word[1]


@pytest.mark.parametrize(
    ("treebanks", "floor"),
    [
        (["UD_Indonesian-PUD/id_pud-ud-test.conllu"], 98.1),
        (["UD_Indonesian-CSUI/id_csui-ud-train.conllu", "UD_Indonesian-CSUI/id_csui-ud-test.conllu"], 94.6),
        (["UD_Indonesian-GSD/id_gsd-ud-dev.conllu", "UD_Indonesian-GSD/id_gsd-ud-test.conllu"], 91.5),
    ],
    ids=["PUD", "CSUI", "GSD"],
)
def test_stems_are_the_lemmas_of_treebanks(data, analyzer, treebanks, floor):
    words = [word for name in treebanks for word in words_with_lemmas(data / name)]
    right = sum("".join(analyzer.stems(form)) == lemma for form, lemma in words)
    assert 100 * right / len(words) >= floor


def test_forms_of_one_lemma_meet_and_others_do_not(data, analyzer):
    lemmas = json.loads((data / "wordlists" / "ud_f2l.json").read_text(encoding="utf-8"))
    gold = pairs({form: (lemma,) for form, lemma in lemmas.items()})
    found = pairs({form: analyzer.stems(form) for form in lemmas})
    both = len(gold & found)
    assert 2 * both / (len(gold) + len(found)) >= 0.92


def pairs(keys: dict[str, tuple[str, ...]]) -> set[tuple[str, str]]:
    groups = defaultdict(list)
    for form, key in keys.items():
        groups[key].append(form)
    return {pair for forms in groups.values() for pair in combinations(sorted(forms), 2)}


def gold_stems(path: Path) -> list[tuple[str, str]]:
    return [tuple(line.casefold().split("\t")) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_bare_stemmer_is_the_one_of_the_literature(data):
    folder = data / "sastrawi-php"
    roots = (folder / "functional_dictionary.txt").read_text(encoding="utf-8").splitlines()
    functional, integration = gold_stems(folder / "functional.tsv"), gold_stems(folder / "integration.tsv")
    assert (len(functional), len(integration)) == (166, 35)
    small, whole = Stemmer(roots), installed_stemmer()
    assert [stemmed(small, text) for text, _ in functional] == [stems for _, stems in functional]
    assert [stemmed(whole, text) for text, _ in integration] == [stems for _, stems in integration]


def stemmed(stemmer: Stemmer, text: str) -> str:
    return " ".join(map(stemmer.stem, text.split()))


def test_real_words_are_stemmed_as_by_the_library(data):
    bare = installed_stemmer()
    words = (data / "wordlists" / "types_all.txt").read_text(encoding="utf-8").split()[::20]
    assert len(words) > 3000
    assert [word for word in words if PLAIN.fullmatch(word) and bare.stem(word) != bare._stemmer.stem_word(word)] == []
