"""What commands that write something share: nothing is made from a base that has errors."""

import sys
from pathlib import Path

from rex.core.corpus import Corpus, read_base, read_corpus
from rex.core.errors import RexError
from rex.lint.engine import errors, lint, lint_all
from rex.lint.report import as_text
from rex.site.reading import refuse_strange_files


def read_clean_corpus(root: Path, otherwise: str, *, fresh: bool = False) -> Corpus:
    """The corpus under `root`; with `fresh`, nothing is used that an earlier run has kept.

    With errors: prints them all and raises `RexError` that counts them and says what was not done (`otherwise`).
    """
    refuse_strange_files(root)
    corpus = read_corpus(root) if fresh else read_base(root)
    findings = lint(corpus) if fresh else lint_all(corpus)
    wrong = errors(findings)
    if wrong:
        sys.stdout.write(as_text(findings))
        raise RexError(f"{len(wrong)} problem{'s' if len(wrong) > 1 else ''}; {otherwise}")
    # Advice must not get into what a command writes to standard output.
    sys.stderr.write(as_text(findings))
    return corpus
