"""How to cite a case, in the two forms that reference managers read. Addresses come from the caller: pages know no host.

Without an address, as in a build that has not been published, there is none in the citation.
"""

import json

from rex.core.corpus import LocalCase

_AUTHOR = "DevOps REX contributors"
# What TeX takes for commands. Braces are named: BibTeX counts them, whatever stands before them.
_TEX = str.maketrans(
    {character: f"\\{character}" for character in "&%$#_"}
    | {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
    }
)


def bibtex(local: LocalCase, address: str) -> str:
    """An `@misc` entry, with the month in which the case was last compared with its sources."""
    year, month = local.reviewed.split("-")[:2]
    # The double braces keep the title's own capitals.
    title = local.case.title.translate(_TEX)
    fields = {"author": f"{{{_AUTHOR}}}", "title": f"{{{title}}}", "year": year, "month": str(int(month))}
    if address:
        fields["url"] = address
    return "\n".join([f"@misc{{{local.id},", *(f"  {name} = {{{value}}}," for name, value in fields.items()), "}"]) + "\n"


def csl_json(local: LocalCase, address: str) -> str:
    """One item of CSL-JSON, as Zotero and pandoc read it."""
    item = {
        "id": local.id,
        "type": "webpage",
        "title": local.case.title,
        "author": [{"literal": _AUTHOR}],
        "issued": {"date-parts": [[int(part) for part in local.reviewed.split("-")]]},
        **({"URL": address} if address else {}),
        "language": local.lang,
    }
    return json.dumps([item], ensure_ascii=False) + "\n"
