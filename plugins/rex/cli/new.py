"""`rex new`: start a case from the template."""

import argparse
from pathlib import Path

from rex.core.corpus import FOLDER
from rex.core.errors import RexError
from rex.core.language import LANGUAGES
from rex.core.model import Kind
from rex.core.slug import is_slug, slugify
from rex.core.writing import write_new_file

TEMPLATE = """---
title: {title}
company: {company}
kind: {kind}                  # {kinds}
date: 2026-01                 # YYYY, YYYY-MM, YYYY-MM-DD or START/END; null if no source says
lang: {lang}
status: draft                 # published when it is ready
summary: >-
  One or two sentences, 80 to 300 characters, that say what happened and claim nothing
  that no source says.
pillars: [automation]         # culture, automation, measurement, sharing
mistakes:
  - id: untested-backups      # an id of cases/_vocabulary/mistakes.yml
    what: What happened here, in your own words.
    sources: [report]
fixes:
  - id: automated-restore-testing
    corrects: [untested-backups]    # [] for a practice that answers none of the mistakes
    state: applied            # applied | planned | recommended | already-in-place
    outcome: unknown          # worked | partly | failed | worsened | unknown
    what: What was done here.
    sources: [report]
unknown:
  - what no source says and a reader would ask
sources:
  - id: report
    url: https://example-shop.net/
    title: Its own title
    publisher: Who published it
    lang: {lang}
    voice: company            # speaker | company | regulator | attendee | journalist | third-party
    read: full                # full | part | cited
reviewed: 2026-01
---
{sections}"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("title", help="what happened, in a few words")
    parser.add_argument("--id", help="id of the case (default: made from the title)")
    parser.add_argument("--company", default="company-id", help="id of the company")
    parser.add_argument("--kind", default="incident", choices=[kind.value for kind in Kind])
    parser.add_argument("--lang", default="en", choices=sorted(LANGUAGES))


def main(arguments: argparse.Namespace) -> int:
    case_id = arguments.id or slugify(arguments.title)
    if not is_slug(case_id):
        raise RexError(f"'{case_id}' cannot be an id; give one with --id, such as a-case-2017")
    root: Path = arguments.root
    path = root / FOLDER / f"{case_id}.md"
    try:
        write_new_file(path, template(arguments.title, arguments.company, arguments.kind, arguments.lang))
    except FileExistsError as error:
        raise RexError(f"{FOLDER}/{case_id}.md exists already") from error
    print(f"{FOLDER}/{case_id}.md: written; edit it, then run `rex validate {FOLDER}/{case_id}.md`")
    return 0


def template(title: str, company: str, kind: str, lang: str) -> str:
    """A draft case that only lacks its facts."""
    quoted = '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    sections = "".join(f"\n## {heading}\n\n…\n" for heading in LANGUAGES[lang].sections)
    kinds = " | ".join(item.value for item in Kind)
    return TEMPLATE.format(title=quoted, company=company, kind=kind, kinds=kinds, lang=lang, sections=sections)
