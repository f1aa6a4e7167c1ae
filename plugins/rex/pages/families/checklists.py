"""Checklists by occasion: what to go through before something that often goes wrong."""

from rex.pages.families.terms import Terms, steps_against
from rex.pages.markup import Md
from rex.pages.page_data import hidden_json

# An editor's choice: the mistakes that an occasion brings, the likeliest first. Ids that a base does not have are left out.
OCCASIONS: dict[str, tuple[str, ...]] = {
    "release": ("large-batch-releases", "global-rollout-without-canary", "no-kill-switch-or-rollback", "insufficient-testing"),
    "migration": (
        "blocking-schema-change",
        "unbounded-blast-radius",
        "no-kill-switch-or-rollback",
        "unrehearsed-upgrade",
        "untested-backups",
    ),
    "failover": ("untested-disaster-recovery", "single-point-of-failure", "tooling-shares-fate", "hidden-dependency", "retry-storm"),
    "certificate": ("unmanaged-expiry-or-limit", "unclear-ownership", "alerts-not-acted-on"),
    "supplier": ("weak-supplier-oversight", "hidden-dependency", "uncontrolled-auto-update", "single-point-of-failure"),
    "launch": ("capacity-not-validated", "retry-storm", "deadline-over-readiness", "monitoring-blind-spot"),
    "maintenance": ("wrong-environment-targeted", "unguarded-destructive-operation", "missing-change-review", "config-change-not-tested"),
    "on-call": (
        "missing-runbook-or-documentation",
        "slow-incident-escalation",
        "alerts-not-acted-on",
        "unsustainable-workload",
        "poor-crisis-communication",
    ),
}


class Checklists(Terms):
    """Occasions with their mistakes, and the mistakes of no occasion."""

    def occasions(self) -> list[tuple[str, list[str]]]:
        """Each occasion for which there is a mistake in this base."""
        found = [(name, [one for one in mistakes if self._has_checklist(one)]) for name, mistakes in OCCASIONS.items()]
        return [(name, mistakes) for name, mistakes in found if mistakes]

    def others(self) -> list[str]:
        """Checklists that no occasion names."""
        named = {mistake for _, mistakes in self.occasions() for mistake in mistakes}
        return [one for one in self.view.by_use(self.view.vocabulary.mistakes) if one not in named and self._has_checklist(one)]

    def _has_checklist(self, mistake: str) -> bool:
        """The page of a mistake has one if it says how to recognise it, or if a fix against it has first steps."""
        table, lang = self.view.vocabulary.mistakes, self.view.lang
        if mistake not in table:
            return False
        return bool(table[mistake].recognise[lang] or steps_against(self.view, mistake))

    def data(self) -> Md:
        """An element that carries every checklist as JSON, for the script that puts several together."""
        view = self.view
        words, table = view.words, view.vocabulary.mistakes
        lists = {
            mistake: {
                "name": view.label("mistake", mistake),
                "signs": table[mistake].recognise[view.lang],
                "fixes": [
                    [
                        pair.fix,
                        view.label("fix", pair.fix),
                        words("checklist.evidence", grade=words(f"grade.{pair.grade}"), standings=self.standings(pair.edges)),
                        steps,
                    ]
                    for pair, steps in steps_against(view, mistake)
                ],
            }
            for mistake in table
            if self._has_checklist(mistake)
        }
        texts = {
            **words.branch("combine"),
            "colon": words("colon"),
            "recognise": words("checklist.recognise"),
            "steps": words("checklist.steps"),
        }
        return hidden_json("rex-lists", {"lang": view.lang, "lists": lists, "words": texts})
