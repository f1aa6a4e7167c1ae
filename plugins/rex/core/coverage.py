"""What the base holds and what leans to one side: counts for `rex stats` and for the coverage page.

Only counts: what they mean is said on the page. A source counts once for each case that rests on it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rex.core.derive import Facts, years_of
from rex.core.grade import Edge
from rex.core.model import Case, FixClaim, NoticedBy, Outcome, Read, Role, Size, Source, State, Voice, claims_of, ids_of
from rex.core.review import looks

Counts = Mapping[str, int]

# Those who tell their own story. A regulator is first-hand too, but speaks of somebody else.
_OWN = frozenset((Voice.COMPANY, Voice.SPEAKER))


@dataclass(frozen=True)
class Share:
    """A part of a whole; pages and `rex stats` make a percentage of it."""

    part: int
    whole: int


@dataclass(frozen=True)
class Coverage:
    """Every count by name; each mapping begins with the most frequent, years with the first."""

    by_kind: Counts
    by_pillar: Counts
    by_country: Counts
    by_sector: Counts
    by_size: Counts
    by_language: Counts
    by_year: Counts
    sources_by_language: Counts
    sources_by_voice: Counts
    sources_by_read: Counts
    fixes_by_state: Counts
    fixes_by_outcome: Counts
    # Fixes said to have helped, for which nobody but the organisation itself is named.
    helped_by_own_word: Share
    # Of the fixes whose outcome is known, those that failed or made things worse.
    did_not_hold: Share
    # Claims for which no source was read to the end.
    claims_unread: Share
    # Cases that nobody else tells: every source is the organisation's own.
    cases_one_voice: Share
    # Claims that say where in a source they stand.
    claims_located: Share
    # Mistakes of cases that have a fix, or a case that says that none is named.
    mistakes_answered: Share
    # Edges that are told only by sources that promote something.
    edges_promotional: Share
    # Of what was announced and looked at again later, what a source shows not to have been done.
    not_delivered: Share
    not_delivered_by_fix: Counts
    # Who noticed first, in the cases that say it.
    noticed_by: Counts
    fixes_by_role: Counts
    signals: int
    # Cases that quote what programs printed, and symptoms that stood in some case.
    cases_with_signals: Share
    symptoms_in_cases: Share
    symptoms_by_software: Counts
    # Mistakes told by fewer than four organisations independent of each other, and fixes of fewer than three cases.
    thin_mistakes: Counts
    thin_fixes: Counts
    # Fixes of unknown outcome at which somebody should look again, counted to the month of the latest review.
    fixes_due: Share
    mistakes_never_seen: tuple[str, ...]
    fixes_never_seen: tuple[str, ...]


def coverage(facts: Facts) -> Coverage:
    """Count the published cases."""
    cases = [file.case for file in facts.corpus.published.values()]
    companies = facts.corpus.vocabulary.companies
    sources = [source for case in cases for source in case.sources]
    fixes = [(case, fix) for case in cases for fix in case.fixes]
    claims = [(case, ids_of(claim.sources)) for case in cases for _, claim in claims_of(case)]
    helped = [(case, fix) for case, fix in fixes if _helped(fix)]
    known = [fix for _, fix in fixes if fix.outcome is not Outcome.UNKNOWN]
    broken = [fix for _, fix in fixes if fix.state is State.NOT_DELIVERED]
    kept = [fix for _, fix in fixes if fix.followed_up and fix.state is State.APPLIED]
    vocabulary = facts.corpus.vocabulary
    return Coverage(
        by_kind=_counted(case.kind for case in cases),
        by_pillar=_counted(pillar for case in cases for pillar in case.pillars),
        by_country=_counted(key for case in cases for key in {companies[company].country for company in case.company}),
        by_sector=_counted(key for case in cases for key in {companies[company].sector for company in case.company}),
        by_size=_counted(size_of(facts, case) or "unknown" for case in cases),
        by_language=_counted(case.lang for case in cases),
        by_year=dict(sorted(_counted(str(years[0]) for case in cases if (years := years_of(case))).items())),
        sources_by_language=_counted(source.lang for source in sources),
        sources_by_voice=_in_order(Voice, (source.voice for source in sources)),
        sources_by_read=_in_order(Read, (source.read for source in sources)),
        fixes_by_state=_in_order(State, (fix.state for _, fix in fixes)),
        fixes_by_outcome=_in_order(Outcome, (fix.outcome for _, fix in fixes)),
        helped_by_own_word=Share(sum(_all(_OWN, _named(case, ids_of(fix.sources))) for case, fix in helped), len(helped)),
        did_not_hold=Share(sum(fix.outcome in (Outcome.FAILED, Outcome.WORSENED) for fix in known), len(known)),
        claims_unread=Share(
            sum(not any(source.read is Read.FULL for source in _named(case, named)) for case, named in claims),
            len(claims),
        ),
        cases_one_voice=Share(sum(_all(_OWN, case.sources) for case in cases), len(cases)),
        claims_located=Share(sum(any(r.where for r in claim.sources) for case in cases for _, claim in claims_of(case)), len(claims)),
        mistakes_answered=Share(
            sum(is_answered(case, claim.id) for case in cases for claim in case.mistakes), sum(len(case.mistakes) for case in cases)
        ),
        edges_promotional=Share(sum(edge.is_promotional for edge in facts.edges), len(facts.edges)),
        not_delivered=Share(len(broken), len(broken) + len(kept)),
        not_delivered_by_fix=_counted(fix.id for fix in broken),
        noticed_by=_in_order(NoticedBy, (case.detection.by for case in cases if case.detection)),
        fixes_by_role=_in_order((*Role, "unknown"), (fix.role or "unknown" for _, fix in fixes)),
        signals=sum(len(case.signals) for case in cases),
        cases_with_signals=Share(sum(bool(case.signals) for case in cases), len(cases)),
        symptoms_in_cases=Share(
            len({signal.symptom for case in cases for signal in case.signals if signal.symptom}), len(vocabulary.symptoms)
        ),
        symptoms_by_software=_counted(name for symptom in vocabulary.symptoms.entries.values() for name in symptom.software),
        thin_mistakes=_thin(
            {term: _organisations(facts, facts.by_mistake.get(term, [])) for term in vocabulary.mistakes}, ENOUGH_ORGANISATIONS
        ),
        thin_fixes=_thin({term: len(facts.by_fix.get(term, [])) for term in vocabulary.fixes}, ENOUGH_CASES),
        fixes_due=Share(len(looks(facts, max(case.reviewed for case in cases))) if cases else 0, len(fixes)),
        mistakes_never_seen=tuple(term for term in vocabulary.mistakes if term not in facts.by_mistake),
        fixes_never_seen=tuple(term for term in vocabulary.fixes if term not in facts.by_fix),
    )


# Fewer tell a story or two, and no pattern.
ENOUGH_ORGANISATIONS, ENOUGH_CASES = 4, 3


def _organisations(facts: Facts, cases: Sequence[str]) -> int:
    """How many organisations, none of a group with another, the cases are about."""
    published = facts.corpus.published
    return len({facts.group(published[case].case.company[0]) for case in cases})


def _thin(counts: Mapping[str, int], enough: int) -> dict[str, int]:
    """Those that some case has, but not enough, the thinnest first."""
    return dict(sorted(((term, count) for term, count in counts.items() if 0 < count < enough), key=lambda item: (item[1], item[0])))


def size_of(facts: Facts, case: Case) -> Size | None:
    """Size of the organisation at the time of the case, as far as anybody said."""
    if case.context.size:
        return case.context.size
    companies = facts.corpus.vocabulary.companies
    return next((size for company in case.company if (size := companies[company].size)), None)


def did_not_hold(facts: Facts) -> list[Edge]:
    """Every edge of a fix that failed or made things worse, by mistake and fix."""
    return [edge for pair in facts.pairs.values() for edge in pair.edges if edge.did_not_hold]


def is_answered(case: Case, mistake: str) -> bool:
    """True if the case has a fix for this mistake, or says that no source names one."""
    stated = any(claim.id == mistake and claim.no_fix_named for claim in case.mistakes)
    return stated or any(mistake in fix.corrects for fix in case.fixes)


def _helped(fix: FixClaim) -> bool:
    return fix.outcome in (Outcome.WORKED, Outcome.PARTLY)


def _named(case: Case, ids: Iterable[str]) -> list[Source]:
    wanted = set(ids)
    return [source for source in case.sources if source.id in wanted]


def _all(voices: frozenset[Voice], sources: Iterable[Source]) -> bool:
    return all(source.voice in voices for source in sources)


def _counted(keys: Iterable[str]) -> Counts:
    return dict(sorted(Counter(map(str, keys)).items(), key=lambda item: (-item[1], item[0])))


def _in_order(words: Iterable[str], keys: Iterable[str]) -> Counts:
    """Counts in the order of the model, with what never occurs: a nought is an answer too."""
    counter = Counter(map(str, keys))
    return {str(word): counter[str(word)] for word in words}
