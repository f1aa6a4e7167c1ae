"""REX6xx: symptoms. What is looked for in pasted lines must mean something, belong to one symptom, and stay silent where all is well."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from rex.core.corpus import CaseFile, Corpus
from rex.core.message import say
from rex.core.symptom import holds, longest_core, phrase
from rex.core.vocabulary import Symptom, Table
from rex.lint.rule import Example, Family, Hit, Surroundings

FAMILY = Family("REX6", "symptoms: what is looked for in pasted lines")

HARMLESS = Path(__file__).parents[1] / "harmless-lines.txt"
FEWEST_WORDS = 3
# A word that stands in the cores of more symptoms, or in more of the harmless lines, says little of any of them.
RARE_IN_SYMPTOMS = 10
RARE_IN_HARMLESS = 5
RARE_LENGTH = 4
# What no sentence of a person contains: `KubeHpaMaxedOut`, `query_wait_timeout`, `AADSTS7000222`, `CLUSTERDOWN`.
_NAME = re.compile(r"[a-z][A-Z][a-z]|[A-Z]{2}[a-z]{3}|[A-Za-z]_[A-Za-z]|[A-Za-z]{3}[0-9]{3}|[A-Z]{8}")
_VARIES = re.compile(r"<[^<>]*>")

Place = tuple[str, Hit]


@cache
def harmless_lines() -> Mapping[str, tuple[str, ...]]:
    """Lines that machines print when all is well, with their words."""
    lines = (line for line in HARMLESS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return {line: phrase(line) for line in lines}


def _cores(table: Table[Symptom]) -> Iterator[tuple[str, int, str]]:
    for symptom_id in table:
        for index, core in enumerate(table[symptom_id].cores):
            yield symptom_id, index, core


vague_core = FAMILY.rule(
    1,
    "vague-core",
    "A core of one or two everyday words stands in lines that have nothing to do with the symptom.",
    "Take more of the message, or a name that only this program prints, such as `KubeHpaMaxedOut`.",
    since="0.2.0",
)


@vague_core.vocabulary
def _vague_cores(corpus: Corpus) -> Iterator[Place]:
    table = corpus.vocabulary.symptoms
    used = Counter(word for symptom in table for word in {word for core in table[symptom].cores for word in phrase(core)})
    healthy = Counter(word for words in harmless_lines().values() for word in set(words))
    for symptom_id, index, core in _cores(table):
        words = phrase(core)
        if words and _NAME.search(core):
            continue
        rare = [word for word in words if len(word) >= RARE_LENGTH and used[word] <= RARE_IN_SYMPTOMS and healthy[word] <= RARE_IN_HARMLESS]
        if len(words) < FEWEST_WORDS or not rare:
            why = say("fewer than {count} words", count=FEWEST_WORDS) if len(words) < FEWEST_WORDS else say("no rare word")
            message = say(
                "core '{core}' of `{symptom}` has {why}; take more of the message, or a name that only this program prints",
                core=core,
                symptom=symptom_id,
                why=why,
            )
            yield table.path, Hit(table.document.at(symptom_id, "cores", index), message)


def _messages(table: Table[Symptom]) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """The words of every message; a part that varies is a word that no core has."""
    for symptom_id in table:
        for index, message in enumerate(table[symptom_id].messages):
            yield symptom_id, index, phrase(_VARIES.sub(" somethingelse ", message))


message_without_core = FAMILY.rule(
    2,
    "message-without-core",
    "Pasted lines are compared with the cores; a message without one is printed on the page and found by nobody.",
    "Add a core: the shortest phrase of the message that is the same on every machine.",
    since="0.2.0",
)


@message_without_core.vocabulary
def _messages_without_core(corpus: Corpus) -> Iterator[Place]:
    table = corpus.vocabulary.symptoms
    for symptom_id, index, words in _messages(table):
        if not longest_core(words, table[symptom_id]):
            text = say(
                "no core of `{symptom}` stands in this message, so who pastes it does not find the symptom; add a core",
                symptom=symptom_id,
            )
            yield table.path, Hit(table.document.at(symptom_id, "messages", index), text)


confused_symptoms = FAMILY.rule(
    3,
    "confused-symptoms",
    "The symptom with the longest core is shown first; two with equal cores would be shown at random.",
    "Lengthen the core of one of them, or merge the two.",
    since="0.2.0",
)


@confused_symptoms.vocabulary
def _confused_symptoms(corpus: Corpus) -> Iterator[Place]:
    table = corpus.vocabulary.symptoms
    cores = {symptom: tuple(map(phrase, table[symptom].cores)) for symptom in table}

    @cache
    def longer(own: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((symptom, core) for symptom in table for core in cores[symptom] if holds(core, own))

    for symptom_id, index, words in _messages(table):
        own = max((core for core in cores[symptom_id] if holds(words, core)), key=len, default=())
        # A longer core that takes in the own one leaves nothing by which to tell the two apart.
        for other in dict.fromkeys(other for other, core in longer(own) if other != symptom_id and holds(words, core)):
            text = say(
                "this message of `{symptom}` cannot be told from one of `{other}`; lengthen a core, or merge the two",
                symptom=symptom_id,
                other=other,
            )
            yield table.path, Hit(table.document.at(symptom_id, "messages", index), text)


harmless_core = FAMILY.rule(
    4,
    "harmless-core",
    "Who pastes a healthy log must not be told of a mistake.",
    "Lengthen the core. The lines are in `plugins/rex/lint/harmless-lines.txt`.",
    since="0.2.0",
)


@harmless_core.vocabulary
def _harmless_cores(corpus: Corpus) -> Iterator[Place]:
    table = corpus.vocabulary.symptoms
    for symptom_id, index, core in _cores(table):
        looked_for = phrase(core)
        found = next((line for line, words in harmless_lines().items() if holds(words, looked_for)), None)
        if found is not None:
            message = say("core '{core}' of `{symptom}` stands in a harmless line: {line}", core=core, symptom=symptom_id, line=found)
            yield table.path, Hit(table.document.at(symptom_id, "cores", index), message)


unlike_signal = FAMILY.rule(
    5,
    "unlike-signal",
    "The page of a symptom shows the cases in which it stood; a signal of another wording would be a false witness.",
    "Leave `symptom` out, or name the symptom whose core stands in the signal.",
    Example(
        '{text: "pg_restore: error: input file is too short", mistake: untested-backups}',
        '{text: "pg_restore: error: unexpected end", mistake: untested-backups, symptom: pg-restore-too-short}',
    ),
    since="0.2.0",
)


@unlike_signal.case
def _unlike_signals(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    table = around.vocabulary.symptoms
    for index, signal in enumerate(file.case.signals):
        if signal.symptom and signal.symptom in table and not longest_core(phrase(signal.text), table[signal.symptom]):
            message = say(
                "no core of `{symptom}` stands in this signal; leave `symptom` out, or name the one that it is", symptom=signal.symptom
            )
            yield Hit(file.document.at("signals", index, "symptom"), message)
