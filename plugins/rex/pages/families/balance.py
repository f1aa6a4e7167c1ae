"""What the base holds and how well it is told: the numbers of the coverage and the evidence page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from rex.core.coverage import Counts, Coverage, Share, coverage
from rex.core.derive import Pair, rounded_share
from rex.core.grade import Grade
from rex.core.model import Voice
from rex.pages import charts
from rex.pages.markup import Md
from rex.pages.view import View


@dataclass(frozen=True)
class Bias:
    """Something that leans to one side: `name` is its key in the words, `figure` what was counted."""

    name: str
    figure: str
    share: Share


@dataclass(frozen=True)
class Count:
    """A row of a table of counts: its name as text or as a link, how many, and the bar beside it."""

    name: str
    count: int
    bar: Md


class Balance:
    """Counts over the published cases, in the words of the page."""

    def __init__(self, view: View) -> None:
        self.view = view

    @cached_property
    def counted(self) -> Coverage:
        return coverage(self.view.facts)

    def biases(self) -> list[Bias]:
        """What to keep in mind, with the figure behind each."""
        counted, words, figures = self.counted, self.view.words, self.view.facts.figures
        cases = figures.cases
        countries = list(counted.by_country.items())[:2]
        languages = counted.sources_by_language
        sources = sum(languages.values())
        told = sum(counted.by_kind.get(kind, 0) for kind in ("incident", "near-miss"))
        sized = cases - counted.by_size.get("unknown", 0)
        unread = sources - counted.sources_by_read["full"]
        found = [
            ("open", Share(figures.fixes - figures.fixes_with_outcome, figures.fixes)),
            ("success", Share(figures.fixes_with_outcome - counted.did_not_hold.part, figures.fixes_with_outcome)),
            ("own_word", counted.helped_by_own_word),
            ("kind", Share(told, cases)),
            ("country", Share(sum(count for _, count in countries), sum(counted.by_country.values()))),
            ("language", Share(languages.get("en", 0), sources)),
            ("size", Share(counted.by_size.get("large", 0), sized)),
            ("unread", Share(unread, sources)),
            ("claims_unread", counted.claims_unread),
        ]
        named = {"country": words.listed([words.country(code) for code, _ in countries])}
        return [
            Bias(name, words(f"bias.{name}.figure", part=share.part, whole=share.whole, names=named.get(name, "")), share)
            for name, share in found
            if share.whole
        ]

    def gauge(self, share: Share) -> Md:
        """A bar of a hundred, filled as far as the share goes."""
        return charts.bar([charts.Part("share", rounded_share(share.part, share.whole))], 100)

    def table(self, key: str) -> list[Count]:
        """Counts by one property, each with its name and a bar on the scale of the greatest."""
        view, words = self.view, self.view.words
        sectors = view.vocabulary.sectors
        of: dict[str, tuple[Counts, Callable[[str], str]]] = {
            "kind": (self.counted.by_kind, lambda kind: words(f"case_kind.{kind}")),
            "pillar": (self.counted.by_pillar, lambda pillar: view.link("pillar", pillar)),
            "sector": (self.counted.by_sector, lambda sector: sectors[sector].label[view.lang]),
            "country": (self.counted.by_country, words.country),
            "size": (self.counted.by_size, lambda size: words(f"size.{size}") if size != "unknown" else words("not_given")),
            "language": (self.counted.by_language, words.language),
            "year": (dict(reversed(list(self.counted.by_year.items()))), lambda year: view.link("year", year)),
            "source_language": (self.counted.sources_by_language, words.language),
            "voice": (self.counted.sources_by_voice, lambda voice: words(f"voice.{voice}")),
            "read": (self.counted.sources_by_read, lambda read: words(f"read.{read}")),
            "state": (self.counted.fixes_by_state, lambda state: words(f"state.{state}")),
            "outcome": (self.counted.fixes_by_outcome, lambda outcome: words(f"outcome.{outcome}")),
        }
        counts, name_of = of[key]
        most = max(counts.values(), default=0) or 1
        return [Count(name_of(value), count, charts.bar([charts.Part("count", count)], most)) for value, count in counts.items()]

    # -- the evidence page ---------------------------------------------------------------------------------------

    def pairs_of(self, grade: Grade) -> list[Pair]:
        """The pairs of one grade, those of most cases first."""
        pairs = [pair for pair in self.view.facts.pairs.values() if pair.grade is grade]
        return sorted(pairs, key=lambda pair: (-len(pair.edges), pair.mistake, pair.fix))

    def voices(self) -> list[tuple[Voice, int]]:
        """Every voice with the number of sources that speak with it."""
        return [(voice, self.counted.sources_by_voice[voice]) for voice in Voice]
