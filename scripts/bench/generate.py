"""An invented base of any size, in our own format: same size, seed and share of French, same bytes.

    python scripts/bench/generate.py FOLDER --size 1000 --seed 7 --french 0.25

Cases are invented; the vocabulary of mistakes and fixes, the written pages and the theme are those of this repository. Words come from
a long tail, as in real prose, so that the vocabulary of the texts goes on growing.
"""

import argparse
import random
import shutil
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
SECTIONS = {
    "en": ("Context", "What went wrong", "What changed", "Results", "What to keep"),
    "fr": ("Contexte", "Ce qui n’a pas marché", "Ce qui a changé", "Résultats", "Ce qu’il faut retenir"),
}
SYLLABLES = "ba ce di fo gu ha jo ka le mi no pa qui ro su ta ve wa xi yo zu bra cle dri flo gru plé tro sma sté"
COMMON = {
    "en": """the a service team cluster database release pipeline queue region backup alert change request limit cache node token
    deploy restore rollback monitor customer engineer process script network storage certificate failure latency error""",
    "fr": """le la un service équipe grappe base livraison chaîne file région sauvegarde alerte changement requête limite cache nœud
    jeton déploiement restauration retour surveillance client ingénieur processus script réseau stockage certificat panne erreur""",
}


class Invented:
    """Words, sentences and cases, all from one stream of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        syllables = SYLLABLES.split()
        self.common = {lang: words.split() for lang, words in COMMON.items()}
        self.tail = ["".join(self.chance.choices(syllables, k=self.chance.randint(2, 4))) for _ in range(40_000)]

    def word(self, lang: str) -> str:
        """Mostly a common word; now and then one of the tail, the rarer the longer one looks."""
        if self.chance.random() < 0.5:
            return self.chance.choice(self.common[lang])
        return self.tail[min(int(self.chance.paretovariate(0.35)), len(self.tail)) - 1]

    def words(self, lang: str, count: int) -> str:
        """So many words, as they come."""
        return " ".join(self.word(lang) for _ in range(count))

    def sentence(self, lang: str, shortest: int = 8, longest: int = 22) -> str:
        """Words with a capital and a full stop."""
        return self.words(lang, self.chance.randint(shortest, longest)).capitalize() + "."

    def paragraph(self, lang: str, source: str) -> str:
        """Three to five sentences, the last of them with its source."""
        return " ".join(self.sentence(lang) for _ in range(self.chance.randint(3, 5))) + f"[^{source}]"

    def case(self, number: int, lang: str, mistakes: list[str], fixes: list[str], companies: list[str]) -> str:
        """One case as the text of its file."""
        chance = self.chance
        year = chance.randint(2009, 2025)
        sources = [f"source-{place}" for place in range(1, chance.randint(2, 4))]
        made = chance.sample(mistakes, chance.randint(1, 4))
        tried = chance.sample(fixes, chance.randint(1, 4))
        front = {
            "title": self.words(lang, 8).capitalize() + f" {number}",
            "company": chance.choice(companies),
            "kind": chance.choice(["incident", "incident", "transformation"]),
            "date": f"{year}-{chance.randint(1, 12):02}",
            "lang": lang,
            "status": "published",
            "summary": self.sentence(lang, 16, 24)[:290],
            "pillars": chance.sample(["culture", "automation", "measurement", "sharing"], chance.randint(1, 3)),
            "mistakes": [{"id": term, "what": self.sentence(lang), "sources": [chance.choice(sources)]} for term in made],
            "fixes": [
                {
                    "id": term,
                    "corrects": [chance.choice(made)],
                    "state": "applied",
                    "outcome": chance.choice(["worked", "partly", "unknown", "unknown", "failed"]),
                    "what": self.sentence(lang),
                    "sources": [chance.choice(sources)],
                }
                for term in tried
            ],
            "results": [
                {
                    "measure": self.words(lang, 3),
                    "before": chance.randint(20, 90),
                    "after": chance.randint(1, 19),
                    "unit": "min",
                    "fixes": [tried[0]],
                    "sources": [sources[0]],
                }
            ],
            "unknown": [self.words(lang, 6)],
            "sources": [
                {
                    "id": source,
                    "url": f"https://case-{number}.devops-rex-bench.net/{source}",
                    "title": self.words(lang, 6).capitalize(),
                    "publisher": self.words(lang, 2).title(),
                    "date": f"{year}",
                    "lang": lang,
                    "voice": chance.choice(["company", "company", "speaker", "journalist"]),
                    "read": "full",
                }
                for source in sources
            ],
            "reviewed": f"2026-{chance.randint(1, 11):02}",
        }
        context, wrong, changed, results, keep = SECTIONS[lang]
        body = [
            *(f"## {context}", self.paragraph(lang, sources[0])),
            *(f"## {wrong}", *(self.paragraph(lang, sources[place % len(sources)]) for place in range(3))),
            *(f"## {changed}", *(f"- {self.sentence(lang)}[^{chance.choice(sources)}]" for _ in range(3))),
            *("```\n" + self.words("en", 8) + "\n```", self.paragraph(lang, sources[0])),
            *(f"## {results}", self.paragraph(lang, sources[0])),
            *(f"## {keep}", " ".join(self.sentence(lang) for _ in range(2))),
        ]
        text = yaml.dump(front, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=1000)
        return f"---\n{text}---\n\n" + "\n\n".join(body).replace("\n\n- ", "\n- ") + "\n"


def generate(folder: Path, size: int, seed: int = 7, french: float = 0.25) -> Path:
    """Write a base of so many cases into an empty folder; returns it."""
    folder.mkdir(parents=True)
    for name in ("mkdocs.yml", "mkdocs.fr.yml"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("en", "fr", "overrides"):
        shutil.copytree(ROOT / "docs" / name, folder / "docs" / name)
    shutil.copytree(ROOT / "cases" / "_vocabulary", folder / "cases" / "_vocabulary")
    # Rules that only make sense with the cases they were written from.
    vocabulary = folder / "cases" / "_vocabulary"
    mistakes, fixes = (list(yaml.load((vocabulary / f"{name}.yml").read_bytes(), yaml.CSafeLoader)) for name in ("mistakes", "fixes"))
    sectors = list(yaml.load((vocabulary / "sectors.yml").read_bytes(), yaml.CSafeLoader))
    invented = Invented(seed)
    companies = {
        f"invented-{number:05}": {
            "name": invented.words("en", 1).title() + f" {number}",
            "sector": invented.chance.choice(sectors),
            "country": invented.chance.choice(["FR", "US", "DE", "GB"]),
        }
        for number in range(max(2, size // 50))
    }
    with (vocabulary / "companies.yml").open("a", encoding="utf-8") as file:
        yaml.dump(companies, file, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
    for number in range(size):
        lang = "fr" if invented.chance.random() < french else "en"
        text = invented.case(number, lang, mistakes, fixes, list(companies))
        (folder / "cases" / f"invented-{number:05}.md").write_text(text, encoding="utf-8", newline="\n")
    return folder


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--french", type=float, default=0.25, help="share of cases written in French")
    given = parser.parse_args()
    print(generate(given.folder, given.size, given.seed, given.french))
