"""Real files with random damage: findings, at once, and never anything else. A sample runs always, ten thousand with `--all`."""

import random
import time
from pathlib import Path

import pytest

from rex.core.corpus import corpus_of
from rex.core.message import LONGEST_MESSAGE
from rex.core.vocabulary import read_vocabulary
from rex.lint.engine import MOST_IN_A_FILE, lint
from rex.lint.rules import RULES

SAMPLE, ALL, BATCHES = 60, 10_000, 6
SECONDS = 2.0
# The rules that look at one file; what they see of the vocabulary is undamaged.
OF_FILES = tuple(rule for rule in RULES if rule.case_checks or rule.translation_checks)
PIECES = [
    *("---\n", "\n", "\n\n", ": ", " #", "- ", "'", '"', "[", "]", "{", "}", "](", "[^", "`", "```\n", "<b>", "<!--", "&a ", "*a ", "!!x "),
    *("\u200b", "\u202e", "\ufeff", "\x00", "\x1b[2J", "\r", "\t", "e\u0301", "\u00a0", "\U000e0041", "\ufffe", "https://[x", "::error::"),
    *("x" * 2_000, "[" * 700, "- " * 50, ">" * 50, "## Results\n", "## ", "null", "9" * 40, "012", "|", ">-\n", "<<<<<<< HEAD\n"),
]


@pytest.fixture(scope="module")
def base(repository):
    return read_vocabulary(repository), sorted((repository / "cases").glob("*.md"))


def mutated(data: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 6)):
        start = dice.randrange(len(data) + 1)
        end = min(len(data), start + dice.choice([0, 0, 1, 5, 40, 400]))
        piece = dice.choice([b"", data[start:end] * 2, dice.choice(PIECES).encode("utf-8"), bytes([dice.randrange(256)])])
        data = data[:start] + piece + data[end:]
    return data


@pytest.mark.parametrize("batch", range(BATCHES))
def test_damage_is_a_finding_at_once_and_never_a_traceback(base, batch, request, figure):
    vocabulary, files = base
    dice = random.Random(batch)
    count = (ALL if request.config.getoption("--all") else SAMPLE) // BATCHES
    longest = 0.0
    for _ in range(count):
        path: Path = dice.choice(files)
        texts = {f"cases/{path.name}": mutated(path.read_bytes(), dice)}
        if path.name.count(".") > 1:
            original = path.with_name(path.name.partition(".")[0] + ".md")
            texts[f"cases/{original.name}"] = original.read_bytes()
        start = time.process_time()
        findings = [finding for finding in lint(corpus_of(texts, vocabulary), rules=OF_FILES) if finding.path in texts]
        longest = max(longest, time.process_time() - start)
        assert longest < SECONDS, path.name
        assert not [finding for finding in findings if finding.name == "check-failed"], texts
        assert all(len(finding.message) <= LONGEST_MESSAGE and finding.message.isprintable() for finding in findings)
        assert len(findings) <= MOST_IN_A_FILE * len(texts)
    figure("damaged files checked", count)
    figure("tracebacks", 0)
    figure("longest check of one, in milliseconds of processor time", round(longest * 1000))
