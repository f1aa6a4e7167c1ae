"""REX8xx: what an editor should look at again: mistakes without an answer, promises that nobody followed up. Advice, never an error."""

from collections.abc import Iterator

from rex.core.corpus import CaseFile
from rex.core.coverage import is_answered
from rex.core.message import say
from rex.core.model import Outcome, Role, State, Status
from rex.core.review import unwatched
from rex.lint.rule import Family, Hit, Severity, Surroundings

FAMILY = Family("REX8", "what an editor should look at again")

# Letters by which two forms of a word are taken for one (`restored`, `restoring`), and the shortest word that tells anything.
_STEM = 5


def _is_counted(file: CaseFile) -> bool:
    return file.case.status is Status.PUBLISHED


unanswered_mistake = FAMILY.rule(
    1,
    "unanswered-mistake",
    "Readers come for what was done about it. Silence does not say whether nobody knows or nobody looked.",
    "Name a fix and put the mistake under its `corrects`; or, if no source names one, write `no_fix_named: true`.",
    since="0.2.0",
    severity=Severity.WARNING,
    needs_clean_original=True,
)


@unanswered_mistake.case
def _unanswered(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    for index, claim in enumerate(file.case.mistakes):
        if _is_counted(file) and not is_answered(file.case, claim.id):
            message = say("mistake `{mistake}` has no fix; name one, or write `no_fix_named: true` if no source does", mistake=claim.id)
            yield Hit(file.document.at("mistakes", index, "id"), message)


no_edge = FAMILY.rule(
    2,
    "no-edge",
    "A case in which no fix corrects a mistake is no evidence for anything, and no page of a term counts it.",
    "Say under `corrects` what each fix was used against; a practice that answers no mistake may keep `[]`.",
    since="0.2.0",
    severity=Severity.WARNING,
    needs_clean_original=True,
)


@no_edge.case
def _without_edge(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    case = file.case
    if _is_counted(file) and case.mistakes and case.fixes and not any(fix.corrects for fix in case.fixes):
        yield Hit(file.document.at("fixes"), say("no fix of this case corrects any of its mistakes"))


no_mistake = FAMILY.rule(
    3,
    "no-mistake",
    "Nobody who has the mistake would find the case.",
    "Name the mistake that the sources tell; if they tell none, the case is a call for lessons (`status: wanted`).",
    since="0.2.0",
    severity=Severity.WARNING,
    needs_clean_original=True,
)


@no_mistake.case
def _without_mistake(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    if _is_counted(file) and not file.case.mistakes:
        yield Hit(file.document.at("status"), say("this published case names no mistake"))


only_a_stopgap = FAMILY.rule(
    4,
    "only-a-stopgap",
    "What ended the incident does not keep it from coming back; a reader must not take one for the other.",
    "Add the lasting fix, if a source names one; otherwise say under `unknown` that none is told.",
    since="0.2.0",
    severity=Severity.WARNING,
    needs_clean_original=True,
)


@only_a_stopgap.case
def _only_stopgaps(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    case = file.case
    for index, fix in enumerate(case.fixes):
        if not _is_counted(file) or fix.role is not Role.STOPGAP or fix.outcome is not Outcome.WORKED:
            continue
        alone = [m for m in fix.corrects if not any(m in other.corrects and other.role is not Role.STOPGAP for other in case.fixes)]
        if alone:
            message = say("only a stopgap answers `{mistake}`: nothing keeps it from coming back", mistake=alone[0])
            yield Hit(file.document.at("fixes", index, "role"), message)


unwatched_promise = FAMILY.rule(
    5,
    "unwatched-promise",
    "A year after the event somebody can know whether a plan was carried out, and the base should.",
    "Look once for what became of it; `rex due` gives the words to search for. Write the outcome with its source, or `state: not-delivered`"
    " if a source shows that it was not done, or `followed_up` with the month of the look.",
    since="0.2.0",
    severity=Severity.WARNING,
    needs_clean_original=True,
)


@unwatched_promise.case
def _unwatched(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    for index in unwatched(file.case) if _is_counted(file) else ():
        fix = file.case.fixes[index]
        message = say("`{fix}` was only planned, more than a year ago, and nobody has looked since", fix=fix.id)
        yield Hit(file.document.at("fixes", index, "state"), message)


silent_summary = FAMILY.rule(
    6,
    "silent-summary",
    "The summary is what lists and search results show. If a fix helped, the reader should learn of it there.",
    "Say in a few words what helped.",
    since="0.2.0",
    severity=Severity.WARNING,
    needs_clean_original=True,
)


@silent_summary.case
def _silent(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    case = file.case
    if not _is_counted(file):
        return
    helped = [fix for fix in case.fixes if fix.outcome in (Outcome.WORKED, Outcome.PARTLY) and fix.state is not State.NOT_DELIVERED]
    fixes = around.vocabulary.fixes
    told = " ".join([*(fix.what for fix in helped), *(fixes[fix.id].label[case.lang] for fix in helped if fix.id in fixes)])
    # What went wrong is told in the same words as what was done; only the words of the fix alone count.
    own = _words(told) - _words(" ".join(claim.what for claim in case.mistakes))
    if helped and own and not own & _words(case.summary):
        yield Hit(file.document.at("summary"), say("`{fix}` helped, and the summary names no fix", fix=helped[0].id))


def _words(text: str) -> set[str]:
    letters = "".join(c if c.isalpha() else " " for c in text.casefold())
    return {word[:_STEM] for word in letters.split() if len(word) >= _STEM}
