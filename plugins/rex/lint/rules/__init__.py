"""All rules, in one table. A code is never reused; what is found by the reader has its row here too."""

from rex.lint.rule import Rule
from rex.lint.rules import body, duplicates, evidence, fields, file, references, symptoms

RULES: tuple[Rule, ...] = (*file.RULES, *fields.RULES, *references.RULES, *body.RULES, *evidence.RULES, *duplicates.RULES, *symptoms.RULES)

BY_NAME: dict[str, Rule] = {rule.name: rule for rule in RULES}
