"""Blocks of postings are read back, by this project and by stock Whoosh, however long they are."""

from array import array
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import formats
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.filedb.structfile import BufferFile

from index.engines.whoosh.blocks import ARRAYS_FROM, BLOCK_POSTINGS, positions_value, spell
from index.engines.whoosh.decoding import POSITION_BITS, read_blocks, unfolded
from index.engines.whoosh.runs import NO_VALUE, Postings

SIZES = st.sampled_from((1, 15, 16, ARRAYS_FROM - 1, ARRAYS_FROM, 300, BLOCK_POSTINGS, BLOCK_POSTINGS + 1))


@st.composite
def postings(draw):
    """Draw a term's postings: gaps of one kind of number, weights alike or not, some positions in each document."""
    size, widest = draw(SIZES), draw(st.sampled_from((1, 200, 60_000, 1_000_000)))
    weights = draw(st.sampled_from(((1.0,), (2.5,), (1.0, 3.5, 0.1))))
    random = Random(draw(st.integers(0, 2**32)))
    documents = np.cumsum([random.randint(1, widest) for _ in range(size)]).tolist()
    values = [positions_value(tuple(range(n % 7, n % 7 + n % 3 + 1))) for n in range(size)]
    return Postings(array("I", documents), array("f", [random.choice(weights) for _ in documents]), values)


class Alike:
    """The lengths of any number of documents, all of three words."""

    def __getitem__(self, document):
        return 3


def spelt(taken, *, scored=True):
    return spell(taken, Alike() if scored else None, 0).postings


@settings(max_examples=25, deadline=None)
@given(postings())
def test_what_is_written_is_read_back(taken):
    blocks = list(read_blocks(memoryview(spelt(taken))))
    assert np.concatenate([block.documents for block in blocks]).tolist() == taken.documents.tolist()
    assert np.concatenate([block.weights for block in blocks]).tolist() == taken.weights.tolist()
    assert [value for block in blocks for value in block.values()] == taken.values


@settings(max_examples=25, deadline=None)
@given(postings())
def test_stock_whoosh_reads_the_same(taken):
    data = spelt(taken)
    matcher = W3LeafMatcher(BufferFile(memoryview(data)), 0, len(data), formats.Positions())
    read = []
    while matcher.is_active():
        read.append((matcher.id(), matcher.weight(), matcher.value()))
        matcher.next()
    assert read == list(zip(taken.documents, taken.weights, taken.values, strict=True))


@pytest.mark.parametrize("size", [20, ARRAYS_FROM])
def test_a_field_without_positions_has_none(size):
    taken = Postings(array("I", range(1, size + 1)), array("f", [1.0] * size), [NO_VALUE] * size)
    (block,) = read_blocks(memoryview(spelt(taken, scored=False)))
    assert (block.documents.tolist(), list(block.values())) == (taken.documents.tolist(), [])


def test_positions_of_a_long_block_are_decoded_only_when_asked_for():
    values = [positions_value((n, n + 2)) for n in range(ARRAYS_FROM)]
    taken = Postings(array("I", range(ARRAYS_FROM)), array("f", [1.0] * ARRAYS_FROM), values)
    (block,) = read_blocks(memoryview(spelt(taken)))
    assert not isinstance(block._values, tuple)
    assert unfolded(*block.position_lists()).tolist() == [
        n << POSITION_BITS | at for n in range(ARRAYS_FROM) for at in (n, n + 2)
    ]
