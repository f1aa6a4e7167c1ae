"""The index for the browser, read as the browser reads it: whatever stands in a document is found, with the impact the engines agree on."""

import dataclasses
import json
from bisect import bisect_right

from rex.search.browser.shards import SHARD, Inverted, build_index
from rex.search.impacts import document_terms
from rex.search.model import TERM, Document
from rex.search.text.tokens import plain_words, stems_of
from rex.search.words import STOP_WORDS


def a_document(text: str, lang: str = "en", id: str = "a", signals: tuple[str, ...] = ()) -> Document:
    return Document(id, lang, "published", "A title", "", signals=signals, text=text)


ENTRIES = (
    (a_document("The team's backups were backed up.\nNobody restored them, it was never tested."),),
    (
        a_document("A datacentre burns. Post-mortem of the fire, écrit en français.", id="b"),
        a_document("L’œuvre de l’équipe : un incendie au data center.", "fr", id="b"),
    ),
    (a_document("No space left on device", id="c", signals=("No space left on device", "disk 95% full")),),
)


def shard_of(index: Inverted, word: str) -> tuple[dict[str, list[int]], list[list[int | str]], dict[str, list[int]]]:
    """The file that a browser fetches for a word, without the ways of asking."""
    table, stems, loose, _ = whole_shard_of(index, word)
    return table, stems, loose


def whole_shard_of(index: Inverted, word: str) -> tuple[dict, list, dict, dict]:  # type: ignore[type-arg]  # as JSON gives it
    table, stems, loose, asked = json.loads(index.files[f"t/{max(0, bisect_right(index.shards, word) - 1)}.json"])
    return table, stems, loose, asked


def entries_of(posting: list[int]) -> dict[int, int]:
    found, number = {}, 0
    for step, impact in zip(posting[::2], posting[1::2], strict=True):
        number += step
        found[number] = impact
    return found


def words_of(document: Document) -> set[str]:
    parts = (document.title, document.summary, document.text, *document.signals)
    return {word for part in parts for word in plain_words(part)} - frozenset().union(*STOP_WORDS.values())


def test_each_word_leads_to_its_entries_with_their_impacts() -> None:
    index = build_index(ENTRIES)
    assert index.documents == 4
    for number, documents in enumerate(ENTRIES):
        terms = [document_terms(document) for document in documents]
        for word in set().union(*map(words_of, documents)):
            table, stems, _ = shard_of(index, word)
            known = [stems[place] for place in table[word] if place >= 0]
            assert [stem for stem, *_ in known] == list(stems_of(word))
            best = max(entries_of(posting).get(number, 0) for _, _, *posting in known)
            assert best == max(impacts.get(stem, 0) for impacts in terms for stem in stems_of(word)), word


def test_a_stem_says_in_which_ways_of_asking_it_stands_beside_another() -> None:
    ways = ("restore the backup", "backup", "blank tapes", *["x y"] * 7, "backup failed")
    english = dataclasses.replace(a_document("Nothing."), asked=ways)
    french = dataclasses.replace(a_document("Rien.", "fr"), asked=("backup vide",))
    table, _, _, asked = whole_shard_of(build_index(((a_document("Other.", id="z"),), (english, french))), "backup")
    # The second has one word alone; the eleventh is in another part; those of another language are numbered from 16.
    assert [asked[str(place)] for place in table["backup"] if str(place) in asked] == [[1, 0, 0, 10, 0, 16]]


def test_a_stem_says_in_how_many_documents_it_is() -> None:
    table, stems, _ = shard_of(build_index(ENTRIES), "datacenter")
    assert [stems[place][1] for place in table["datacenter"]] == [2]


def test_a_word_that_no_text_has_leads_to_those_that_stand_for_it() -> None:
    table, stems, loose = shard_of(build_index(ENTRIES), "blaze")
    assert not any(entries_of(stems[place][2:]) for place in table["blaze"])
    frequency, *posting = loose["blaze"]
    assert frequency == 1
    assert set(entries_of(posting)) == {1}


def test_words_of_signals_are_marked_and_words_without_meaning_left_out() -> None:
    index = build_index(ENTRIES)
    assert shard_of(index, "device")[0]["device"][-1] == -1
    assert -1 not in shard_of(index, "backup")[0]["backup"]
    assert not any(stop in shard_of(index, stop)[0] for stop in ("the", "their", "etait"))
    assert json.loads(index.files["signals.json"])["messages"][0] == [2, "no space left on device", 1]


def test_shards_are_small_sorted_and_do_not_overlap() -> None:
    many = tuple((a_document(" ".join(f"word{chr(97 + one)}{chr(97 + two)}" for two in range(26)), id=f"x{one}"),) for one in range(26))
    long = tuple((a_document(" ".join(f"{letter}{number}able" for number in range(900)), id=letter),) for letter in "ab")
    index = build_index(many + long)
    assert index.shards == sorted(set(index.shards))
    assert all(len(index.files[f"t/{number}.json"]) < 2 * SHARD for number in range(len(index.shards)))
    words = [word for number in range(len(index.shards)) for word in json.loads(index.files[f"t/{number}.json"])[0]]
    assert words == sorted(set(words))
    assert index.shards == [next(iter(json.loads(index.files[f"t/{number}.json"])[0])) for number in range(len(index.shards))]
    assert {"wordaz", "a899able", "b0able"} <= set(words)


def test_a_name_leads_to_the_terms_that_have_it_and_the_cases_that_say_it() -> None:
    said = (a_document("Users met a waiting room.", id="said"), a_document("Une salle d’attente.", "fr", id="said"))
    term = Document("fix:queue", "en", TERM, "A queue of visitors", "", names=("waiting rooms", "fair queue"))
    index = build_index((*ENTRIES, said, (term,)))
    names = json.loads(index.files["names.json"])
    frequency, part, *posting = names["=room+wait"]
    assert (frequency, set(entries_of(posting))) == (2, {4})
    assert set(entries_of(json.loads(index.files[f"n/{part}.json"])["=room+wait"])) == {3}
    # Nobody says it, so there is nothing to fetch.
    assert names["=fair+queue"][:2] == [1, -1]
