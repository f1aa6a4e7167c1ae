"""REX2xx: ids that must exist, once, and fit each other."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from rex.core.body import Link
from rex.core.corpus import FOLDER, CaseFile, Corpus, TranslationFile
from rex.core.document import Document, Loc
from rex.core.errors import START, Position
from rex.core.language import LANGUAGES
from rex.core.message import Message, one_of, say, strange_letters
from rex.core.parse import did_you_mean, nearest
from rex.core.place import place
from rex.core.slug import is_slug, slugify
from rex.core.vocabulary import LocalisedList, Table, Vocabulary
from rex.lint.rule import Example, Family, Hit, Surroundings
from rex.lint.rules.fields import PLACEHOLDERS
from rex.lint.unbuilt import entries, unbuilt

FAMILY = Family("REX2", "ids that must exist and fit each other")

unknown_term = FAMILY.rule(
    1,
    "unknown-term",
    "A typo would create a page that one case links to and nobody reaches.",
    "Use an id of `cases/_vocabulary/`; the message proposes the nearest.",
    Example("  - id: untested-backups", "  - id: untested-backup"),
)


def _references(file: CaseFile) -> Iterator[tuple[str, str, Loc]]:
    """Table, id and place of everything a case names in the vocabulary."""
    case = file.case
    for index, company in enumerate(case.company):
        yield "companies", company, ("company", index)
    for index, pillar in enumerate(case.pillars):
        yield "pillars", pillar, ("pillars", index)
    for index, claim in enumerate(case.mistakes):
        yield "mistakes", claim.id, ("mistakes", index, "id")
    for index, fix in enumerate(case.fixes):
        yield "fixes", fix.id, ("fixes", index, "id")
    if case.event:
        yield "events", case.event, ("event",)
    for index, signal in enumerate(case.signals):
        if signal.symptom:
            yield "symptoms", signal.symptom, ("signals", index, "symptom")


_SINGULAR = {
    "companies": say("company"),
    "pillars": say("pillar"),
    "mistakes": say("mistake"),
    "fixes": say("fix"),
    "events": say("event"),
    "sectors": say("sector"),
    "symptoms": say("symptom"),
}


# Terms of these two are taken for each other.
_OTHER = {"mistakes": "fixes", "fixes": "mistakes"}


def _unknown(name: str, vocabulary: Vocabulary, term: str, document: Document, loc: Loc) -> Hit | None:
    table: Table[Any] = vocabulary.tables()[name]
    written = {slugify(key) for key in table.document.values} | table.document.lost if term not in table else ()
    if term in table or term in written or not len(table):
        return None  # that an entry, or a whole table, cannot be read has been said once
    thing, position = _SINGULAR[name], document.at(*loc)
    renamed = table.renamed(term)
    if len(renamed) == 1:
        return Hit(position, say("{thing} `{id}` is now called `{renamed}`", thing=thing, id=term, renamed=renamed[0]), renamed[0])
    if renamed:
        return Hit(position, say("{thing} `{id}` was split; use one of {legal}", thing=thing, id=term, legal=one_of(list(renamed))))
    other = _OTHER.get(name, "")
    if other and term in vocabulary.tables()[other]:
        message = say(
            "`{id}` is a {other}, not a {thing}; the known ones are in {path}",
            id=term,
            other=_SINGULAR[other],
            thing=thing,
            path=table.path,
        )
        return Hit(position, message)
    guess = vocabulary.meant(name, term)
    known = say("; the known ones are in {path}", path=table.path)
    if name in ("companies", "events"):  # lists that grow with cases
        known = say("; if it is new, add it to {path}", path=table.path)
    tail = did_you_mean(guess) or known
    message = say("unknown {thing} `{id}`{tail}{strange}", thing=thing, id=term, tail=tail, strange=strange_letters(term))
    return Hit(position, message, guess)


@unknown_term.case
def _unknown_terms(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    return _unknown_of(_references(file), file.document, around.vocabulary)


@unknown_term.corpus
def _unknown_beside_other_faults(corpus: Corpus) -> Iterator[tuple[str, Hit]]:
    """In a case that cannot be built yet."""
    for path, document in unbuilt(corpus):
        yield from ((path, hit) for hit in _unknown_of(_written_references(document.values), document, corpus.vocabulary))


def _unknown_of(references: Iterable[tuple[str, str, Loc]], document: Document, vocabulary: Vocabulary) -> Iterator[Hit]:
    for name, term, loc in references:
        # An id of the template has been reported as that.
        if not PLACEHOLDERS.match(term) and (hit := _unknown(name, vocabulary, term, document, loc)):
            yield hit


def _written_references(values: dict[str, Any]) -> Iterator[tuple[str, str, Loc]]:
    """The same from a front matter as it is written; what has not the form of an id has been reported as that."""
    found: list[tuple[str, object, Loc]] = []
    for table, field in (("companies", "company"), ("pillars", "pillars")):
        terms = values.get(field)
        found += [(table, terms, (field,))] if isinstance(terms, str) and table == "companies" else []
        found += [(table, term, (field, index)) for index, term in enumerate(terms if isinstance(terms, list) else ())]
    for table in ("mistakes", "fixes"):
        found += [(table, entry.get("id"), (table, index, "id")) for index, entry in enumerate(entries(values, table))]
    found.append(("events", values.get("event"), ("event",)))
    for table, term, loc in found:
        if isinstance(term, str) and is_slug(term):
            yield table, term, loc


@unknown_term.vocabulary
def _unknown_in_vocabulary(corpus: Corpus) -> Iterator[tuple[str, Hit]]:
    vocabulary = corpus.vocabulary
    for table in (vocabulary.mistakes, vocabulary.fixes):
        for term_id in table:
            for index, pillar in enumerate(table[term_id].pillars):
                if hit := _unknown("pillars", vocabulary, pillar, table.document, (term_id, "pillars", index)):
                    yield table.path, hit
    symptoms = vocabulary.symptoms
    for symptom_id in symptoms:
        for index, pointer in enumerate(symptoms[symptom_id].mistakes):
            if hit := _unknown("mistakes", vocabulary, pointer.id, symptoms.document, (symptom_id, "mistakes", index, "id")):
                yield symptoms.path, hit
    companies = vocabulary.companies
    for company_id in companies:
        company, document = companies[company_id], companies.document
        if hit := _unknown("sectors", vocabulary, company.sector, document, (company_id, "sector")):
            yield companies.path, hit
        if company.parent == company_id:
            message = say("`parent` is the organisation itself; name the group it belongs to, or remove the line")
            yield companies.path, Hit(document.at(company_id, "parent"), message)
        elif company.parent and (hit := _unknown("companies", vocabulary, company.parent, document, (company_id, "parent"))):
            yield companies.path, hit


def _meant(name: str, listed: list[str], vocabulary: Vocabulary) -> set[str | None]:
    """What wrong ids stand for. They have been reported where they are listed; who names the right one is not to blame.

    Where nobody can tell what one stands for, and where one stands twice, it can be any.
    """
    known: Table[Any] = vocabulary.tables()[name]
    meant = {guess for term in listed if term not in known for guess in (known.renamed(term) or (vocabulary.meant(name, term),))}
    is_open = None in meant or len(set(listed)) < len(listed) or any(term in vocabulary.tables()[_OTHER[name]] for term in listed)
    return {*known} | meant if is_open else meant


unlisted_mistake = FAMILY.rule(
    2,
    "unlisted-mistake",
    "A fix is tied to a mistake of the same case; otherwise the grade of the pair would rest on nothing.",
    "List the mistake in the case, or empty `corrects`.",
    Example("corrects: [untested-backups]", "corrects: [retry-storm]"),
)


@unlisted_mistake.case
def _unlisted_mistakes(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    listed = [claim.id for claim in file.case.mistakes]
    meant = _meant("mistakes", listed, around.vocabulary)

    def wrong(loc: Loc, named_by: Message, mistake: str, cure: Message) -> Iterator[Hit]:
        if mistake not in listed and mistake not in meant:
            guess = nearest(mistake, listed)
            message = say(
                "{place} names the mistake `{id}`, which this case does not list{tail}",
                place=named_by,
                id=mistake,
                tail=did_you_mean(guess) or cure,
            )
            yield Hit(file.document.at(*loc), message, guess)

    for index, fix in enumerate(file.case.fixes):
        for number, mistake in enumerate(fix.corrects):
            cure = say("; list the mistake first, or leave `corrects: []`")
            yield from wrong(("fixes", index, "corrects", number), place(("fixes", index, "corrects")), mistake, cure)
    cure = say("; list the mistake first")
    for index, signal in enumerate(file.case.signals):
        yield from wrong(("signals", index, "mistake"), place(("signals", index)), signal.mistake, cure)
    for index, result in enumerate(file.case.results):
        for number, mistake in enumerate(result.mistakes or ()):
            yield from wrong(("results", index, "mistakes", number), place(("results", index)), mistake, cure)


unlisted_fix = FAMILY.rule(
    3,
    "unlisted-fix",
    "A result is credited to a fix of the same case.",
    "List the fix, or leave `fixes` out of the result.",
    Example("fixes: [automated-restore-testing], sources", "fixes: [chaos-engineering], sources"),
)


@unlisted_fix.case
def _unlisted_fixes(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    listed = [claim.id for claim in file.case.fixes]
    meant = _meant("fixes", listed, around.vocabulary)
    for index, result in enumerate(file.case.results):
        for number, fix in enumerate(result.fixes):
            if fix not in listed and fix not in meant:
                guess = nearest(fix, listed)
                message = say(
                    "{place} is credited to the fix `{id}`, which this case does not list{tail}",
                    place=place(("results", index)),
                    id=fix,
                    tail=did_you_mean(guess),
                )
                yield Hit(file.document.at("results", index, "fixes", number), message, guess)


duplicate_id = FAMILY.rule(
    4,
    "duplicate-id",
    "Two entries with one id cannot both be linked to, translated or graded.",
    "Merge them into one.",
    Example("pillars: [automation]", "pillars: [automation]\naliases: [example-2024]"),
)


def _repeated(document: Document, ids: Iterable[str], thing: Message, *loc: str) -> Iterator[Hit]:
    first: dict[str, int] = {}
    for index, term in enumerate(ids):
        if term in first:
            line = str(document.at(*loc, first[term], "id").line)
            message = say("{thing} `{id}` stands twice; it is already on line {line}", thing=thing, id=term, line=line)
            yield Hit(document.at(*loc, index, "id"), message)
        else:
            first[term] = index


@duplicate_id.case
def _repeated_in_case(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    case, document = file.case, file.document
    yield from _repeated(document, (claim.id for claim in case.mistakes), say("mistake"), "mistakes")
    yield from _repeated(document, (claim.id for claim in case.fixes), say("fix"), "fixes")
    yield from _repeated(document, (source.id for source in case.sources), say("source"), "sources")
    for name in ("company", "pillars"):
        ids = getattr(case, name)
        for index, term in enumerate(ids):
            if term in ids[:index]:
                yield Hit(document.at(name, index), say("`{id}` stands twice in `{field}`", id=term, field=name))


@duplicate_id.corpus
def _repeated_in_corpus(corpus: Corpus) -> Iterator[tuple[str, Hit]]:
    taken = {case_id: file.path for case_id, file in corpus.cases.items()}
    for file in corpus.cases.values():
        for index, alias in enumerate(file.case.aliases):
            if alias in taken:
                message = say("alias `{id}` is already taken by {path}", id=alias, path=taken[alias])
                yield file.path, Hit(file.document.at("aliases", index), message)
            else:
                taken[alias] = file.path
    for table in corpus.vocabulary.tables().values():
        for term_id in table:
            for index, alias in enumerate(getattr(table[term_id], "aliases", ())):
                if alias in table:
                    message = say("alias `{id}` of `{term}` is already taken by the term of that name", id=alias, term=term_id)
                    yield table.path, Hit(table.document.at(term_id, "aliases", index), message)
    # Two files that differ only in case are one file on some disks.
    folded = Counter(path.lower() for path in corpus.files)
    for path in corpus.files:
        if folded[path.lower()] > 1:
            yield path, Hit(START, say("another file has the same name but for upper and lower case"))


unknown_case = FAMILY.rule(
    5,
    "unknown-case",
    "A link to a case that does not exist leads nowhere.",
    "Link to the file name of another case, such as `[…](other-case-2019.md)`.",
    Example("Restore one backup a week", "Restore [one backup](no-such-case.md) a week"),
)


@unknown_case.case
def _dead_links(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    return _dead_case_links(file.body.links, around)


@unknown_case.translation
def _dead_translated_links(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    return _dead_case_links(translation.body.links, around)


def _dead_case_links(links: Iterable[Link], around: Surroundings) -> Iterator[Hit]:
    for link in links:
        target = link.target.partition("#")[0]
        if "/" in target or not target.endswith(".md"):
            continue  # not a link to a case; what else is allowed is for the body rules
        case_id = target.removesuffix(".md")
        position = Position(link.line, link.column)
        if case_id in around.shown and "#" in link.target:
            message = say(
                "link to a place inside `{target}`; its anchors differ between languages, so link to the case itself", target=target
            )
            yield Hit(position, message, target)
        is_broken = case_id in around.unread  # which is said in that file
        if case_id not in around.shown and not is_broken:
            guess = nearest(case_id, list(around.shown))
            tail = did_you_mean(f"{guess}.md" if guess else None)
            yield Hit(
                position, say("no case `{id}` in `{folder}`{tail}", id=case_id, folder=f"{FOLDER}/", tail=tail), guess and f"{guess}.md"
            )


FAMILY.rule(
    6,
    "orphan-translation",
    "A translation inherits everything but its words; without its original it has nothing to say.",
    "Add the original, or rename the translation.",
)
unequal_languages = FAMILY.rule(
    7,
    "unequal-languages",
    "English and French readers must get the same advice.",
    "Give each list the same entries in both languages.",
)


@unequal_languages.vocabulary
def _unequal_languages(corpus: Corpus) -> Iterator[tuple[str, Hit]]:
    for table in (corpus.vocabulary.mistakes, corpus.vocabulary.fixes):
        for term_id in table:
            for name in ("recognise", "practice", "not_when"):
                texts = getattr(table[term_id], name, LocalisedList())
                if len({len(texts[lang]) for lang in LANGUAGES}) > 1:
                    message = say("`{field}` of `{term}` has not the same number of entries in every language", field=name, term=term_id)
                    yield table.path, Hit(table.document.at(term_id, name), message)
