"""What failed: fixes that failed or made things worse, and those that helped only in part."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from rex.core.derive import Pair
from rex.core.grade import Grade
from rex.core.model import FixClaim, Outcome
from rex.pages.families.lists import Listing


@dataclass(frozen=True)
class Story:
    """One fix of one case, with the mistakes it was used against."""

    case: str
    fix: str
    claim: FixClaim
    mistakes: tuple[str, ...]


class Tried(Listing):
    """Every story once, even where a fix was used against several mistakes."""

    names = ("outcome", "mistake", "fix", "sector")

    @cached_property
    def stories(self) -> dict[str, Story]:
        """All of them by their place on the page: what failed or did harm first, then what helped in part."""
        return {f"{story.case}-{story.fix}": story for story in (*self.did_not_hold(), *self.only_in_part())}

    def ids(self) -> list[str]:
        return list(self.stories)

    def values(self, row: str) -> dict[str, tuple[str, ...]]:
        story, companies = self.stories[row], self.view.vocabulary.companies
        case = self.view.facts.corpus.cases[story.case].case
        return {
            "outcome": (story.claim.outcome.value,),
            "mistake": story.mistakes,
            "fix": (story.fix,),
            "sector": tuple(dict.fromkeys(companies[company].sector for company in case.company)),
        }

    def did_not_hold(self) -> list[Story]:
        return self._stories(lambda claim: claim.outcome in (Outcome.FAILED, Outcome.WORSENED))

    def only_in_part(self) -> list[Story]:
        return self._stories(lambda claim: claim.outcome is Outcome.PARTLY)

    def mixed(self) -> list[Pair]:
        return [pair for pair in self.view.facts.pairs.values() if pair.grade is Grade.MIXED]

    def instead(self, mistake: str, fix: str) -> Pair | None:
        """What has better evidence against the same mistake, if anything has."""
        return next(
            (pair for pair in self.view.facts.fixes_for(mistake) if pair.fix != fix and pair.helped),
            None,
        )

    def _stories(self, fits: Callable[[FixClaim], bool]) -> list[Story]:
        found = []
        for file in self.view.facts.latest_first():
            claims = self.view.local(file.id).case.fixes
            found += [Story(file.id, claim.id, claim, tuple(claim.corrects)) for claim in claims if fits(claim)]
        return found
