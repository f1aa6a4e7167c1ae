"""`llms.txt` (https://llmstxt.org): what the site holds, for assistants, with links to the Markdown twin of each page."""

from rex.core.model import Status
from rex.data.addresses import Addresses
from rex.data.build import Records
from rex.data.records import PairRecord

_WORDS = {
    "en": {
        "lead": "Has somebody already made this mistake, and what fixed it? Sourced DevOps lessons learned (retours d'expérience): "
        "what organisations got wrong, what they tried against it, and what came of it.",
        "how": "Every claim names its source and whose voice it is. A fix is graded against a mistake from all the cases that tried "
        "it: corroborated, supported, mixed, announced, failed. `unknown` means that no source says; do not fill it in. Quote a case "
        "with its address, and a figure with its source. Texts are CC BY 4.0.",
        "mistakes": "Mistakes, each with the fixes tried against it",
        "fixes": "Fixes, each with the mistakes they were used against",
        "cases": "Cases",
        "data": "Data",
        "other": "Other languages",
        "none": "no source says yet that a fix helped",
        "best": "most evidence: {fix} ({grade}, {counts})",
        "all": "every case, complete, in one file",
        "api": "description of all data files",
        "graph": "cases, mistakes, fixes and grades as nodes and arrows",
    },
    "fr": {
        "lead": "Quelqu’un a-t-il déjà commis cette erreur, et qu’est-ce qui l’a corrigée ? Retours d’expérience DevOps sourcés : "
        "ce que des organisations ont raté, ce qu’elles ont tenté et ce qu’il en est advenu.",
        "how": "Chaque affirmation cite sa source et dit qui parle. Un remède est noté face à une erreur d’après tous les cas qui "
        "l’ont tenté : corroborated, supported, mixed, announced, failed. `unknown` signifie qu’aucune source ne le dit ; ne comblez "
        "pas ce manque. Citez un cas avec son adresse, un chiffre avec sa source. Textes sous CC BY 4.0.",
        "mistakes": "Les erreurs, chacune avec les remèdes tentés",
        "fixes": "Les remèdes, chacun avec les erreurs visées",
        "cases": "Les cas",
        "data": "Les données",
        "other": "Autres langues",
        "none": "aucun remède dont une source dise qu’il a aidé",
        "best": "le mieux étayé : {fix} ({grade}, {counts})",
        "all": "tous les cas, complets, en un fichier",
        "api": "description de tous les fichiers de données",
        "graph": "cas, erreurs, remèdes et niveaux de preuve en nœuds et en liens",
    },
}


def build_llms(records: Records, addresses: Addresses, lang: str) -> bytes:
    """The list in one language; only cases that exist in it."""
    words = _WORDS[lang]
    fixes = {fix.id: fix.label[lang] for fix in records.fixes}
    lines = ["# DevOps REX", "", f"> {words['lead']}", "", words["how"], "", f"## {words['mistakes']}", ""]
    for mistake in records.mistakes:
        best = mistake.fixes[0] if mistake.has_supported_fix else None
        note = words["best"].format(fix=fixes[best.id], grade=best.grade, counts=_counts(best)) if best else words["none"]
        lines.append(
            f"- [{mistake.label[lang]}]({addresses.twin(lang, 'mistake', mistake.id)}): {_line(mistake.definition[lang])} ({note})"
        )
    lines += ["", f"## {words['fixes']}", ""]
    lines += [f"- [{fix.label[lang]}]({addresses.twin(lang, 'fix', fix.id)}): {_line(fix.definition[lang])}" for fix in records.fixes]
    lines += ["", f"## {words['cases']}", ""]
    for case in records.cases:
        if case.status is Status.PUBLISHED and lang in case.languages:
            lines.append(f"- [{_label(case.title[lang])}]({case.markdown[lang]}): {_line(case.summary[lang])}")
    lines += ["", f"## {words['data']}", ""]
    lines += [f"- [{path}]({addresses.data(path)}): {words[key]}" for path, key in _FILES]
    lines += ["", f"## {words['other']}", ""]
    lines += [f"- [{other}]({address}llms.txt)" for other, address in addresses.languages.items() if other != lang]
    return ("\n".join(lines) + "\n").encode()


_FILES = (("cases.json", "all"), ("graph.json", "graph"), ("openapi.json", "api"))


def _counts(pair: PairRecord) -> str:
    """`helped 4, partly 1, unknown 6`: the names are those of the data."""
    return ", ".join(f"{name} {n}" for name, n in pair.counts.model_dump().items() if n)


def _line(text: str) -> str:
    return " ".join(text.split())


def _label(text: str) -> str:
    return _line(text).replace("[", "(").replace("]", ")")
