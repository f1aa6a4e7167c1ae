"""No element, attribute, link or script of a page comes from a text: the pages of a hostile base are built like those of a harmless one."""

from pathlib import Path
from zlib import crc32

import pytest

from conftest import rex
from hostile import ALONE_PAYLOADS, AS_THEY_ARE, BEGINNINGS, PAYLOADS, Skeleton, a_rich_base, add_site, poisoned
from rex.core.corpus import Corpus, read_corpus
from rex.core.derive import Facts
from rex.lint.engine import errors, lint
from rex.pages.build import build_pages
from rex.pages.page import PAGE_TYPES


def as_html(corpus: Corpus) -> dict[str, str]:
    """Every page of both languages."""
    facts = Facts(corpus)
    return {f"{lang}/{page.path}": page.render().html for lang in ("en", "fr") for page in build_pages(facts, lang, {})}


# Some payloads end what others begin, so they are tried in a few bases and not in one.
GROUPS = [list(PAYLOADS.values())[start::4] for start in range(4)]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = read_corpus(a_rich_base(tmp_path_factory.mktemp("rich")))
    assert errors(lint(corpus)) == []
    return corpus


def assert_alike(hostile: Corpus, harmless: Corpus, ignored: frozenset[str] = frozenset()) -> None:
    found, expected = as_html(hostile), as_html(harmless)
    assert set(found) == set(expected)
    for path, html in found.items():
        one, two = (Skeleton(text).parts for text in (html, expected[path]))
        assert [part for part in one if part[0] not in ignored] == [part for part in two if part[0] not in ignored], path


def test_the_rich_base_has_a_page_of_each_type_but_none_is_forgotten(base: Corpus) -> None:
    facts = Facts(base)
    assert [kind.name for kind in PAGE_TYPES if not list(kind.subjects(facts))] == []


@pytest.mark.parametrize("group", GROUPS)
def test_a_hostile_text_changes_a_page_in_its_words_only(base: Corpus, group: list[tuple[str, str]]) -> None:
    hostile, harmless = ("; ".join(each[which] for each in group) for which in (0, 1))
    assert_alike(poisoned(base, lambda name, text: f"{text} {hostile} end"), poisoned(base, lambda name, text: f"{text} {harmless} end"))


@pytest.mark.parametrize("first", [0, 7])
def test_a_text_that_begins_like_a_block_is_still_a_text(base: Corpus, first: int) -> None:
    def begun(name: str, text: str) -> str:
        return f"{BEGINNINGS[(crc32(('stack' if name == 'software' else name).encode()) + first) % len(BEGINNINGS)]} {text}"

    assert_alike(poisoned(base, begun), poisoned(base, lambda name, text: f"x {text}"))


@pytest.mark.parametrize(("payload", "plain"), ALONE_PAYLOADS)
def test_a_tick_that_nothing_ends_makes_at_most_code(base: Corpus, payload: str, plain: str) -> None:
    hostile, harmless = poisoned(base, lambda name, text: f"{text} {payload}"), poisoned(base, lambda name, text: f"{text} {plain}")
    assert_alike(hostile, harmless, frozenset(("code", "/code")))


# Texts that the check accepts, so that they go all the way through a build.
ON_DISK = '`<div><xq onx=1>` <xq onx=1> "\' onx=" [q](//xq) </title><xq>'


def test_a_built_site_is_made_of_the_same_elements_whatever_its_texts_say(tmp_path: Path) -> None:
    sites = []
    for name, text in (("hostile", ON_DISK), ("harmless", "`x` x")):
        root = a_rich_base(tmp_path / name, lambda field, value, text=text: value if field in AS_THEY_ARE else f"{value} {text}")  # type: ignore[misc]
        add_site(root)
        done = rex("build", "--root", str(root))
        assert done.returncode == 0, done.stderr + done.stdout
        sites.append(root / "site")
    pages = [path.relative_to(sites[1]) for path in sites[1].rglob("*.html")]
    assert len(pages) > 80
    for page in pages:
        one, two = (Skeleton((site / page).read_text(encoding="utf-8")) for site in sites)
        assert one.parts == two.parts, page
