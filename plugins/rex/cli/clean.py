"""What commands that write something share: nothing is made from a base that has findings."""

import sys
from pathlib import Path

from rex.core.corpus import Corpus, read_corpus
from rex.core.errors import RexError
from rex.lint.engine import lint
from rex.lint.report import as_text


def read_clean_corpus(root: Path, otherwise: str) -> Corpus:
    """The corpus under `root`.

    With findings: prints them all and raises `RexError` that counts them and says what was not done (`otherwise`).
    """
    corpus = read_corpus(root)
    findings = lint(corpus)
    if findings:
        sys.stdout.write(as_text(findings))
        raise RexError(f"{len(findings)} problem{'s' if len(findings) > 1 else ''}; {otherwise}")
    return corpus
