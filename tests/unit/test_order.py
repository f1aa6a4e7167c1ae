"""Names stand where readers look for them: an accent does not send them behind Z."""

import re

from builders import a_case, a_corpus, a_vocabulary, both, vocabulary_tables
from rex.core.derive import Facts
from rex.pages.build import build_pages

NAMES = ["CrowdStrike", "École", "Zed", "Crédit Mutuel", "Encore", "crème"]
EXPECTED = ["Crédit Mutuel", "crème", "CrowdStrike", "École", "Encore", "Zed"]


def test_companies_and_sectors_are_sorted_by_their_letters_without_accents() -> None:
    companies = {f"c{n}": {"name": name, "sector": f"s{n}", "country": "FR"} for n, name in enumerate(NAMES)}
    sectors = {f"s{n}": {"label": both(name, name)} for n, name in enumerate(NAMES)}
    tables = vocabulary_tables()
    vocabulary = a_vocabulary(companies=tables["companies"] | companies, sectors=tables["sectors"] | sectors)
    cases = {f"case-{n}-2024": a_case(company=[f"c{n}"], title=f"A disk fails in cellar number {n} of the shop") for n in range(len(NAMES))}
    for lang in ("en", "fr"):
        pages = {page.path: page.render().html for page in build_pages(Facts(a_corpus(cases, vocabulary)), lang, {})}
        listed = re.findall(r'<a[^>]*href="(?:\.\./)?(?:companies/)?c\d/?"[^>]*>([^<]+)</a>', pages["companies/index.md"])
        assert [name for name in dict.fromkeys(listed) if name in NAMES] == EXPECTED
        options = re.findall(r'<option value="s\d"[^>]*>([^<(]+?)(?: \(\d+\))?</option>', pages["matrix.md"])
        assert [name.strip() for name in options] == EXPECTED
