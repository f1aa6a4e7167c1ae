"""REX2xx: ids that must exist, once, and fit each other."""

from collections import Counter
from collections.abc import Iterable, Iterator

from rex.core.body import Link
from rex.core.corpus import FOLDER, CaseFile, Corpus
from rex.core.errors import START, Position, Problem
from rex.core.frontmatter import Document, Loc
from rex.core.language import LANGUAGES
from rex.core.parse import did_you_mean, nearest
from rex.core.place import place
from rex.core.vocabulary import LocalisedList, Table
from rex.lint.rule import Example, Rule


def _references(file: CaseFile) -> Iterator[tuple[str, str, Position]]:
    """Table, id and position of everything a case names in the vocabulary."""
    case, at = file.case, file.document.at
    for index, company in enumerate(case.company):
        yield "companies", company, at("company", index)
    for index, pillar in enumerate(case.pillars):
        yield "pillars", pillar, at("pillars", index)
    for index, claim in enumerate(case.mistakes):
        yield "mistakes", claim.id, at("mistakes", index, "id")
    for index, fix in enumerate(case.fixes):
        yield "fixes", fix.id, at("fixes", index, "id")
    if case.event:
        yield "events", case.event, at("event")
    for index, signal in enumerate(case.signals):
        if signal.symptom:
            yield "symptoms", signal.symptom, at("signals", index, "symptom")


_SINGULAR = {
    "companies": "company",
    "pillars": "pillar",
    "mistakes": "mistake",
    "fixes": "fix",
    "events": "event",
    "sectors": "sector",
    "symptoms": "symptom",
}


def _unknown(name: str, table: Table, term: str, position: Position) -> Problem | None:  # type: ignore[type-arg]
    if term in table or not len(table):
        return None  # that a whole table is missing has been said once
    renamed = table.renamed(term)
    if len(renamed) == 1:
        return Problem("unknown-term", position, f"{_SINGULAR[name]} `{term}` is now called `{renamed[0]}`", renamed[0])
    if renamed:
        parts = ", ".join(f"`{part}`" for part in renamed)
        return Problem("unknown-term", position, f"{_SINGULAR[name]} `{term}` was split; use one of {parts}")
    guess = nearest(term, list(table))
    tail = did_you_mean(guess) or f"; the known ones are in {table.path}"
    return Problem("unknown-term", position, f"unknown {_SINGULAR[name]} `{term}`{tail}", guess)


def _unknown_terms(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    tables = corpus.vocabulary.tables()
    for name, term, position in _references(file):
        if problem := _unknown(name, tables[name], term, position):
            yield problem


def _unknown_in_vocabulary(corpus: Corpus) -> Iterator[tuple[str, Problem]]:
    vocabulary = corpus.vocabulary
    for table in (vocabulary.mistakes, vocabulary.fixes):
        for term_id in table:
            for index, pillar in enumerate(table[term_id].pillars):
                problem = _unknown("pillars", vocabulary.pillars, pillar, table.document.at(term_id, "pillars", index))
                if problem:
                    yield table.path, problem
    symptoms = vocabulary.symptoms
    for symptom_id in symptoms:
        for index, pointer in enumerate(symptoms[symptom_id].mistakes):
            position = symptoms.document.at(symptom_id, "mistakes", index, "id")
            if problem := _unknown("mistakes", vocabulary.mistakes, pointer.id, position):
                yield symptoms.path, problem
    companies = vocabulary.companies
    for company_id in companies:
        company = companies[company_id]
        if problem := _unknown("sectors", vocabulary.sectors, company.sector, companies.document.at(company_id, "sector")):
            yield companies.path, problem
        if company.parent and (problem := _unknown("companies", companies, company.parent, companies.document.at(company_id, "parent"))):
            yield companies.path, problem


def _repeated(document: Document, ids: Iterable[str], what: str, *loc: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, term in enumerate(ids):
        path: Loc = (*loc, index, "id")
        if term in first:
            line = document.at(*loc, first[term], "id").line
            yield Problem("duplicate-id", document.at(*path), f"{what} `{term}` stands twice; it is already on line {line}")
        else:
            first[term] = index


def _repeated_in_case(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    case, document = file.case, file.document
    yield from _repeated(document, (claim.id for claim in case.mistakes), "mistake", "mistakes")
    yield from _repeated(document, (claim.id for claim in case.fixes), "fix", "fixes")
    yield from _repeated(document, (source.id for source in case.sources), "source", "sources")
    for name in ("company", "pillars"):
        ids = getattr(case, name)
        for index, term in enumerate(ids):
            if term in ids[:index]:
                yield Problem("duplicate-id", document.at(name, index), f"`{term}` stands twice in `{name}`")


def _repeated_in_corpus(corpus: Corpus) -> Iterator[tuple[str, Problem]]:
    taken = {case_id: file.path for case_id, file in corpus.cases.items()}
    for file in corpus.cases.values():
        for index, alias in enumerate(file.case.aliases):
            if alias in taken:
                message = f"alias `{alias}` is already taken by {taken[alias]}"
                yield file.path, Problem("duplicate-id", file.document.at("aliases", index), message)
            else:
                taken[alias] = file.path
    for table in corpus.vocabulary.tables().values():
        for term_id in table:
            for index, alias in enumerate(getattr(table[term_id], "aliases", ())):
                if alias in table:
                    message = f"alias `{alias}` of `{term_id}` is already taken by the term of that name"
                    yield table.path, Problem("duplicate-id", table.document.at(term_id, "aliases", index), message)
    # Two files that differ only in case are one file on some disks.
    folded = Counter(path.lower() for path in corpus.files)
    for path in corpus.files:
        if folded[path.lower()] > 1:
            yield path, Problem("duplicate-id", START, "another file has the same name but for upper and lower case")


def _unlisted_mistakes(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    listed = [claim.id for claim in file.case.mistakes]
    known = corpus.vocabulary.mistakes
    # A misspelt mistake has been reported where it is listed; the fix that spells it right is not to blame.
    meant = {guess for term in listed if term not in known for guess in (known.renamed(term) or (nearest(term, list(known)),))}
    for index, fix in enumerate(file.case.fixes):
        for number, mistake in enumerate(fix.corrects):
            if mistake not in listed and mistake not in meant:
                guess = nearest(mistake, listed)
                tail = did_you_mean(guess) or "; list the mistake first, or leave `corrects: []`"
                message = f"fix `{fix.id}` corrects `{mistake}`, which this case does not list{tail}"
                yield Problem("unlisted-mistake", file.document.at("fixes", index, "corrects", number), message, guess)
    others = [
        *((("signals", index, "mistake"), signal.mistake) for index, signal in enumerate(file.case.signals)),
        *((("results", index, "mistakes", n), m) for index, result in enumerate(file.case.results) for n, m in enumerate(result.mistakes)),
    ]
    for loc, mistake in others:
        if mistake not in listed and mistake not in meant:
            guess = nearest(mistake, listed)
            tail = did_you_mean(guess) or "; list the mistake first"
            message = f"{place(loc[:2])} names `{mistake}`, which this case does not list{tail}"
            yield Problem("unlisted-mistake", file.document.at(*loc), message, guess)


def _unlisted_fixes(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    listed = [claim.id for claim in file.case.fixes]
    for index, result in enumerate(file.case.results):
        for number, fix in enumerate(result.fixes):
            if fix not in listed:
                guess = nearest(fix, listed)
                message = f"a result is credited to `{fix}`, which this case does not list{did_you_mean(guess)}"
                yield Problem("unlisted-fix", file.document.at("results", index, "fixes", number), message, guess)


def _dead_case_links(links: Iterable[Link], corpus: Corpus) -> Iterator[Problem]:
    for link in links:
        target = link.target.partition("#")[0]
        if "/" in target or not target.endswith(".md"):
            continue  # not a link to a case; what else is allowed is for the body rules
        case_id = target.removesuffix(".md")
        if case_id in corpus.shown and "#" in link.target:
            message = f"link to a place inside `{target}`; its anchors differ between languages, so link to the case itself"
            yield Problem("unknown-case", Position(link.line, 1), message, target)
        if case_id not in corpus.shown:
            guess = nearest(case_id, list(corpus.shown))
            tail = did_you_mean(f"{guess}.md" if guess else None)
            yield Problem("unknown-case", Position(link.line, 1), f"no case `{case_id}` in `{FOLDER}/`{tail}", guess)


def _unequal_languages(corpus: Corpus) -> Iterator[tuple[str, Problem]]:
    for table in (corpus.vocabulary.mistakes, corpus.vocabulary.fixes):
        for term_id in table:
            for name in ("recognise", "practice", "not_when"):
                texts = getattr(table[term_id], name, LocalisedList())
                if len({len(texts[lang]) for lang in LANGUAGES}) > 1:
                    message = f"`{term_id}.{name}` has not the same number of entries in every language"
                    yield table.path, Problem("unequal-languages", table.document.at(term_id, name), message)


RULES = (
    Rule(
        "REX201",
        "unknown-term",
        "A typo would create a page that one case links to and nobody reaches.",
        "Use an id of `cases/_vocabulary/`; the message proposes the nearest.",
        Example("  - id: untested-backups", "  - id: untested-backup"),
        check_case=_unknown_terms,
        check_corpus=_unknown_in_vocabulary,
    ),
    Rule(
        "REX202",
        "unlisted-mistake",
        "A fix, a signal or a result is tied to a mistake of the same case; otherwise what it says would rest on nothing.",
        "List the mistake in the case, or name another one.",
        Example("corrects: [untested-backups]", "corrects: [retry-storm]"),
        check_case=_unlisted_mistakes,
    ),
    Rule(
        "REX203",
        "unlisted-fix",
        "A result is credited to a fix of the same case.",
        "List the fix, or leave `fixes` out of the result.",
        Example("fixes: [automated-restore-testing], sources", "fixes: [chaos-engineering], sources"),
        check_case=_unlisted_fixes,
    ),
    Rule(
        "REX204",
        "duplicate-id",
        "Two entries with one id cannot both be linked to, translated or graded.",
        "Merge them into one.",
        Example("pillars: [automation]", "pillars: [automation]\naliases: [example-2024]"),
        check_case=_repeated_in_case,
        check_corpus=_repeated_in_corpus,
    ),
    Rule(
        "REX205",
        "unknown-case",
        "A link to a case that does not exist leads nowhere.",
        "Link to the file name of another case, such as `[…](other-case-2019.md)`.",
        Example("Restore one backup a week", "Restore [one backup](no-such-case.md) a week"),
        check_case=lambda file, corpus: _dead_case_links(file.body.links, corpus),
        check_translation=lambda translation, file, corpus: _dead_case_links(translation.body.links, corpus),
    ),
    Rule(
        "REX206",
        "orphan-translation",
        "A translation inherits everything but its words; without its original it has nothing to say.",
        "Add the original, or rename the translation.",
    ),
    Rule(
        "REX207",
        "unequal-languages",
        "English and French readers must get the same advice.",
        "Give each list the same entries in both languages.",
        check_corpus=_unequal_languages,
    ),
)
