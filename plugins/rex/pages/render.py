"""A page from its view: the template, with the words, the facts and the family of its kind."""

import re

from rex.pages.environment import environment
from rex.pages.families import FAMILIES
from rex.pages.view import View
from rex.pages.words import TemplateWords


def render(view: View) -> str:
    """The layout of the page; the view then knows its links. Templates see the family as `p`."""
    make = FAMILIES.get(view.kind.name)
    template = environment().get_template(view.kind.template)
    text = template.render(v=view, w=TemplateWords(view.words), facts=view.facts, id=view.subject, p=make(view) if make else None)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
