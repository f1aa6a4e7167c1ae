"""Lists of documents on disk, and the pool that gathers them."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rex.search.embedded.codec import Pool, pack, unpack

# Distances of each width: next to one another, a hundred apart, a million apart.
DISTANCES = st.integers(1, 200) | st.integers(1, 60_000) | st.integers(1, 10_000_000)
LISTS = st.lists(DISTANCES, min_size=1, max_size=300).map(lambda distances: list(accumulate(distances)))


@given(LISTS, st.data())
def test_a_list_comes_back_as_it_went_in(documents: list[int], data: st.DataObject) -> None:
    weights = bytes(data.draw(st.lists(st.integers(1, 255), min_size=len(documents), max_size=len(documents))))
    for weighed in (weights, weights[:1] * len(documents)):
        assert unpack(pack(documents, weighed), documents[0], len(documents)) == (documents, weighed)


def test_what_is_alike_is_kept_once() -> None:
    assert len(pack([7], b"\x01")) == len(pack([7, 9, 11], b"\x01\x01\x01")) - 2 == 2
    every, weights = list(range(20_000)), bytes(1 + number % 20 for number in range(20_000))
    assert len(pack(every, weights)) < 2_000


def test_a_pool_gives_each_term_once_and_in_order() -> None:
    pool = Pool()
    for document, text in enumerate((b"zebra", b"apple", b"zebra")):
        pool.add(("stems", text, document, float(document + 1), b""))
    pool.add(("key", b"zebra", 0, 1.0, None))
    found = [(term, list(documents), bytes(weights)) for term, documents, weights in pool.iter_postings()]
    assert found == [
        (("key", b"zebra"), [0], b"\x01"),
        (("stems", b"apple"), [1], b"\x02"),
        (("stems", b"zebra"), [0, 2], b"\x01\x03"),
    ]


def test_a_weight_that_has_no_place_in_a_byte_is_an_error() -> None:
    with pytest.raises(ValueError, match="256"):
        Pool().add(("stems", b"zebra", 0, 300.0, None))
