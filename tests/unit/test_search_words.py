"""The words of search are data: nothing in the files is senseless, and the lint over them sees what is."""

from pathlib import Path

import pytest
import yaml

from rex.core.language import LANGUAGES
from rex.core.text import fold
from rex.search.words import WordLists, problems, read_blocks, word_lists


@pytest.mark.parametrize("name", [*LANGUAGES, "technical"])
def test_nothing_is_wrong_with_the_words_of_a_file(name: str) -> None:
    lists = word_lists(name)
    assert list(problems(lists)) == []
    assert len(lists.synonyms) > (20 if name == "technical" else 200)
    for folded in (lists.stop, lists.asking, lists.everyday):
        assert all(fold(word) == word for word in folded)


@pytest.mark.parametrize("name", [*LANGUAGES, "technical"])
def test_a_yaml_parser_reads_the_same(repository: Path, name: str) -> None:
    text = (repository / "plugins/rex/search/words" / f"{name}.yml").read_text(encoding="utf-8")
    assert read_blocks(text) == {key: value.splitlines() for key, value in yaml.safe_load(text).items()}


def test_the_lint_sees_what_is_wrong() -> None:
    lists = WordLists(
        stop=frozenset({"the"}),
        asking=frozenset({"any"}),
        everyday=frozenset({"any", "day"}),
        spellings={"k8s": "kubernetes", "xdb": "database", "repo": "rep", "rep": "repository"},
        pairs=(),
        synonyms=("alone", "truck lorry", "lorry car", "car the", "bus bus"),
        ambiguous=frozenset({"car", "truck"}),
        forms={"lost": "lose", "lose": "lose", "went": "go"},
    )
    assert sorted(problems(lists)) == [
        "ambiguous: 'truck' does not stand in two groups",
        "asking, everyday: 'any' stands in both",
        "forms: 'went' does not begin as 'go' does",
        "spellings: 'rep' is itself a spelling of 'repository'",
        "spellings: 'xdb' does not begin as 'database' does",
        "synonyms: 'alone' is a group of one",
        "synonyms: 'bus' stands twice in 'bus bus'",
        "synonyms: 'lorry' stands in two groups; join them, or say that it is ambiguous",
        "synonyms: 'the' in 'car the' is a stop word",
    ]
