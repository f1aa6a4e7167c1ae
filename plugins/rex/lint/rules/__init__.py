"""All rules, in one table. A code is never reused; what is found by the reader has its row here too."""

from rex.lint.rule import Rule
from rex.lint.rules import body, duplicates, evidence, fields, file, references, symptoms

_FAMILIES = (file, fields, references, body, evidence, duplicates, symptoms)

RULES: tuple[Rule, ...] = tuple(rule for family in _FAMILIES for rule in family.RULES)

BY_NAME: dict[str, Rule] = {rule.name: rule for rule in RULES}
