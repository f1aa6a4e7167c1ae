"""All rules, in one table. A code is never reused; what is found by the reader has its row here too."""

from rex.lint.rule import Family, Rule
from rex.lint.rules import advice, asked, body, duplicates, evidence, fields, file, references, symptoms, translations

FAMILIES: tuple[Family, ...] = (
    file.FAMILY,
    fields.FAMILY,
    references.FAMILY,
    body.FAMILY,
    evidence.FAMILY,
    duplicates.FAMILY,
    symptoms.FAMILY,
    translations.FAMILY,
    advice.FAMILY,
    asked.FAMILY,
)

RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family.rules)

BY_NAME: dict[str, Rule] = {rule.name: rule for rule in RULES}
