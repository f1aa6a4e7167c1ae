"""The home page: one whole case in brief, so that a reader sees at once what the base is made of."""

from collections.abc import Iterator
from dataclasses import dataclass

from rex.core.model import FixClaim, MistakeClaim, Outcome, Source, ids_of
from rex.pages.view import View

# An editor's choice: a case, and the fix whose story is told. In a base without it the latest case with a known outcome is told.
CHOSEN = ("gitlab-2017", "automated-restore-testing")


@dataclass(frozen=True)
class Brief:
    """A mistake of a case, the fix against it, and what came of that."""

    case: str
    mistake: MistakeClaim
    fix: FixClaim


class Home:
    """What only the home page shows."""

    def __init__(self, view: View) -> None:
        self.view = view

    def brief(self) -> Brief | None:
        """The case that is told; none, if no case says what came of a fix."""
        found = list(self._known())
        return next((one for one in found if (one.case, one.fix.id) == CHOSEN), found[0] if found else None)

    def sources(self, brief: Brief) -> list[Source]:
        """The sources of the fix, each publisher once."""
        case = self.view.local(brief.case).case
        named = ids_of(brief.fix.sources)
        by_publisher = {source.publisher: source for source in reversed(case.sources) if source.id in named}
        return list(by_publisher.values())

    def _known(self) -> Iterator[Brief]:
        for file in self.view.facts.latest_first():
            case = self.view.local(file.id).case
            mistakes = {claim.id: claim for claim in case.mistakes}
            for fix in case.fixes:
                if fix.outcome is not Outcome.UNKNOWN and fix.corrects:
                    yield Brief(file.id, mistakes[fix.corrects[0]], fix)
