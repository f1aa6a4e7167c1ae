"""From what somebody typed to what is looked for: words, phrases, fields, or a pasted log. Pure; no engine.

Nothing a person types is an error here but nothing at all: a quote that is not closed or a field that is none are
words. Logs are full of quotes and colons, so in a paste nothing is syntax.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rex.search.analysis import STOP_WORDS, compounds, deliberate, query_words, stems_of, word_set
from rex.search.analysis import words as words_of
from rex.search.engine import FIELDS
from rex.search.symptoms import is_pasted, normalise
from rex.search.symptoms import words as symptom_words

# A question has some words; a paste has thousands, of which the first ones decide.
MAX_WORDS = 64
MAX_LINES = 200

# Words by which people ask, not what they ask about. They count only when nothing else is left.
ASKING = word_set(
    """any anybody anyone somebody someone everybody everyone else ever need needs want wants get gets got getting give gives make
    makes made happen happens happened happening example examples case cases company companies story stories lesson lessons others
    people know knows known tell tells keep keeps find found see saw seen let lets us way ways thing things must may might shall
    already still yet without instead really sure help helps best good bad better right look looking show try tried using use used
    does going goes went come came take takes took part like time times long new
    quelqu quelque quelques exemple exemples cas entreprise entreprises histoire lecon lecons autre autres ailleurs faut falloir
    peuvent pouvez doit doivent devoir vecu vivre vit chose choses passe passer arrive arriver deja toujours encore vraiment bien
    mieux voir vu savoir sait font veut veulent besoin lieu combien certains certaines existe dit dire donner utiliser moment fois
    fin afin ainsi lors tenir prendre pris temps nouveau nouvelle nouveaux nouvelles long"""
)

# Words of everyday speech. Few texts of the trade may have one of them, but that does not make it say more about the subject.
PLAIN = word_set(
    """two three four five six seven eight nine ten dozen dozens hundred hundreds thousand thousands half quarter quarters
    day days week weeks month months year years hour hours minute minutes night nights morning evening afternoon today yesterday
    tomorrow tuesday again always often sometimes suddenly quickly slowly actually simply anyway almost nearly quite rather maybe
    perhaps together alone twice soon later early ago everything nothing something anything everywhere somewhere nowhere whole
    lot lots place places point points side sides end ends ended start starts started starting begin begins began problem problems
    issue issues question questions answer answers reason reasons idea ideas kind kinds sort number numbers group person man men
    woman women world home door doors owner become becomes became stay stays stayed put puts set sets turn turns turned turning
    ask asks asked asking think thinks thought feel feels believe follow follows followed following bring brings brought leave
    leaves left call calls called hold holds held add adds added say says said mean means meant stop stops stopped happened
    big small large little great old young different several many much few less least more most high low short full empty
    first second last next previous entire real main whatever across around within behind above below since thanks please
    itself himself themselves ourselves yourself gone supposed nobody else
    deux trois quatre cinq sept huit neuf dix onze douze vingt trente cent mille dizaine dizaines douzaine centaine centaines moitie
    quart jour jours journee semaine semaines annee annees mois an ans heure heures minutes nuit matin soir hier aujourd hui demain
    desormais souvent parfois soudain vite lentement simplement presque plutot peut-etre ensemble seul seule seuls seules
    endroit endroits cote cotes debut probleme problemes souci soucis reponse reponses raison raisons idee idees genre sorte nombre
    groupe maison porte portes homme hommes femme personne personnes gens monde commencer commence finir fini rester reste restent
    devenir devient mettre mis mettent suivre suivi suivant suite laisser laisse partir parti partie partis appeler appelle tenu
    croire pense penser demander demande essayer essaie rendre rendu retourner tourner permis permet permettre continuer continue
    petit petite petits petites grand grande grands grandes gros grosse vieux vieille ancien ancienne anciens ancienne different
    differents differente plusieurs beaucoup peu moins trop assez haut bas court courte premier premiere dernier derniere derniers
    prochain precedent entier entiere complet complete juste partout nulle rien tant autant tellement pareil vrai vraie propre
    maximum minimum grace pres loin dehors dedans dessus dessous avant apres sinon cependant"""
)


def _asked(words: list[str]) -> list[str]:
    # A single letter is what is left of a name with punctuation in it.
    return [word for word in words if word not in ASKING and (len(word) > 1 or word.isdigit())] or words


_SYNTAX = re.compile(rf'(?:\b(?P<field>{"|".join(FIELDS)}):)?(?:["“”«](?P<phrase>[^"“”«»]+)["“”»]|(?P<word>[^\s"“”«»]+))', re.IGNORECASE)


@dataclass(frozen=True)
class Must:
    """A phrase, or a word, that has to stand in `field`, or anywhere if it is empty. `words` are folded."""

    field: str
    words: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Question:
    """`words` are looked for and count; `extra` help but are not missed. `lines` are compared with signals.

    `lang` is the language that its small words show, or empty. `compounds` says what words like `OOMKilled` are made of, `signs`
    which letters of a word were typed with a sign that is no slip.
    """

    words: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    musts: tuple[Must, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()
    pasted: bool = False
    lang: str = ""
    compounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signs: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.extra or self.musts)


def read_question(text: str) -> Question:
    """What to look for."""
    lines = normalise(text)
    compared = tuple(tuple(symptom_words(line)) for line in lines[:MAX_LINES])
    if is_pasted(text):
        left = query_words("\n".join(lines))
        counted = left[:MAX_WORDS]
        # What the rules dropped may still be a name that the base knows: a host, a product with a digit.
        known = [word for word in query_words(text[:4000]) if word not in counted and len(word) > 2 and not word.isdigit()]
        return Question(tuple(counted), tuple(known[:MAX_WORDS]), (), compared, pasted=True, compounds=compounds(text[:4000]))
    musts, loose = [], []
    for match in _SYNTAX.finditer(text):
        part, phrase, word = (match.group("field") or "").lower(), match.group("phrase"), match.group("word")
        wanted = tuple(query_words(phrase or word or ""))
        if wanted and (part or (phrase and len(wanted) > 1)):
            musts.append(Must(part, wanted, phrase or word))
        loose.append(phrase or word or "")
    asked = tuple(_asked(query_words(" ".join(loose)))[:MAX_WORDS])
    return Question(asked, (), tuple(musts), compared, lang=_language(text), compounds=compounds(text), signs=deliberate(text))


def _language(text: str) -> str:
    there = [word for word, _, _ in words_of(text)]
    counts = {
        lang: sum(word in stop and all(word not in other for other in STOP_WORDS.values() if other is not stop) for word in there)
        for lang, stop in STOP_WORDS.items()
    }
    best = max(counts, key=lambda lang: counts[lang])
    return best if sum(count == counts[best] for count in counts.values()) == 1 else ""


def windows(words: tuple[str, ...], lang_index: int, longest: int) -> list[frozenset[str]]:
    """Sets of stems of words that stand together, for names of several words; `lang_index` chooses the stemmer."""
    stems = [stems[min(lang_index, len(stems) - 1)] for stems in map(stems_of, words)]
    found = (frozenset(stems[start : start + size]) for size in range(1, longest + 1) for start in range(len(stems) - size + 1))
    return list(dict.fromkeys(found))
