"""What is published for machines, against what the files say: nothing lost, nothing added, nothing that breaks a reader."""

import csv
import io
import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from openapi_spec_validator import validate as validate_openapi
from PIL import Image, ImageFont
from pyld import jsonld

from builders import EXAMPLE_ID, a_case, a_corpus, a_fix, a_translation
from conftest import our_facts
from rex.core.corpus import Corpus
from rex.core.coverage import size_of
from rex.core.derive import Facts
from rex.core.errors import RexError
from rex.core.frontmatter import read_bytes
from rex.core.model import Case, Context, Status
from rex.core.parse import parse
from rex.data.addresses import Addresses
from rex.data.build import build_graph, build_records
from rex.data.cards import draw_card
from rex.data.feeds import ENTRIES, build_feed
from rex.data.files import FILES, Source, build_files, write_files
from rex.data.jsonld import PageView, build_jsonld
from rex.data.records import CaseList, CaseRecord, FixRecord, MistakeRecord, case_of
from rex.data.releases import build_changes, build_manifest
from rex.data.tables import cases_csv, edges_csv
from rex.data.twin import build_twin
from rex.lint.rules.fields import DRAWN

ADDRESSES = Addresses({"en": "https://rex.example/en/", "fr": "https://rex.example/fr/"}, "https://code.example/rex")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def facts(repository: Path) -> Facts:
    return our_facts()


@pytest.fixture(scope="module")
def files(facts: Facts) -> dict[str, bytes]:
    return dict(build_files(facts, ADDRESSES))


def test_every_case_that_is_read_back_from_its_json_equals_the_model(facts: Facts, files: dict[str, bytes]) -> None:
    for file in facts.corpus.published.values():
        record = CaseRecord.model_validate_json(files[f"data/v1/cases/{file.id}.json"])
        assert set(record.languages) == {file.case.lang, *file.translations}
        for lang in record.languages:
            local = file.in_language(lang)
            assert case_of(record, lang) == (local.case, local.body), (file.id, lang)


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"data/v1/{name}.csv"].decode("utf-8-sig"))))


def test_whose_voice_a_source_is_and_what_counts_as_first_hand_is_published(facts: Facts, files: dict[str, bytes]) -> None:
    published = facts.corpus.published
    voices = {(case_id, source.id): source.voice for case_id, file in published.items() for source in file.case.sources}
    assert {voice.is_first_hand for voice in voices.values()} == {True, False}
    for case_id in published:
        for source in CaseRecord.model_validate_json(files[f"data/v1/cases/{case_id}.json"]).sources:
            assert source.first_hand is voices[case_id, source.id].is_first_hand
    told = {(row["case"], row["source"]): row["first_hand"] for row in rows(files, "sources")}
    assert told == {key: str(int(voice.is_first_hand)) for key, voice in voices.items()}
    edges = {(edge.mistake, edge.fix, edge.case): str(int(edge.is_first_hand)) for edge in facts.edges}
    assert set(edges.values()) == {"0", "1"}
    assert {(row["mistake"], row["fix"], row["case"]): row["first_hand"] for row in rows(files, "edges")} == edges


def test_the_size_of_a_case_in_the_table_is_its_own_or_that_of_its_company(facts: Facts, files: dict[str, bytes]) -> None:
    cases = {case_id: file.case for case_id, file in facts.corpus.published.items()}
    own = [case for case in cases.values() if case.context.size]
    assert any(size_of(facts, case.model_copy(update={"context": Context()})) != case.context.size for case in own), "one says another size"
    assert {row["id"]: row["size"] for row in rows(files, "cases")} == {
        case_id: size_of(facts, case) or "" for case_id, case in cases.items()
    }


def test_every_markdown_twin_is_a_case_file_that_the_reader_accepts_and_that_says_the_same(facts: Facts) -> None:
    for file in facts.corpus.published.values():
        for lang in ("en", "fr"):
            local = file.in_language(lang)
            reading = read_bytes(build_twin(file.in_language(lang)).encode())
            assert reading.document is not None and reading.problems == [], (file.id, lang)
            case, problems = parse(reading.document, Case)
            assert problems == []
            assert case == local.case.model_copy(update={"lang": local.lang})
            assert reading.document.body.strip() == local.body.strip()


def test_lists_hold_the_same_records_as_the_single_files(files: dict[str, bytes]) -> None:
    whole = CaseList.model_validate_json(files["data/v1/cases.json"])
    assert whole.count == len(whole.items)
    assert {f"data/v1/cases/{item.id}.json" for item in whole.items} == {path for path in files if path.startswith("data/v1/cases/")}
    for item in whole.items:
        assert CaseRecord.model_validate_json(files[f"data/v1/cases/{item.id}.json"]) == item


def test_grades_and_edges_of_terms_equal_the_derived_pairs(facts: Facts, files: dict[str, bytes]) -> None:
    seen = {}
    for mistake in facts.corpus.vocabulary.mistakes:
        record = MistakeRecord.model_validate_json(files[f"data/v1/mistakes/{mistake}.json"])
        seen |= {(mistake, pair.id): (pair.grade, [edge.case for edge in pair.edges]) for pair in record.fixes}
    assert seen == {key: (pair.grade, [edge.case for edge in pair.edges]) for key, pair in facts.pairs.items()}
    mirrored = {
        (pair.id, fix): pair.grade
        for fix in facts.corpus.vocabulary.fixes
        for pair in FixRecord.model_validate_json(files[f"data/v1/fixes/{fix}.json"]).mistakes
    }
    assert mirrored == {key: grade for key, (grade, _) in seen.items()}


def test_no_arrow_of_the_graph_points_at_nothing(facts: Facts) -> None:
    graph = build_graph(build_records(facts, ADDRESSES))
    nodes = [node.id for node in graph.nodes]
    assert len(nodes) == len(set(nodes))
    assert {end for link in graph.links for end in (link.source, link.target)} <= set(nodes)
    assert {link.type for link in graph.links} == {"shows", "uses", "corrects", "belongs-to", "at"}


def test_the_api_description_is_valid_and_names_every_file(files: dict[str, bytes]) -> None:
    described = json.loads(files["data/v1/openapi.json"])
    validate_openapi(described)
    assert list(described["paths"]) == [f"/{file.path}" for file in FILES]
    index = json.loads(files["data/v1/index.json"])
    assert [entry["path"] for entry in index["files"]] == [file.path for file in FILES]


def test_a_schema_is_called_by_its_own_address(files: dict[str, bytes]) -> None:
    schemas = {path: json.loads(content) for path, content in files.items() if "/schema/" in path}
    assert len(schemas) > 2
    assert {path: schema["$id"] for path, schema in schemas.items()} == {path: f"https://rex.example/{path}" for path in schemas}


def test_the_csv_of_cases_reads_back_with_every_case_and_its_accents(facts: Facts, files: dict[str, bytes]) -> None:
    text = files["data/v1/cases.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["id"] for row in rows] == sorted(facts.corpus.published)
    for row in rows:
        case = facts.corpus.cases[row["id"]].in_language("fr").case
        assert row["title_fr"] == case.title
        assert row["mistakes"].split("|") == [claim.id for claim in case.mistakes] or not case.mistakes


def test_the_csv_of_edges_has_a_row_an_edge(facts: Facts, files: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(files["data/v1/edges.csv"].decode("utf-8-sig"), newline="")))
    assert {(r["mistake"], r["fix"], r["case"], r["outcome"]) for r in rows} == {(e.mistake, e.fix, e.case, e.outcome) for e in facts.edges}
    assert len(rows) == len(facts.edges)


def test_a_spreadsheet_never_takes_a_title_for_a_formula() -> None:
    corpus = a_corpus({EXAMPLE_ID: a_case(title='=HYPERLINK("https://evil.example","read me")')})
    rows = list(csv.DictReader(io.StringIO(cases_csv(build_records(Facts(corpus), ADDRESSES)).decode("utf-8-sig"), newline="")))
    assert rows[0]["title_en"] == '\'=HYPERLINK("https://evil.example","read me")'


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "＝", "＋", "－", "＠", '"=', '""=', "' =", " =", '"\t='])
@pytest.mark.parametrize("separator", [",", ";"])
def test_no_cell_of_a_spreadsheet_begins_like_a_formula_where_its_separator_cuts(begins: str, separator: str) -> None:
    corpus = a_corpus({EXAMPLE_ID: a_case(title=f"A failure;{begins}1+1;{begins}HYPERLINK(1)")})
    text = cases_csv(build_records(Facts(corpus), ADDRESSES)).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for cell in row]
    assert len(cells) >= 4
    assert [cell for cell in cells if cell.strip("\"' ").startswith(tuple("=+-@＝＋－＠\t")) and not cell.startswith("'")] == []


def test_a_withdrawn_case_leaves_its_reason_and_none_of_its_claims() -> None:
    text = a_case(status="withdrawn", withdrawn_because="The organisation has shown that it is untrue.")
    corpus = a_corpus({EXAMPLE_ID: text})
    files = dict(build_files(Facts(corpus), ADDRESSES))
    record = CaseRecord.model_validate_json(files[f"data/v1/cases/{EXAMPLE_ID}.json"])
    assert record.status is Status.WITHDRAWN
    assert record.withdrawn_because == {"en": "The organisation has shown that it is untrue."}
    assert (record.mistakes, record.fixes, record.sources, record.body, record.summary) == ((), (), (), {}, {})
    assert EXAMPLE_ID not in files["data/v1/edges.csv"].decode() + files["llms.txt"].decode() + files["data/v1/feeds/en.xml"].decode()


def test_a_draft_is_in_no_file() -> None:
    corpus = a_corpus({EXAMPLE_ID: a_case(status="draft")})
    assert not any(EXAMPLE_ID.encode() in content or EXAMPLE_ID in path for path, content in build_files(Facts(corpus), ADDRESSES))


def test_a_fix_names_the_cases_where_it_was_used_against_no_mistake() -> None:
    tied, untied = a_case(), a_case(fixes=[a_fix(corrects=[])], results=[])
    records = build_records(Facts(a_corpus({"tied": tied, "untied": untied})), ADDRESSES)
    assert {fix.id: fix.untied for fix in records.fixes if fix.cases}["automated-restore-testing"] == ("untied",)


# -- feeds ---------------------------------------------------------------------------------------------------------


def _feeds(files: dict[str, bytes]) -> dict[str, ET.Element]:
    return {path: ET.fromstring(content) for path, content in files.items() if path.endswith(".xml")}


def test_there_is_a_feed_of_each_language_and_of_each_pillar_in_it(facts: Facts, files: dict[str, bytes]) -> None:
    pillars = list(facts.corpus.vocabulary.pillars)
    expected = {f"data/v1/feeds/{lang}.xml" for lang in ("en", "fr")}
    expected |= {f"data/v1/feeds/{lang}/{pillar}.xml" for lang in ("en", "fr") for pillar in pillars}
    assert set(_feeds(files)) == expected


def test_feeds_keep_the_rules_of_rfc_4287(files: dict[str, bytes]) -> None:
    for path, feed in _feeds(files).items():
        assert feed.tag == f"{ATOM}feed"
        for name in ("id", "title", "updated"):
            assert len(feed.findall(f"{ATOM}{name}")) == 1, (path, name)
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None
        assert [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"] == [f"https://rex.example/{path}"]
        entries = feed.findall(f"{ATOM}entry")
        assert entries, path
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(ids)) == len(ids)
        for entry in entries:
            for name in ("id", "title", "updated", "summary"):
                found = entry.findall(f"{ATOM}{name}")
                assert len(found) == 1 and (found[0].text or "").strip()
            assert (entry.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
            links = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in entry.findall(f"{ATOM}link")]
            # 4.1.2: no two alternates of the same type and language.
            assert len(set(links)) == len(links)
            assert all((link.get("href") or "").startswith("https://") for link in entry.findall(f"{ATOM}link"))
        for element in feed.iter(f"{ATOM}updated"):
            assert len(element.text or "") == len("2026-11-01T00:00:00Z")


def test_the_feed_of_a_pillar_has_the_cases_of_that_pillar_and_no_others() -> None:
    records = build_records(
        Facts(a_corpus({"one": a_case(pillars=["culture"]), "two": a_case(pillars=["automation", "culture"])})), ADDRESSES
    )
    for pillar, cases in (("culture", ["one", "two"]), ("automation", ["two"]), ("sharing", [])):
        feed = ET.fromstring(build_feed(records, ADDRESSES, "en", pillar))
        links = [str(link.get("href")) for link in feed.findall(f"{ATOM}entry/{ATOM}link") if link.get("rel") == "alternate"]
        assert sorted(link.rstrip("/").rpartition("/")[2] for link in links) == cases


def test_a_feed_begins_with_what_came_last_and_cuts_no_day() -> None:
    old = {f"old-{number}": a_case(reviewed="2026-09-01", date="2025-01-01") for number in range(ENTRIES)}
    same_day = {f"day-{number}": a_case(reviewed="2026-09-20") for number in range(ENTRIES + 5)}
    new = {"of-old-2009": a_case(reviewed="2026-10-02", date="2009-05-01"), "some-time": a_case(reviewed="2026-10")}
    feed = ET.fromstring(build_feed(build_records(Facts(a_corpus(old | same_day | new)), ADDRESSES), ADDRESSES, "en"))
    addresses = [entry.find(f"{ATOM}link").get("href") or "" for entry in feed.findall(f"{ATOM}entry")]  # type: ignore[union-attr]
    names = [address.rstrip("/").rpartition("/")[2] for address in addresses]
    assert names[:2] == ["some-time", "of-old-2009"], "a month may mean its last day"
    assert set(names[2:]) == set(same_day)
    assert feed.findtext(f"{ATOM}updated") == "2026-10-02T00:00:00Z"


def test_an_entry_keeps_its_id_when_the_site_moves(facts: Facts) -> None:
    records = build_records(facts, ADDRESSES)
    elsewhere = Addresses({"en": "https://other.example/rex/en/", "fr": "https://other.example/rex/fr/"}, "https://code.example")
    moved = build_feed(build_records(facts, elsewhere), elsewhere, "en")
    ids = [[node.text for node in ET.fromstring(text).iter(f"{ATOM}id")] for text in (build_feed(records, ADDRESSES, "en"), moved)]
    assert ids[0] == ids[1]


# -- releases ------------------------------------------------------------------------------------------------------


def _state(texts: dict[str, str]) -> Corpus:
    return a_corpus(texts)


def test_changes_tell_new_changed_withdrawn_removed_and_regraded() -> None:
    before = {"stays-2024": a_case(), "changes-2024": a_case(), "goes-2024": a_case(), "vanishes-2024": a_case()}
    failed = [{**fix, "outcome": "failed"} for fix in _fixes(a_case())]
    after = {
        "stays-2024": a_case(),
        "changes-2024": a_case(fixes=failed),
        "goes-2024": a_case(status="withdrawn", withdrawn_because="Untrue."),
        "comes-2024": a_case(),
    }
    old = build_manifest(Facts(_state(before)), "1.0.0", "2026-01-31")
    changes = build_changes(old, build_manifest(Facts(_state(after)), "1.1.0", "2026-02-28"))
    assert (changes.since, changes.date) == ("1.0.0", "2026-01-31")
    assert changes.new == ("comes-2024",)
    assert changes.changed == ("changes-2024",)
    assert changes.withdrawn == ("goes-2024",)
    assert changes.removed == ("vanishes-2024",)
    assert [(pair.before, pair.after) for pair in changes.regraded] == [("supported", "mixed")]


def test_nothing_has_changed_since_a_release_of_the_same_base(facts: Facts) -> None:
    manifest = build_manifest(facts, "9.9.9", "2026-11-24")
    changes = build_changes(manifest, manifest)
    assert (changes.new, changes.changed, changes.withdrawn, changes.removed, changes.regraded) == ((), (), (), (), ())


def test_a_translation_that_changes_makes_its_case_change(facts: Facts, repository: Path) -> None:
    case_id = next(iter(facts.corpus.published))
    texts = {f"cases/{name}": (repository / "cases" / name).read_bytes() for name in (f"{case_id}.md", f"{case_id}.fr.md")}
    from rex.core.corpus import corpus_of

    before = corpus_of(texts, facts.corpus.vocabulary)
    title = before.cases[case_id].translations["fr"].translation.title
    texts[f"cases/{case_id}.fr.md"] = texts[f"cases/{case_id}.fr.md"].replace(title[:10].encode(), b"Autrement ", 1)
    after = corpus_of(texts, facts.corpus.vocabulary)
    manifests = [build_manifest(Facts(corpus), "1.0.0", "2026-01-01") for corpus in (before, after)]
    assert build_changes(*manifests).changed == (case_id,)


def test_a_version_is_three_numbers(facts: Facts) -> None:
    with pytest.raises(RexError, match="three numbers"):
        build_manifest(facts, "v1", "2026-11-24")


# -- JSON-LD and cards ---------------------------------------------------------------------------------------------


def _expanded(text: str) -> list[dict[str, object]]:
    """JSON-LD expanded with a vocabulary in place of the remote context: no test asks the network."""
    document = json.loads(text)
    assert document["@context"] == "https://schema.org"
    document["@context"] = {"@vocab": "https://schema.org/", "url": {"@id": "https://schema.org/url", "@type": "@id"}}
    expanded: list[dict[str, object]] = jsonld.expand(document)
    return expanded


@pytest.mark.parametrize(
    ("kind", "subject", "expected"),
    [
        ("case", "gitlab-2017", "Article"),
        ("mistake", "untested-backups", "DefinedTerm"),
        ("fix", "chaos-engineering", "DefinedTerm"),
        ("pillar", "culture", "DefinedTerm"),
        ("company", "gitlab", "ProfilePage"),
        ("event", "devops-rex-2017", "WebPage"),
        ("home", "", "WebSite"),
        ("cases", "", "CollectionPage"),
        ("data", "", "Dataset"),
        ("about", "", "WebPage"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_kind_of_page_has_valid_json_ld_of_its_type(facts: Facts, kind: str, subject: str, expected: str, lang: str) -> None:
    address = f"https://rex.example/{lang}/x/"
    trail = (("Home", f"https://rex.example/{lang}/"), ("Title", address)) if kind != "home" else (("Home", address),)
    view = PageView(kind, subject, lang, "Title", "What it says.", address, trail)
    nodes = _expanded(build_jsonld(facts, ADDRESSES, view))
    types = [node["@type"] for node in nodes]
    assert types[0] == [f"https://schema.org/{expected}"]
    assert (["https://schema.org/BreadcrumbList"] in types) is (kind != "home")
    assert nodes[0]["@id"] == address


def test_the_page_of_a_translation_names_the_original_and_no_other_does() -> None:
    facts = Facts(a_corpus({EXAMPLE_ID: a_case(), f"{EXAMPLE_ID}.fr": a_translation()}))

    def original(lang: str) -> object:
        view = PageView("case", EXAMPLE_ID, lang, "Title", "What it says.", f"https://rex.example/{lang}/x/")
        return json.loads(build_jsonld(facts, ADDRESSES, view))["@graph"][0].get("translationOfWork")

    assert original("en") is None
    assert original("fr") == {"@id": ADDRESSES.page("en", "case", EXAMPLE_ID)}


def test_json_ld_cannot_end_its_script_element(facts: Facts) -> None:
    view = PageView("about", "", "en", "</script><script>alert(1)</script>", "&amp;", "https://rex.example/en/about/")
    text = build_jsonld(facts, ADDRESSES, view)
    assert "<" not in text and ">" not in text
    assert json.loads(text)["@graph"][0]["name"] == "</script><script>alert(1)</script>"


def test_cards_are_pictures_of_the_right_size_and_the_same_each_time(repository: Path) -> None:
    font = repository / "docs/overrides/assets/fonts/inter.woff2"
    texts = {"kicker": "Incident · Société générale · 2017", "title": "Une très longue histoire " * 5, "footer": "3 erreurs"}
    card = draw_card(font, **texts)
    assert Image.open(io.BytesIO(card)).size == (1200, 630)
    assert card == draw_card(font, **texts)
    assert card != draw_card(font, **{**texts, "title": "Une autre"})


def test_the_check_knows_which_letters_the_font_of_the_cards_has(repository: Path) -> None:
    path = repository / "docs/overrides/assets/fonts/inter.woff2"
    font = ImageFont.truetype(path, 40, layout_engine=ImageFont.Layout.BASIC)

    def drawn(sign: str) -> tuple[tuple[int, int], bytes]:
        mask = font.getmask(sign)
        return mask.size, bytes(mask)

    box = drawn("\U0010fffd")
    known = re.compile(f"[{DRAWN}]")
    signs = [sign for sign in map(chr, range(32, 0x3000)) if unicodedata.category(sign)[0] in "LNPSZ" and sign not in "\u2028\u2029"]
    assert [sign for sign in signs if (drawn(sign) == box) == bool(known.fullmatch(sign))] == []


def test_a_title_without_a_space_still_fits_on_a_card(repository: Path) -> None:
    font = repository / "docs/overrides/assets/fonts/inter.woff2"
    assert draw_card(font, kicker="x" * 200, title="y" * 120, footer="z" * 200).startswith(b"\x89PNG")


def test_a_source_builds_each_record_once(facts: Facts) -> None:
    source = Source(facts, ADDRESSES)
    assert source.records is source.records


def _fixes(text: str) -> list[dict[str, object]]:
    document = read_bytes(text.encode()).document
    assert document is not None
    fixes: list[dict[str, object]] = document.values["fixes"]
    return fixes


def test_edges_csv_of_the_example_case() -> None:
    corpus = a_corpus({EXAMPLE_ID: a_case()})
    rows = list(csv.DictReader(io.StringIO(edges_csv(build_records(Facts(corpus), ADDRESSES)).decode("utf-8-sig"), newline="")))
    assert [(row["mistake"], row["fix"], row["case"]) for row in rows] == [("untested-backups", "automated-restore-testing", EXAMPLE_ID)]


def test_what_is_written_below_a_folder_is_that_part_of_all_files(tmp_path: Path) -> None:
    facts = Facts(a_corpus({EXAMPLE_ID: a_case()}))
    whole = dict(build_files(facts, ADDRESSES))
    assert write_files(facts, ADDRESSES, tmp_path / "all") == len(whole)
    assert {path: (tmp_path / "all" / path).read_bytes() for path in whole} == whole
    part = {path for path in whole if path.startswith("data/v1/feeds/")}
    assert 0 < len(part) < len(whole)
    assert write_files(facts, ADDRESSES, tmp_path / "part", below="data/v1/feeds/") == len(part)
    assert {path.relative_to(tmp_path / "part").as_posix() for path in (tmp_path / "part").rglob("*.*")} == part


def test_a_feed_says_what_it_is_of_and_where_its_page_is(files: dict[str, bytes], facts: Facts) -> None:
    feeds = _feeds(files)
    ids = [feed.findtext(f"{ATOM}id") for feed in feeds.values()]
    assert len(set(ids)) == len(ids)
    for path, feed in feeds.items():
        page = next(link.get("href") or "" for link in feed.findall(f"{ATOM}link") if link.get("rel") == "alternate")
        pillar = path.partition("/feeds/")[2].partition("/")[2].removesuffix(".xml")
        lang = "fr" if "/feeds/fr" in path else "en"
        label = facts.corpus.vocabulary.pillars[pillar].label[lang] if pillar else "DevOps REX"
        assert (feed.findtext(f"{ATOM}title") or "").endswith(label)
        assert page == (ADDRESSES.page(lang, "pillar", pillar) if pillar else ADDRESSES.languages[lang])
        for entry in feed.findall(f"{ATOM}entry"):
            pages = {link.get("hreflang"): link.get("href") for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"}
            assert pages.keys() == {"en", "fr"}
            assert all(f"/{lang}/" in (href or "") for lang, href in pages.items())


def _ink(card: bytes, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """Where something is drawn within a part of a card."""
    from PIL import Image, ImageChops

    picture = Image.open(io.BytesIO(card)).convert("RGB").crop(box)
    return ImageChops.difference(picture, Image.new("RGB", picture.size, picture.getpixel((picture.width - 1, 0)))).getbbox()


@pytest.mark.parametrize("title", ["Short", "A title of some words " * 5, "y" * 120, "Five words in each line " * 40])
def test_everything_on_a_card_stands_within_its_margins(repository: Path, title: str) -> None:
    card = draw_card(repository / "docs/overrides/assets/fonts/inter.woff2", kicker="x" * 200, title=title, footer="z" * 200)
    assert _ink(card, (1200 - 71, 0, 1200, 630)) is None
    assert _ink(card, (25, 0, 72, 630)) is None
    assert _ink(card, (72, 0, 1200, 60)) is None
    # The title fills what is left between the line above and the line below, and stands in its middle.
    kicker, between, footer = _ink(card, (72, 60, 1200, 110)), _ink(card, (72, 110, 1200, 500)), _ink(card, (72, 515, 1200, 630))
    assert kicker and between and footer
    assert kicker[2] > 900 and footer[2] > 1000
    assert abs((between[1] + between[3]) / 2 + 110 - 305) < 40
    assert between[2] > 900 or title == "Short"
