"""Run every rule over a corpus and give back all findings, in the order of files and lines."""

from collections.abc import Collection, Iterable, Iterator

from rex.core.corpus import Corpus
from rex.core.errors import Problem
from rex.lint.rule import Finding, Rule, Severity
from rex.lint.rules import BY_NAME, RULES


def lint(corpus: Corpus, paths: Collection[str] | None = None) -> list[Finding]:
    """All findings of a corpus, or with `paths` (relative to its root) only those in these files.

    The whole corpus is read either way: whether an id is taken depends on the others.
    """
    found = {_finding(path, problem) for path, problem in _problems(corpus) if paths is None or path in paths}
    return sorted(found, key=lambda f: (f.path, f.line, f.column, f.code, f.message))


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Those that keep pages from being made; the others are advice."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _finding(path: str, problem: Problem) -> Finding:
    rule: Rule = BY_NAME[problem.name]
    position = problem.position
    return Finding(path, position.line, position.column, rule.code, rule.name, rule.severity, problem.message, problem.suggestion)


def _problems(corpus: Corpus) -> Iterator[tuple[str, Problem]]:
    found = [(path, problem) for path, problems in corpus.problems.items() for problem in problems]
    for rule in RULES:
        if rule.check_corpus:
            found += rule.check_corpus(corpus)
        if rule.check_case:
            for file in corpus.cases.values():
                found += ((file.path, problem) for problem in rule.check_case(file, corpus))
    yield from found
    unclean = {path for path, problem in found if BY_NAME[problem.name].severity is Severity.ERROR}
    for rule in RULES:
        if rule.check_translation:
            for file in corpus.cases.values():
                if rule.needs_clean_original and file.path in unclean:
                    continue
                for translation in file.translations.values():
                    for problem in rule.check_translation(translation, file, corpus):
                        yield translation.path, problem
