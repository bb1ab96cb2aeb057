"""Postings kept in memory say exactly what was written, in whatever blocks it comes."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.whoosh.postings import Gathering, PackedPostings, joined

HALVES = st.integers(1, 255).map(lambda steps: steps / 2)
ODD = st.sampled_from((0.1, 1.25, 128.0, 4_000.5))
POSTINGS = st.one_of(
    st.dictionaries(st.integers(0, 5_000), weights, max_size=40) for weights in (HALVES, st.one_of(HALVES, ODD))
)


def steps_of(documents):
    return [after - before for before, after in pairwise([0, *documents])]


def gathered(*blocks, long=False):
    """Gather blocks, each a base and a weight by document."""
    gathering = Gathering()
    for base, held in blocks:
        documents = sorted(held)
        weights = [held[document] for document in documents]
        if long and documents:
            gathering.add_many(
                base, np.array(steps_of(documents), dtype=np.uint16), np.array(weights, dtype=np.float32)
            )
        else:
            gathering.add_few(base, steps_of(documents), weights)
    return gathering.packed()


def content(postings):
    return dict(zip(postings.numbers.tolist(), postings.frequencies.tolist(), strict=True))


def as_written(held):
    """Weights as four bytes hold them."""
    return {document: float(np.float32(weight)) for document, weight in held.items()}


@given(POSTINGS, st.booleans())
def test_what_is_gathered_is_held(held, long):
    assert content(gathered((0, held), long=long)) == as_written(held)


@given(POSTINGS, POSTINGS, st.booleans())
def test_blocks_of_several_segments_stand_one_behind_the_other(first, second, long):
    together = as_written(first) | {6_000 + document: weight for document, weight in as_written(second).items()}
    gathering = gathered((0, first), (6_000, second), long=long)
    assert content(gathering) == together
    assert gathering.documents.tolist() == sorted(together)
    assert content(joined([gathered((0, first)), gathered((0, second)).moved(6_000)])) == together


@given(POSTINGS, st.lists(st.integers(-1, 5_001)))
def test_the_weight_in_a_document_is_looked_up(held, documents):
    found = gathered((0, held)).frequencies_in(np.array(documents, dtype=np.int32))
    assert found.tolist() == [as_written(held).get(document, 0.0) for document in documents]


@given(POSTINGS, st.sets(st.integers(0, 5_000)))
def test_a_mask_leaves_its_documents(held, allowed):
    mask = np.isin(np.arange(5_001), list(allowed))
    assert content(gathered((0, held)).under(mask)) == {d: w for d, w in as_written(held).items() if d in allowed}


@pytest.mark.parametrize(("weight", "bytes_each"), [(2.5, 5), (127.5, 5), (128.0, 8), (0.1, 8)])
def test_weights_take_one_byte_where_that_says_all(weight, bytes_each):
    postings = gathered((0, {1: 1.0, 2: weight}))
    assert sum(array.nbytes for array in postings.arrays) == 2 * bytes_each
    assert PackedPostings.kept(postings.arrays) == postings
