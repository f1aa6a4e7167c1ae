"""The page of a case: the answer first."""

from collections import Counter

from rex.core.model import FixClaim, Outcome, Role
from rex.pages.markup import Md, joined_by, plain
from rex.pages.view import View

# How many figures of the damage the box names.
_MOST = 2
# What is known of a fix stands before what is not.
_FIRST = (Outcome.WORKED, Outcome.PARTLY, Outcome.FAILED, Outcome.WORSENED, Outcome.UNKNOWN)


class CasePage:
    """The box *At a glance*: each row is what it is called, and what the case says."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.case = view.own.case

    def glance(self) -> list[tuple[str, Md]]:
        """Rows in the order in which somebody asks; what the case does not tell is left out."""
        found = {
            "broke": self._broke(),
            "noticed": self._noticed(),
            "ended": self._fixes(Role.STOPGAP),
            "lasting": self._fixes(Role.LASTING),
            "tried": self._tried(),
            "unknown": self._unknown(),
        }
        return [(self.view.words(f"glance.{name}"), text) for name, text in found.items() if text]

    def _broke(self) -> Md:
        view = self.view
        texts = [
            Md("{}{} <strong>{}</strong>").format(view.own_text(item.measure), view.words("colon"), view.amount(item.value, item.unit))
            for item in self.case.impact[:_MOST]
        ]
        return joined_by(texts, self.view.semicolon)

    def _noticed(self) -> Md:
        detection, words = self.case.detection, self.view.words
        if not detection:
            return Md("")
        by = plain(words(f"noticed_by.{detection.by}"))
        return Md("{}, {}").format(by, self.view.own_text(detection.after)) if detection.after else by

    def _fixes(self, role: Role) -> Md:
        fixes = [(number, fix) for number, fix in enumerate(self.case.fixes, 1) if fix.role is role]
        fixes.sort(key=lambda one: _FIRST.index(one[1].outcome))
        return joined_by((self._fix(number, fix) for number, fix in fixes), self.view.semicolon)

    def _fix(self, number: int, fix: FixClaim) -> Md:
        view = self.view
        return Md('<a href="#f{}">{}</a> ({})').format(number, view.label("fix", fix.id), view.words(f"outcome.{fix.outcome}"))

    def _tried(self) -> Md:
        """Where no source tells what a fix was for: those whose outcome is known, and how many others there are."""
        known = [(number, fix) for number, fix in enumerate(self.case.fixes, 1) if fix.role is None and fix.outcome is not Outcome.UNKNOWN]
        texts = [self._fix(number, fix) for number, fix in known]
        unknown = Counter(fix.outcome for fix in self.case.fixes if fix.role is None)[Outcome.UNKNOWN]
        if unknown:
            texts.append(self.view.words.markup("glance.no_outcome", n=unknown))
        return joined_by(texts, self.view.semicolon)

    def _unknown(self) -> Md:
        if not self.case.unknown:
            return Md("")
        first = self.view.own_text(self.case.unknown[0])
        if len(self.case.unknown) == 1:
            return first
        more = self.view.words("glance.more", n=len(self.case.unknown) - 1)
        return Md('{}, <a href="#unknown">{}</a>').format(first, more)
