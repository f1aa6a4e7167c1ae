"""Checklists by occasion: what to go through before something that often goes wrong."""

from rex.core.grade import Grade
from rex.pages.view import View

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


class Checklists:
    """Occasions with their mistakes, and the mistakes of no occasion."""

    def __init__(self, view: View) -> None:
        self.view = view

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
        fixes, pairs = self.view.vocabulary.fixes, self.view.facts.fixes_for(mistake)
        steps = [pair for pair in pairs if fixes[pair.fix].practice[lang] and pair.grade not in (Grade.MIXED, Grade.FAILED)]
        return bool(table[mistake].recognise[lang] or steps)
