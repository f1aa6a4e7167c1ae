"""Symptoms: what a message means, which mistakes stand behind it, what was tried against them, and where it stood."""

from rex.core.derive import Pair
from rex.core.grade import Grade
from rex.core.model import Signal
from rex.pages.families.terms import Terms
from rex.pages.view import View

# Fixes named below each mistake; its own page has the others.
_FIXES = 3


class Symptom(Terms):
    """One symptom."""

    def fixes_for(self, mistake: str) -> list[Pair]:
        """The best fixes of a mistake, those that did not hold left out."""
        return [pair for pair in self.view.facts.fixes_for(mistake) if pair.grade is not Grade.FAILED][:_FIXES]

    def cases(self) -> list[tuple[str, Signal]]:
        """The cases in which it stood, each with the line that it quotes."""
        return self.view.facts.by_symptom.get(self.view.subject, [])

    def order(self) -> list[str]:
        """All symptoms, for the links to the one before and after."""
        return sorted(self.view.vocabulary.symptoms)


class Symptoms:
    """The list of symptoms by software."""

    def __init__(self, view: View) -> None:
        self.view = view

    def groups(self) -> list[tuple[str, str, list[str]]]:
        """Anchor, name and symptoms of each program."""
        return [(self.view.software_anchor(name), name, symptoms) for name, symptoms in self.view.facts.symptoms_by_software.items()]
