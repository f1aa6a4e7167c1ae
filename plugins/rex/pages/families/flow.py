"""Flows: which fixes the cases used against which mistakes, drawn and as a table."""

from rex.pages import charts
from rex.pages.markup import Md
from rex.pages.view import View


class Flows:
    """Mistakes on the left, those of most links first; fixes on the right."""

    def __init__(self, view: View) -> None:
        self.view = view

    def mistakes(self) -> list[str]:
        """Mistakes that a case ties to a fix, those of most links first."""
        pairs = self.view.facts.pairs.values()
        links: dict[str, int] = {}
        for pair in pairs:
            links[pair.mistake] = links.get(pair.mistake, 0) + len(pair.edges)
        return sorted(links, key=lambda mistake: (-links[mistake], mistake))

    def drawing(self) -> Md:
        """The whole picture; nothing if there is no pair yet."""
        view = self.view
        pairs = list(view.facts.pairs.values())
        if not pairs:
            return Md("")
        return charts.flows(
            [self._node("mistake", mistake) for mistake in self.mistakes()],
            [self._node("fix", fix) for fix in sorted({pair.fix for pair in pairs})],
            [
                charts.Flow(
                    pair.mistake,
                    pair.fix,
                    len(pair.edges),
                    pair.grade,
                    view.address("mistake", pair.mistake, pair.fix),
                    view.pair_in_words(pair),
                )
                for pair in pairs
            ],
            view.words("kind.flows"),
        )

    def _node(self, kind: str, term: str) -> charts.Node:
        return charts.Node(term, self.view.label(kind, term), self.view.address(kind, term))
