"""Run every rule over a corpus and give back all findings, in the order of files and lines."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from types import MappingProxyType

from rex.core.corpus import CaseFile, Corpus
from rex.core.decoded import in_file
from rex.core.document import Removed
from rex.core.errors import START, Problem
from rex.core.message import LONGEST_MESSAGE, Message, one_line, say
from rex.lint.clean import Clean, clean_of, surroundings_of
from rex.lint.rule import Finding, Hit, Rule, Severity, Surroundings
from rex.lint.rules import BY_NAME, RULES
from rex.lint.rules.body import FAMILY as TEXT
from rex.lint.unbuilt import stand_ins, translated_stand_ins

# Advice on what a case tells, not on how it is written.
OF_EDITORS = ("REX5", "REX8")
# Whoever has more to mend in one file begins with these.
MOST_IN_A_FILE = 50


def lint(
    corpus: Corpus,
    paths: Collection[str] | None = None,
    *,
    rules: Sequence[Rule] = RULES,
    catalogue: Mapping[str, str] = MappingProxyType({}),
    clean: Clean | None = None,
) -> list[Finding]:
    """All findings of a corpus, or with `paths` (relative to its root) only those in these files.

    The whole corpus is read either way: whether an id is taken depends on the others. `clean` are the cases in which all `rules` have
    found nothing before; they are not looked at one by one again.
    """
    found = {
        _finding(path, problem, catalogue) for path, problem in _problems(corpus, rules, paths, clean) if paths is None or path in paths
    }
    ordered = sorted(found, key=lambda f: (f.path, f.line, f.column, f.code, f.message))
    return [finding for path, group in groupby(ordered, key=lambda f: f.path) for finding in _first(path, list(group), catalogue)]


def lint_all(corpus: Corpus, catalogue: Mapping[str, str] = MappingProxyType({})) -> list[Finding]:
    """All findings of a base as `lint` gives them, sooner: with what earlier runs have found out about cases that are as they were."""
    clean = clean_of(corpus)
    findings = lint(corpus, catalogue=catalogue, clean=clean)
    clean.store.close()
    return findings


def _first(path: str, findings: list[Finding], catalogue: Mapping[str, str]) -> list[Finding]:
    """The findings of one file, cut where they get too many; the last one says how many are left out."""
    if len(findings) <= MOST_IN_A_FILE:
        return findings
    left = findings[MOST_IN_A_FILE - 1 :]
    # What keeps pages from being made must not be hidden by advice.
    severity = min((finding.severity for finding in left), key=lambda severity: severity is Severity.WARNING)
    problem = Problem("more-findings", START, say("{count} more findings in this file; mend the ones above first", count=len(left)))
    last = _finding(path, problem, catalogue)
    return [*findings[: MOST_IN_A_FILE - 1], replace(last, line=left[0].line, column=left[0].column, severity=severity)]


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Those that keep pages from being made; the others are advice."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _finding(path: str, problem: Problem, catalogue: Mapping[str, str]) -> Finding:
    rule: Rule = BY_NAME[problem.name]
    position = problem.position
    said = problem.message.render(catalogue) if isinstance(problem.message, Message) else problem.message
    message = one_line(said, LONGEST_MESSAGE)
    suggestion = None if problem.suggestion is None else one_line(problem.suggestion, LONGEST_MESSAGE)
    return Finding(path, position.line, position.column, rule.code, rule.name, rule.severity, message, suggestion)


def _problems(corpus: Corpus, rules: Sequence[Rule], paths: Collection[str] | None, clean: Clean | None) -> list[tuple[str, Problem]]:
    """All problems of the files in `paths`, and some of others."""
    around = surroundings_of(corpus)
    cases = [file for file in corpus.cases.values() if paths is None or any(path in paths for path in file.paths)]
    if clean is not None:
        cases = [file for file in cases if file not in clean]
    vocabulary = paths is None or any(table.path in paths for table in corpus.vocabulary.tables().values())
    found = [(path, problem) for path, problems in corpus.problems.items() for problem in problems]
    removed = _removed(corpus)
    found += _checked(corpus, around, cases, rules, removed, vocabulary=vocabulary)
    unclean = _unclean(found)
    for rule in rules:
        for advise in rule.case_checks if rule.needs_clean_original else ():
            for file in cases:
                if file.path not in unclean:
                    for problem in _safely(rule, partial(advise, file, around)):
                        found.append((file.path, in_file(problem, removed.get(file.path, {}))))
    # A translation waits for what was found only now, too.
    unclean = _unclean(found)
    for rule in rules:
        for check in rule.translation_checks:
            for file in cases:
                if rule.needs_clean_original and file.path in unclean:
                    continue
                for translation in file.translations.values():
                    for problem in _safely(rule, partial(check, translation, file, around)):
                        found.append((translation.path, in_file(problem, removed.get(translation.path, {}))))
    if clean is not None:
        faulty = {path for path, _ in found}
        for file in cases:
            if faulty.isdisjoint(file.paths):
                clean.add(file)
    return found


def _unclean(found: Iterable[tuple[str, Problem]]) -> set[str]:
    return {path for path, problem in found if not BY_NAME[problem.name].code.startswith(OF_EDITORS)}


def _checked(
    corpus: Corpus, around: Surroundings, cases: Sequence[CaseFile], rules: Sequence[Rule], removed: dict[str, Removed], *, vocabulary: bool
) -> Iterator[tuple[str, Problem]]:
    """What the rules find in the whole base and in each of these cases; of one that could not be built, in its text."""
    for file in stand_ins(corpus):
        for rule in rules:
            for check in rule.case_checks if rule in TEXT.rules else ():
                for problem in _safely(rule, partial(check, file, around)):
                    yield file.path, in_file(problem, removed.get(file.path, {}))
    for translation, file in translated_stand_ins(corpus):
        for rule in rules:
            for compare in rule.translation_checks if rule in TEXT.rules else ():
                for problem in _safely(rule, partial(compare, translation, file, around)):
                    yield translation.path, in_file(problem, removed.get(translation.path, {}))
    for rule in rules:
        for check_corpus in (*rule.corpus_checks, *(rule.vocabulary_checks if vocabulary else ())):
            try:
                hits = [(path, _named(rule, hit)) for path, hit in check_corpus(corpus)]
            except Exception as error:  # a fault of ours must not hide what else is wrong
                hits = [("cases", _failed(rule, error))]
            yield from ((path, in_file(problem, removed.get(path, {}))) for path, problem in hits)
        for check in rule.case_checks if not rule.needs_clean_original else ():
            for file in cases:
                for problem in _safely(rule, partial(check, file, around)):
                    yield file.path, in_file(problem, removed.get(file.path, {}))


def _named(rule: Rule, hit: Hit) -> Problem:
    return Problem(rule.name, hit.position, hit.message, hit.suggestion)


def _safely(rule: Rule, check: Callable[[], Iterable[Hit]]) -> list[Problem]:
    """What a check finds; if it fails itself, that is a finding of this file, and the other files are still checked."""
    try:
        return [_named(rule, hit) for hit in check()]
    except Exception as error:
        return [_failed(rule, error)]


def _failed(rule: Rule, error: Exception) -> Problem:
    message = say(
        "the check {code} itself failed here ({error}); please report it with this file", code=rule.code, error=type(error).__name__
    )
    return Problem("check-failed", START, message)


def _removed(corpus: Corpus) -> dict[str, Removed]:
    """By path, the invisible characters that were taken out before a file was read."""
    found = {table.path: table.document.removed for table in corpus.vocabulary.tables().values()}
    found |= {path: document.removed for path, document in corpus.unbuilt.items()}
    for file in corpus.cases.values():
        found[file.path] = file.document.removed
        found |= {translation.path: translation.document.removed for translation in file.translations.values()}
    return {path: removed for path, removed in found.items() if removed}
