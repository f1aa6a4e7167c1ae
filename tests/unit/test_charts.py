"""Drawings: what is drawn is as much as what was counted, well-formed, and without what a strict policy forbids."""

import itertools
import re
import xml.etree.ElementTree as ET

import pytest

from rex.pages.charts import Flow, Node, Part, bar, flows

XLINK = "{http://www.w3.org/1999/xlink}href"


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(str(svg).replace("<svg ", '<svg xmlns:xlink="http://www.w3.org/1999/xlink" ', 1))


def a_drawing(*bands: Flow) -> ET.Element:
    left = [Node(name, name, f"../m/{name}/") for name in sorted({band.left for band in bands})]
    right = [Node(name, name, f"../f/{name}/") for name in sorted({band.right for band in bands})]
    return parsed(flows(left, right, bands, "A picture"))


def a_band(left: str, right: str, amount: int = 1, name: str = "supported") -> Flow:
    return Flow(left, right, amount, name, f"../m/{left}/#{right}", f"{left} & {right}: {amount} <cases>")


def test_a_bar_is_as_long_as_its_parts_and_no_longer_than_the_whole():
    drawn = parsed(bar([Part("a", 2), Part("none", 0), Part("b", 3)], 10))
    rects = [(rect.get("class"), rect.get("x"), rect.get("width")) for rect in drawn.iter("rect")]
    assert drawn.get("viewBox") == "0 0 10 1"
    assert rects == [("rex-fill-a", "0", "2"), ("rex-fill-b", "2", "3")]


def test_every_pair_is_a_band_and_every_band_a_link():
    bands = [a_band("a", "x", 3), a_band("a", "y"), a_band("b", "y", 2)]
    links = {link.get(XLINK): link.find("title").text for link in a_drawing(*bands).iter("a") if link.find("title") is not None}
    assert links == {band.href: band.title for band in bands}


def test_a_link_inside_a_drawing_never_has_a_plain_href_and_nothing_a_style():
    for element in a_drawing(a_band("a", "x")).iter():
        assert "href" not in element.attrib
        assert "style" not in element.attrib


def heights(drawing: ET.Element) -> dict[str, tuple[int, int]]:
    """Top and height of each node by its name."""
    return {
        node.find("text").text: (int(node.find("rect").get("y")), int(node.find("rect").get("height")))
        for node in drawing.iter("a")
        if node.get("class") == "rex-node"
    }


def test_a_node_is_as_high_as_all_that_touches_it():
    found = heights(a_drawing(a_band("a", "x", 3), a_band("a", "y", 4), a_band("b", "y", 3)))
    assert found["a"][1] == found["y"][1]
    assert found["a"][1] > found["b"][1] == found["x"][1]


def test_nodes_of_a_column_never_overlap():
    bands = [
        a_band(left, right, 1 + (ord(left) + ord(right)) % 4) for left in "abcdefg" for right in "tuvwxyz" if (ord(left) * ord(right)) % 3
    ]
    found = heights(a_drawing(*bands))
    for column in ("abcdefg", "tuvwxyz"):
        places = sorted(found[name] for name in column if name in found)
        assert all(top + size < following for (top, size), (following, _) in itertools.pairwise(places))


def test_the_right_column_follows_where_its_bands_come_from():
    found = heights(a_drawing(a_band("a", "z", 2), a_band("b", "m", 2), a_band("c", "k", 2)))
    assert [name for name, _ in sorted(found.items(), key=lambda item: item[1]) if name in "kmz"] == ["z", "m", "k"]


def test_a_band_begins_and_ends_at_its_nodes_beside_the_others():
    bands = [a_band("a", "x", 3), a_band("a", "y", 2), a_band("b", "y", 4), a_band("c", "x", 1)]
    drawing = a_drawing(*bands)
    found, taken = heights(drawing), {}
    for link in drawing.iter("a"):
        if link.get("class") == "rex-node":
            continue
        band = next(band for band in bands if band.href == link.get(XLINK))
        numbers = list(map(int, re.findall(r"\d+", link.find("path").get("d"))))
        thick = numbers[8]
        for node, start in ((band.left, numbers[1]), (band.right, numbers[7])):
            top, size = found[node]
            assert top <= start < start + thick <= top + size
            assert all(start + thick < other or end < start for other, end in taken.get(node, ()))
            taken.setdefault(node, []).append((start, start + thick))
    assert sum(map(len, taken.values())) == 2 * len(bands)


@pytest.mark.parametrize("amount", [1, 12])
def test_text_of_others_cannot_become_markup(amount):
    band = Flow("a", "x", amount, "failed", '../m/a/#"><script>', "<b>&\"'")
    svg = flows([Node("a", "<i>", '"><script>')], [Node("x", "&amp;", "x")], [band], '"')
    assert "<script>" not in svg
    assert "<i>" not in svg
    parsed(svg)
