"""REX5xx: what may be one thing told twice. Advice, never an error: only people can tell.

One report often feeds two cases, and one company has several stories; neither alone is worth a word. See
docs/decisions/20261124-near-duplicates-are-warnings.md.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from rex.core.address import canonical, fragment
from rex.core.corpus import CaseFile, Corpus
from rex.core.errors import START
from rex.core.message import Message, say
from rex.core.model import Case, Kind
from rex.lint.rule import Family, Hit, Severity, Surroundings

# Two texts that share so much of their telling words are one text, whatever else differs. Cases of one company about
# one subject stay well below.
NEAR_SAME = 0.7
# An accident of so many days at most can be "the same days" as another one; a programme of years cannot.
SHORT = 60
_ACCIDENTS = (Kind.INCIDENT, Kind.NEAR_MISS)

FAMILY = Family("REX5", "what may be one thing told twice")

near_duplicate = FAMILY.rule(
    1,
    "near-duplicate",
    "A story told twice counts twice: grades and numbers would rest on one event as if it were two.",
    "If it is the same event, merge the two files and keep the other id as an alias. If it is not, give each what only it has:"
    " its own sources, its own days, its own words.",
    severity=Severity.WARNING,
)


@near_duplicate.corpus
def _near_duplicates(corpus: Corpus) -> Iterator[tuple[str, Hit]]:
    # Of what is told, and not of what was withdrawn: often because another case tells it better.
    reasons: dict[tuple[str, str], Message] = {}
    for one, other, likeness in corpus.likeness.above(NEAR_SAME):
        reasons[one, other] = say("their texts are {share} alike", share=f"{likeness:.0%}")
    by_company: dict[str, list[CaseFile]] = defaultdict(list)
    for file in corpus.told.values():
        for company in dict.fromkeys(file.case.company):
            by_company[company].append(file)
    for company, files in sorted(by_company.items()):
        for first, second in combinations(sorted(files, key=lambda file: file.id), 2):
            if reason := _same_story(first, second):
                reasons.setdefault((first.id, second.id), say("both tell of `{company}`, {reason}", company=company, reason=reason))
    for (one, other), reason in sorted(reasons.items()):
        message = say("may be the same story as {path}: {reason}", path=corpus.told[one].path, reason=reason)
        yield corpus.told[other].path, Hit(START, message, one)


def _same_story(one: CaseFile, other: CaseFile) -> Message | None:
    first, second = one.case, other.case
    shared = {claim.id for claim in first.mistakes} & {claim.id for claim in second.mistakes}
    if not shared and (first.mistakes or second.mistakes):
        return None
    sources = [{canonical(source.url) for source in case.sources} for case in (first, second)]
    if sources[0] <= sources[1] or sources[1] <= sources[0]:
        return say("from the same sources")
    if not shared or first.kind not in _ACCIDENTS or second.kind not in _ACCIDENTS:
        return None
    days, others = _days(first), _days(second)
    if days and others and max(days[0], others[0]) <= min(days[1], others[1]):
        return say("on the same days, with the mistake `{id}`", id=min(shared))
    return None


def _days(case: Case) -> tuple[date, date] | None:
    """First and last day, if the case is dated and short."""
    if case.period is None:
        return None
    first, last = date(*case.period.start.first_day), date(*case.period.end.last_day)
    return (first, last) if (last - first).days <= SHORT else None


source_listed_twice = FAMILY.rule(
    2,
    "source-listed-twice",
    "One page listed as two sources looks like two witnesses.",
    "Keep one of the two, and cite it in both places.",
    severity=Severity.WARNING,
)


@source_listed_twice.case
def _same_source_twice(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    first: dict[tuple[str, str], str] = {}
    for index, source in enumerate(file.case.sources):
        # Two places of one long page may be two sources; two spellings of one address are not.
        key = (canonical(source.url), fragment(source.url))
        if key in first:
            message = say("source `{id}` has the same address as `{other}`, but for its spelling", id=source.id, other=first[key])
            yield Hit(file.document.at("sources", index, "url"), message, first[key])
        first.setdefault(key, source.id)


organisation_listed_twice = FAMILY.rule(
    3,
    "organisation-listed-twice",
    "One organisation under two ids looks like two independent witnesses, and a fix would be called corroborated too early.",
    "Keep one of the two, with the other id as an alias; or give each the name by which it is told apart.",
    since="0.2.0",
)


@organisation_listed_twice.corpus
def _same_name_twice(corpus: Corpus) -> Iterator[tuple[str, Hit]]:
    companies = corpus.vocabulary.companies
    first: dict[str, str] = {}
    for company_id, company in companies.entries.items():
        other = first.setdefault(company.name.casefold(), company_id)
        if other != company_id:
            message = say("`{id}` has the same name: {name}", id=other, name=company.name)
            yield companies.path, Hit(companies.document.at(company_id, "name"), message)
