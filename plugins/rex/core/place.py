"""Places in a file as a person counts them: "the second fix", not `fixes[1]`."""

from collections.abc import Hashable

from rex.core.message import Message, say

# What one entry of a list is called; whole sentences, since other languages need an article and a gender.
_ENTRIES = {
    "mistakes": say("mistake"),
    "fixes": say("fix"),
    "results": say("result"),
    "impact": say("impact"),
    "sources": say("source"),
    "signals": say("signal"),
}
_ORDINALS = (
    say("the first {thing}"),
    say("the second {thing}"),
    say("the third {thing}"),
    say("the fourth {thing}"),
    say("the fifth {thing}"),
    say("the sixth {thing}"),
    say("the seventh {thing}"),
    say("the eighth {thing}"),
    say("the ninth {thing}"),
    say("the tenth {thing}"),
)
_LATER = "the {thing} number {number}"


def place(loc: tuple[Hashable, ...]) -> Message:
    """`("fixes", 1, "what")` as "`what` of the second fix"."""
    if not loc:
        return say("the file")
    *above, last = loc
    if isinstance(last, int) and above:
        name = str(above[-1])
        if name in _ENTRIES and (len(above) == 1 or name != "sources"):
            thing = _nth(_ENTRIES[name], last)
            owner = above[:-1]
            return say("{thing} of {owner}", thing=thing, owner=place(tuple(owner))) if owner else thing
        return say("{thing} of {owner}", thing=_nth(say("entry"), last), owner=place(tuple(above)))
    if not above:
        return say("`{field}`", field=last)
    if isinstance(above[-1], int):
        return say("`{field}` of {owner}", field=last, owner=place(tuple(above)))
    return say("`{field}` in {owner}", field=last, owner=place(tuple(above)))


def _nth(thing: Message, index: int) -> Message:
    if index < len(_ORDINALS):
        return say(_ORDINALS[index].template, thing=thing)
    return say(_LATER, thing=thing, number=str(index + 1))
