"""The embedded index: real files in a temporary folder, real processes, real kills."""

import dataclasses
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from builders_search import STORM, a_search_base, documents_of
from rex.core.errors import RexError
from rex.search.embedded.engine import WhooshEngine, folder_for, index_version
from rex.search.model import TERM, Answer, Changes, Document, EmptyQueryError, Query, UnusableIndexError


@pytest.fixture
def documents(tmp_path: Path) -> list[Document]:
    return documents_of(a_search_base(tmp_path / "base"))


@pytest.fixture
def engine(tmp_path: Path, documents: list[Document]) -> WhooshEngine:
    engine = WhooshEngine(tmp_path / "cache" / "x", wait=0.3)
    engine.refresh(documents, memo="first")
    return engine


def ids(engine: WhooshEngine, words: str = "", **filters: Any) -> list[str]:
    """`filters` are facets with one value or several, or other fields of a query."""
    rest = {name: filters.pop(name) for name in ("limit", "since", "until") if name in filters}
    chosen = {name: tuple(map(str, value if isinstance(value, tuple) else (value,))) for name, value in filters.items()}
    try:
        return [hit.document.id for hit in engine.search(Query(words, chosen, **rest)).hits]
    except EmptyQueryError:
        return []


def test_a_case_is_found_by_its_title_first(engine: WhooshEngine, documents: list[Document]) -> None:
    for document in (document for document in documents if document.is_case):
        hit = engine.search(Query(document.title)).hits[0]
        assert (hit.document.id, hit.document.lang) == (document.id, document.lang)


def test_a_document_comes_back_as_it_went_in(engine: WhooshEngine, documents: list[Document]) -> None:
    queries = [Query(filters={"lang": (lang,)}, limit=99) for lang in ("en", "fr")]
    found = {hit.document.key: hit.document for query in queries for hit in engine.search(query).hits}
    assert found == {document.key: document for document in documents if document.is_case}


def test_each_case_comes_once_in_the_language_that_fits(engine: WhooshEngine) -> None:
    for words, lang in (("disk failure", "en"), ("panne de disque", "fr")):
        hits = engine.search(Query(words)).hits
        assert (hits[0].document.id, hits[0].document.lang) == ("example-2024", lang)
        assert len({hit.document.id for hit in hits}) == len(hits)
    assert {hit.document.lang for hit in engine.search(Query("disque boutique", {"lang": ("fr",)})).hits} == {"fr"}


def test_the_words_of_the_other_language_find_it_too(engine: WhooshEngine) -> None:
    assert ids(engine, "en français retry", lang="en")[0] == STORM


@pytest.mark.parametrize("words", ["oeuvre", "ŒUVRES", "naive", "max_retries", "retries budgets", "disconnect/reset"])
def test_words_of_the_body_and_of_signals_are_found(engine: WhooshEngine, words: str) -> None:
    assert ids(engine, words)[0] == STORM


def test_more_of_the_words_beat_one_word_often(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "x")
    often = Document("often", "en", "published", "A", "B", text="zebra " * 5, fingerprint="1")
    both = Document("both", "en", "published", "A", "B", text="A zebra once stood on a crossing beside much other text.", fingerprint="2")
    rest = [Document(f"n{i}", "en", "published", "A", "B", text="crossing" if i == 1 else "", fingerprint="3") for i in range(6)]
    engine.refresh([often, both, *rest])
    assert ids(engine, "zebra crossing")[0] == "both"


def a_text(id: str, text: str, **parts: Any) -> Document:
    parts = {"status": "published", "title": "A", **parts}
    return Document(id, "en", summary="B", text=text, fingerprint=f"{id} {text} {parts}", **parts)


def test_a_name_of_several_words_is_more_than_its_words(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "x")
    apart = a_text("apart", "A chat room, and later the waiting list; some were waiting in another room.")
    whole = a_text("whole", "Users met a waiting room.")
    term = a_text("fix:queue", "", status=TERM, title="A queue of visitors", names=("waiting rooms",))
    texts = [apart, whole, *(a_text(f"n{number}", "Nothing of the kind.") for number in range(6))]
    engine.refresh(texts)
    assert ids(engine, "waiting room") == ["apart", "whole"]
    # As soon as a term has the name, texts that have not changed are read for it, too.
    assert engine.refresh([*texts, term]) == Changes(unchanged=8)
    assert ids(engine, "waiting room") == ["whole", "apart"]


def test_words_together_in_one_way_of_asking_are_more_than_the_same_words_apart(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "index")
    apart = a_text("a", "Nothing.", asked=("blank page", "old tapes", "one two three"))
    engine.refresh([apart, a_text("b", "Nothing.", asked=("old page", "blank tapes", "one two three")), a_text("c", "Other.")])
    assert ids(engine, "blank tapes") == ["b", "a"]
    assert ids(engine, "old tapes") == ["a", "b"]
    reasons = [reason.what for reason in engine.search(Query("blank tapes", explain=True)).hits[0].reasons]
    assert "together in a way of asking" in reasons


def test_a_word_that_only_a_term_has_leads_to_its_cases(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "x")
    much = " ".join(f"word{number}" for number in range(900))
    term = a_text("fix:alerts", much, status=TERM, title="Useful alerts", names=("SLO alerts", "alert routing"))
    engine.refresh([term, a_text("has", "Nothing of the kind.", fixes=("alerts",)), a_text("not", "Nothing of the kind.")])
    assert ids(engine, "SLO") == ["has"]


def test_words_that_a_case_has_in_passing_do_not_make_it_an_answer(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "x")
    chatter = " ".join(f"word{number}" for number in range(2000))
    about = a_text("about", "It failed.", title="The lookup")
    engine.refresh([a_text("one", f"formula {chatter}"), a_text("other", f"sheet {chatter}"), about])
    passing = answer(engine, "formula sheet")
    assert {hit.document.id for hit in passing.hits} == {"one", "other"}
    assert (passing.sure, passing.terms) == (False, ())
    found = answer(engine, "lookup")
    assert [hit.document.id for hit in found.hits] == ["about"]
    assert found.sure
    # Who asks for exact words wants to see what there is.
    assert answer(engine, 'sheet formula "word1 word2"').sure


def test_a_name_in_humps_is_found_by_its_parts(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "x")
    engine.refresh([a_text("a", "An OOM killed the pods.", title="Out of memory"), a_text("b", "Nothing of the kind.")])
    assert ids(engine, "OOMKilled") == ["a"]


def test_a_call_for_contributors_comes_after_a_case(engine: WhooshEngine) -> None:
    assert ids(engine, "backup") == ["example-2024", "silent-talk-2019"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"pillar": "measurement"}, [STORM]),
        ({"mistake": "untested-backups"}, ["example-2024"]),
        ({"fix": "automated-restore-testing"}, ["example-2024"]),
        ({"company": "example-shop"}, ["example-2024", "silent-talk-2019"]),
        ({"company": "example-group"}, ["example-2024", STORM, "silent-talk-2019"]),
        ({"year": 2022}, [STORM]),
        ({"year": 2023}, [STORM]),
        ({"year": 2021}, []),
        ({"pillar": "automation", "year": 2024}, ["example-2024"]),
        ({"pillar": "automation", "mistake": "retry-storm", "lang": "fr"}, []),
        ({"company": "example-group", "limit": 1}, ["example-2024"]),
    ],
)
def test_filters_alone_list_the_latest_first(engine: WhooshEngine, filters: dict[str, object], found: list[str]) -> None:
    assert ids(engine, **filters) == found


def test_filters_and_words_both_hold(engine: WhooshEngine) -> None:
    assert ids(engine, "invented", year=2022) == [STORM]
    assert ids(engine, "disk", year=2022) == []


@pytest.mark.parametrize("words", ["the of", "…", "zebra", "zebra " * 5000, "\x00 \ud800", "text:x AND (", "*", "w" * 100_000])
def test_no_query_breaks_it(engine: WhooshEngine, words: str) -> None:
    assert ids(engine, words) == []


def test_only_what_changed_is_indexed_again(engine: WhooshEngine, documents: list[Document]) -> None:
    assert engine.refresh(documents) == Changes(unchanged=4)
    changed = dataclasses.replace(documents[0], title="Zebra", fingerprint="other")
    new = dataclasses.replace(documents[1], id="new", fingerprint="new")
    assert engine.refresh([changed, *documents[2:], new], memo="second") == Changes(added=1, changed=1, removed=1, unchanged=2)
    assert ids(engine, "zebra") == [changed.id]
    assert engine.memo() == "second"
    assert engine.refresh([]) == Changes(removed=4)
    assert ids(engine, "zebra") == []
    assert engine.refresh(documents) == Changes(added=4)


def test_an_index_with_a_past_answers_as_a_new_one(tmp_path: Path, documents: list[Document]) -> None:
    """Changed, removed, added again, in many commits: parts get merged, and what was deleted counts nowhere."""
    chance = random.Random(3)
    animals = ("zebra", "heron", "otter", "lynx", "badger")

    def told(document: Document) -> Document:
        words = " ".join(chance.choices(animals, k=9))
        return dataclasses.replace(document, text=f"{document.text}\n{words}", fingerprint=str(chance.random()))

    # A changed term makes the index anew, see below, so terms stay as they are.
    terms = [document for document in documents if document.status == TERM]
    cases = [document for document in documents if document.is_case]
    copies = [dataclasses.replace(document, id=f"{document.id}-{number}") for document in cases for number in range(4)]
    old = WhooshEngine(tmp_path / "old")
    most = parts = 0
    for number in range(60):
        copies = [told(copy) if chance.random() < 0.1 else copy for copy in copies]
        present = [*terms, *(copy for copy in copies if chance.random() < 0.9)]
        old.refresh(present)
        parts = len(list(old.path.glob("*.seg")))
        most = max(most, parts)
        if number > 30 and parts > 1:
            break
    new = WhooshEngine(tmp_path / "new")
    new.refresh(present)
    # Otherwise nothing was merged, and this says nothing.
    assert 1 < parts <= most < 20
    for words in (*animals, "otter retries", "lynks", "disk failure backup", '"zebra heron"'):
        assert answer(old, words) == answer(new, words)
    lists = Query(filters={"pillar": ("automation",)}, limit=99, facets=True)
    assert old.search(lists) == new.search(lists)


def test_what_is_deleted_does_not_pile_up(engine: WhooshEngine, documents: list[Document]) -> None:
    def size() -> int:
        return sum(file.stat().st_size for file in engine.path.glob("*.seg"))

    first = size()
    for number in range(12):
        engine.refresh([dataclasses.replace(document, fingerprint=f"{number}") for document in documents])
    assert size() < 2 * first
    assert ids(engine, "disk") == ["example-2024"]


def test_a_rebuild_keeps_the_same_answers(engine: WhooshEngine, documents: list[Document]) -> None:
    before = engine.search(Query("disk retries"))
    assert engine.refresh(documents, rebuild=True) == Changes(unchanged=4)
    assert engine.search(Query("disk retries")) == before


@pytest.mark.parametrize("suffix", [".toc", ".seg"])
def test_a_damaged_index_is_built_again(engine: WhooshEngine, documents: list[Document], suffix: str) -> None:
    for file in engine.path.iterdir():
        if file.name.endswith(suffix):
            file.write_bytes(b"\x80\x04garbage" * 9)
    with pytest.raises(UnusableIndexError, match="rex index"):
        engine.search(Query("disk"))
    changes = engine.refresh(documents, rebuild=True)
    assert ids(engine, "disk") == ["example-2024"]
    assert "damaged" in changes.note


def test_nothing_stored_is_said(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "none")
    assert engine.memo() is None
    with pytest.raises(UnusableIndexError, match="no search index yet"):
        engine.search(Query("x"))


def test_an_index_of_another_version_is_not_read(engine: WhooshEngine, documents: list[Document]) -> None:
    old = engine.path.rename(engine.folder / "v-000000000000")
    assert engine.memo() is None
    assert engine.refresh(documents).added == 4
    assert index_version() in engine.path.name
    assert old.exists()
    os.utime(old, (0, 0))
    engine.refresh(documents)
    assert not old.exists()


def test_the_folder_is_outside_the_base_and_private(tmp_path: Path, engine: WhooshEngine, documents: list[Document]) -> None:
    (tmp_path / "base" / "link").symlink_to(tmp_path / "base" / "cases")
    for inside in (tmp_path / "base", tmp_path / "base" / ".cache", tmp_path / "base" / "link" / "x"):
        with pytest.raises(RexError, match="REX_CACHE_DIR"):
            folder_for(tmp_path / "base", inside)
    assert folder_for(tmp_path / "base", tmp_path / "c") != folder_for(tmp_path / "other", tmp_path / "c")
    assert stat.S_IMODE(engine.folder.stat().st_mode) == 0o700
    engine.folder.chmod(0o777)
    assert engine.memo() is None
    with pytest.raises(RexError, match="other users"):
        engine.search(Query("disk"))
    with pytest.raises(RexError, match="other users"):
        engine.refresh(documents)


# The child says when it begins; `sys.argv[3]` is the number of copies of each case.
_CHILD = """
import dataclasses, sys
from pathlib import Path
from builders_search import documents_of
from rex.search.embedded.engine import WhooshEngine
documents = documents_of(Path(sys.argv[1]))
copies = [dataclasses.replace(d, id=f"{d.id}-{n}", fingerprint=sys.argv[4]) for d in documents for n in range(int(sys.argv[3]))]
engine = WhooshEngine(Path(sys.argv[2]))
print("ready", flush=True)
engine.refresh([*documents, *copies])
print("done", flush=True)
"""


def a_child(base: Path, folder: Path, copies: int, fingerprint: str = "x") -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, "-W", "ignore", "-c", _CHILD, str(base), str(folder), str(copies), fingerprint]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.2, 0.5])
def test_killed_while_indexing_the_old_index_answers(engine: WhooshEngine, documents: list[Document], tmp_path: Path, delay: float) -> None:
    before = engine.search(Query("disk retries"))
    child = a_child(tmp_path / "base", engine.folder, 2000)
    time.sleep(delay)
    child.send_signal(signal.SIGKILL)
    _, said = child.communicate()
    # The processes that helped it have nothing to say either.
    assert (child.returncode, said) == (-signal.SIGKILL, "")
    assert engine.search(Query("disk retries")) == before
    assert engine.memo() == "first"
    assert engine.refresh(documents) == Changes(unchanged=4)
    assert engine.refresh(documents[1:]) == Changes(removed=1, unchanged=3)


@pytest.mark.parametrize("delay", [0.05, 0.5])
def test_killed_while_building_the_first_index_nothing_half_done_is_taken_for_one(
    documents: list[Document], tmp_path: Path, delay: float
) -> None:
    engine = WhooshEngine(tmp_path / "cache" / "fresh")
    child = a_child(tmp_path / "base", engine.folder, 2000)
    time.sleep(delay)
    child.kill()
    child.wait()
    with pytest.raises(UnusableIndexError):
        engine.search(Query("disk"))
    assert engine.refresh(documents) == Changes(added=4)
    assert sorted(entry.name for entry in engine.folder.iterdir()) == ["lock", engine.path.name]


@pytest.mark.parametrize("moments", [4, pytest.param(40, marks=pytest.mark.long)])
def test_killed_at_any_moment_either_the_old_index_answers_or_the_new_one(
    engine: WhooshEngine, documents: list[Document], tmp_path: Path, moments: int
) -> None:
    """From the first moment until after the end; nothing half-done is read, said or left lying about."""
    # With a filter, all that is found is shown and not only the nearest.
    question = Query("disk retries", since=1)
    old = engine.search(question)
    start = time.monotonic()
    child = a_child(tmp_path / "base", engine.folder, 20, "whole")
    assert child.communicate()[0] == "done\n"
    lasts, new = time.monotonic() - start, engine.search(question)
    assert new.total == old.total * 21
    for moment in range(moments):
        engine.refresh(documents, memo="first")
        child = a_child(tmp_path / "base", engine.folder, 20, "whole")
        time.sleep(lasts * moment / (moments - 1))
        child.kill()
        _, said = child.communicate()
        assert said == ""
        assert WhooshEngine(engine.folder).search(question) in (old, new)
    assert engine.refresh(documents, memo="first").note == ""
    assert engine.search(question) == old
    assert not list(engine.folder.glob(".new-*"))


def refresh_again_and_again(engine: WhooshEngine, documents: list[Document]) -> None:
    """The child is ready before it has the lock; it holds it for seconds."""
    for _ in range(100):
        engine.refresh(documents)
        time.sleep(0.2)


def test_while_another_process_writes_search_answers_and_writing_waits(
    engine: WhooshEngine, documents: list[Document], tmp_path: Path
) -> None:
    child = a_child(tmp_path / "base", engine.folder, 4000)
    try:
        with pytest.raises(RexError, match="another process"):
            refresh_again_and_again(engine, documents)
        assert ids(engine, "disk") == ["example-2024"]
    finally:
        child.kill()
        child.wait()


def test_two_at_once_do_not_spoil_it(engine: WhooshEngine, documents: list[Document], tmp_path: Path) -> None:
    children = [a_child(tmp_path / "base", engine.folder, 20, fingerprint) for fingerprint in "ab"]
    for child in children:
        out, _ = child.communicate(timeout=60)
        assert (child.returncode, out) == (0, "done\n")
    assert engine.refresh(documents) == Changes(removed=80, unchanged=4)
    assert ids(engine, "disk") == ["example-2024"]


def answer(engine: WhooshEngine, words: str, **filters: Any) -> Answer:
    return engine.search(Query(words, facets=True, explain=True, **filters))


def test_a_slip_is_corrected_and_said(engine: WhooshEngine) -> None:
    found = answer(engine, "retreis")
    assert found.corrected == {"retreis": "retries"}
    assert found.hits[0].document.id == STORM
    assert answer(engine, "zzzzzz").corrected == {}


def test_a_phrase_must_stand_together_and_is_given_up_with_a_note(engine: WhooshEngine) -> None:
    assert [hit.document.id for hit in answer(engine, '"recovering service"').hits] == [STORM]
    given_up = answer(engine, '"service recovering"')
    assert given_up.hits[0].document.id == STORM
    assert "exact words" in given_up.note


def test_a_pasted_line_finds_the_case_that_quotes_it_before_prose(engine: WhooshEngine) -> None:
    line = "2031-02-03T04:05:06Z gw-7 envoy[12]: upstream connect error or disconnect/reset before headers. reset reason: 111 backup backup"
    found = answer(engine, line)
    assert found.hits[0].document.id == STORM
    assert any("message" in reason.what for reason in found.hits[0].reasons)
    assert found.quoted[STORM] == "upstream connect error or disconnect/reset before headers"


def a_term(id: str, title: str, **parts: Any) -> Document:
    return a_text(id, "", status=TERM, title=title, **parts)


@pytest.fixture
def signed(tmp_path: Path) -> WhooshEngine:
    """A symptom that is a sign of one mistake and may come from another, and a case of each."""
    engine = WhooshEngine(tmp_path / "x")
    message = {"signals": ("No space left on device",), "messages": ("write failed: No space left on device",)}
    terms = [
        a_term("symptom:full-disk", "Disk without room", mistakes=("unwatched",), possible=("small-volume",), **message),
        a_term("symptom:slow-disk", "Sluggish storage"),
        a_term("mistake:unwatched", "Nobody watches growth"),
        a_term("mistake:small-volume", "Volumes sized once"),
    ]
    cases = [
        a_text("may", "One.", mistakes=("small-volume",)),
        a_text("has", "Two.", mistakes=("unwatched",)),
        a_text("saw", "Three.", symptoms=("full-disk",)),
        *(a_text(f"n{number}", "Nothing of the kind.") for number in range(6)),
    ]
    engine.refresh([*terms, *cases])
    return engine


def test_a_message_leads_to_its_symptom_to_what_it_is_a_sign_of_and_to_their_cases(signed: WhooshEngine) -> None:
    found = answer(signed, "2031-02-03T04:05:06Z host-1 app[7]: ERROR write failed: No space left on device")
    assert [hit.document.id for hit in found.terms] == ["symptom:full-disk", "mistake:unwatched", "mistake:small-volume"]
    assert [hit.document.id for hit in found.hits] == ["saw", "has", "may"]


def test_of_a_long_paste_the_words_of_messages_are_looked_for_first(signed: WhooshEngine) -> None:
    noise = " ".join(f"noise{chr(97 + number)}" for number in range(40))
    found = answer(signed, f"ERROR {noise}\nERROR No space left on device")
    assert {"space", "devic"} <= found.stems
    assert found.quoted["symptom:full-disk"]


def test_a_question_in_prose_leads_to_the_symptom_that_it_describes(signed: WhooshEngine) -> None:
    found = answer(signed, "a disk without room")
    assert [hit.document.id for hit in found.terms] == ["symptom:full-disk"]
    assert [hit.document.id for hit in found.hits] == ["saw"]
    assert [hit.document.id for hit in answer(signed, "who watches growth").terms] == ["mistake:unwatched"]


def test_facets_count_cases_and_not_texts(engine: WhooshEngine) -> None:
    facets = engine.search(Query(filters={"company": ("example-group",)}, facets=True, limit=1)).facets
    assert facets["pillar"]["automation"] == 3
    assert facets["year"] == {"2019": 1, "2022": 1, "2023": 1, "2024": 1}
    assert facets["lang"] == {"en": 3, "fr": 1}


def test_years_can_be_a_range_and_values_of_one_facet_are_alternatives(engine: WhooshEngine) -> None:
    assert ids(engine, since=2023) == ["example-2024", STORM]
    assert ids(engine, until=2019) == ["silent-talk-2019"]
    assert ids(engine, since=2020, until=2022) == [STORM]
    assert ids(engine, mistake=("untested-backups", "retry-storm")) == ["example-2024", STORM]


def test_a_term_leads_to_its_cases_and_is_none(engine: WhooshEngine) -> None:
    found = answer(engine, "retry storm, in English")
    assert found.hits[0].document.id == STORM
    assert all(hit.document.status != TERM for hit in found.hits)
    assert found.total == len(found.hits)


def test_the_reasons_name_words_parts_and_the_share(engine: WhooshEngine) -> None:
    reasons = answer(engine, "impatient clients").hits[0].reasons
    assert any("impatient (title" in reason.what for reason in reasons)
    assert any("covers 100%" in reason.what for reason in reasons)


@pytest.mark.parametrize(
    "words",
    [
        "impatient clients",
        "retry storm, in English",
        "retreis of impatient zebras",
        "the disk of a shop and impatient clients",
        "gw-7 envoy[12]: upstream connect error or disconnect/reset before headers. reset reason: 111 backup",
    ],
)
def test_the_reasons_add_up_to_the_score(engine: WhooshEngine, words: str) -> None:
    hits = answer(engine, words).hits
    assert hits
    for hit in hits:
        total = 0.0
        for reason in hit.reasons:
            total = total * reason.points if reason.factor else total + reason.points
        assert total == pytest.approx(hit.score)


@pytest.mark.parametrize("words", ["*", "the of", "…", '""'])
def test_nothing_to_look_for_is_said(engine: WhooshEngine, words: str) -> None:
    with pytest.raises(EmptyQueryError, match="nothing to search for"):
        engine.search(Query(words))


def test_an_engine_that_stays_open_sees_what_another_one_wrote(engine: WhooshEngine, documents: list[Document]) -> None:
    other = WhooshEngine(engine.folder)
    assert ids(engine, "zebra") == []
    changed = dataclasses.replace(documents[0], title="Zebra", fingerprint="other")
    other.refresh([changed, *documents[1:]])
    assert ids(engine, "zebra") == [changed.id]
    # Built anew from nothing, it counts its states from the beginning again.
    shutil.rmtree(engine.path)
    other.refresh(documents)
    assert ids(engine, "zebra") == []
    assert ids(engine, "disk") == ["example-2024"]


def test_without_its_lexicon_an_index_still_answers(engine: WhooshEngine, documents: list[Document]) -> None:
    (engine.path / "lexicon").unlink()
    fresh = WhooshEngine(engine.folder)
    assert ids(fresh, "disk") == ["example-2024"]
    assert ids(fresh, "retreis") == []
    fresh.refresh(documents, rebuild=True)
    assert ids(fresh, "retreis") == [STORM]
