"""The words of the interface, one file a language, and how each language writes dates, numbers and countries."""

from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from rex.core.dates import PartialDate, Period
from rex.core.derive import rounded_share
from rex.core.language import LANGUAGES, set_type
from rex.pages.markup import Md


class Words:
    """Texts by key. A key that is missing is our own mistake and raises `KeyError`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.locale = Locale(lang)
        self.texts = _read(lang)

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key`; with `n`, its form for that number (`one`, `other`, and `zero` where there is one)."""
        result = self._form(key, values).format(**self._shown(values))
        return set_type(result, self.lang)

    def markup(self, key: str, **values: object) -> Md:
        """The same as markup: our own words may hold Markdown, the values are escaped unless they are markup themselves."""
        form = self._form(key, values)
        return Md(set_type(form, self.lang)).format(**self._shown(values))

    def _shown(self, values: dict[str, object]) -> dict[str, object]:
        return {name: self.number(value) if isinstance(value, (int, float)) else value for name, value in values.items()}

    def _form(self, key: str, values: dict[str, object]) -> str:
        text: Any = self.texts
        for part in key.split("."):
            text = text[part]
        if isinstance(text, dict):
            n = values["n"]
            assert isinstance(n, int)
            form = "zero" if n == 0 and "zero" in text else str(self.locale.plural_form(n))
            text = text.get(form, text["other"])
        return str(text)

    def branch(self, key: str) -> dict[str, Any]:
        """All texts below `key`, as they stand, for a reader of another kind such as a script."""
        branch: dict[str, Any] = self._mended(self.texts[key])
        return branch

    def _mended(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._mended(text) for name, text in value.items()}
        if isinstance(value, list):
            return [self._mended(text) for text in value]
        return set_type(value, self.lang)

    def number(self, value: float) -> str:
        return _number(value, self.lang)

    def percent(self, part: int, whole: int) -> str:
        """A share in whole per cent, or a dash where there is nothing to share."""
        if not whole:
            return "–"
        share = rounded_share(part, whole)
        return f"{share}{LANGUAGES[self.lang].per_cent}"

    def date(self, text: str) -> str:
        """A date with the precision it has."""
        return self._date(PartialDate.parse(text))

    def _date(self, value: PartialDate) -> str:
        if value.month is None:
            return str(value.year)
        day = date(value.year, value.month, value.day or 1)
        return format_date(day, "d MMMM y" if value.day else "MMMM y", locale=self.locale)

    def period(self, text: str) -> str:
        """A date or a span."""
        period = Period.parse(text)
        if period.start == period.end:
            return self._date(period.start)
        return self("span", start=self._date(period.start), end=self._date(period.end))

    def listed(self, items: list[str]) -> str:
        """`a, b and c`."""
        return str(format_list(items, locale=self.locale))

    def country(self, code: str) -> str:
        return str(self.locale.territories.get(code, code))

    def language(self, code: str) -> str:
        return str(self.locale.languages.get(code, code))


class TemplateWords:
    """The words as a template has them: `w(key)` is markup, `w.text(key)` is plain text for attributes and front matter."""

    def __init__(self, words: Words) -> None:
        self.text = words
        self.number, self.percent, self.listed = words.number, words.percent, words.listed
        self.date, self.period, self.country, self.language = words.date, words.period, words.country, words.language

    def __call__(self, key: str, **values: object) -> Md:
        return self.text.markup(key, **values)

    def branch(self, key: str) -> Any:
        """All words below `key`, as markup."""

        def as_markup(value: Any) -> Any:
            if isinstance(value, dict):
                return {name: as_markup(text) for name, text in value.items()}
            return [as_markup(text) for text in value] if isinstance(value, list) else Md(value)

        return as_markup(self.text.branch(key))


def _read(lang: str) -> dict[str, Any]:
    """`wording/<lang>.yml` and `wording/<lang>.<family>.yml`; a key of the first level stands in one of them only."""
    texts: dict[str, Any] = {}
    folder = files("rex.pages").joinpath("wording")
    for file in sorted((entry for entry in folder.iterdir() if entry.name.startswith(f"{lang}.")), key=lambda entry: entry.name):
        loaded: dict[str, Any] = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)  # a safe loader, in C
        twice = texts.keys() & loaded.keys()
        if twice:
            raise KeyError(f"{file.name} repeats {', '.join(sorted(twice))}")
        texts |= loaded
    return texts


@lru_cache(maxsize=10_000, typed=True)
def _number(value: float, lang: str) -> str:
    return str(format_decimal(value, locale=Locale(lang), decimal_quantization=False))


@cache
def words_of(lang: str) -> Words:
    """The words of one language, read once."""
    return Words(lang)
