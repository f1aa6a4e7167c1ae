"""What people write instead of a value of the model: its everyday word, or its word in another language. All without accents.

Only words that mean one thing are here. The check proposes the value; it never takes the word for it.
"""

from collections.abc import Iterable, Mapping

from rex.core.text import fold

OTHER_WORDS: Mapping[str, tuple[str, ...]] = {
    # kind
    "incident": ("outage", "accident", "panne", "breach", "crash"),
    "near-miss": ("near miss", "incident evite", "incident evite de peu", "presque accident"),
    "drill": ("exercice", "exercise", "gameday", "game day", "simulation"),
    "transformation": ("migration", "change", "changement"),
    "programme": ("program",),
    # status
    "draft": ("brouillon", "wip", "in progress"),
    "published": ("publie", "publish", "public", "ready", "pret"),
    "wanted": ("recherche", "cherche"),
    "withdrawn": ("retire", "removed", "deleted"),
    # state
    "applied": ("done", "implemented", "deployed", "fixed", "finished", "in place", "applique", "fait", "en place", "termine"),
    "planned": ("todo", "to do", "plan", "prevu", "planifie", "scheduled", "in progress", "en cours"),
    "recommended": ("advised", "suggested", "proposed", "recommande", "conseille", "propose"),
    "already-in-place": ("already in place", "existing", "deja en place", "existant"),
    "not-delivered": ("not delivered", "abandoned", "cancelled", "canceled", "not done", "dropped", "abandonne", "annule"),
    # outcome
    "worked": ("success", "successful", "succeeded", "ok", "good", "works", "yes", "positive", "succes", "reussi", "a marche", "efficace"),
    "partly": ("partial", "partially", "mixed", "some", "partiel", "partiellement", "en partie"),
    "failed": ("failure", "fail", "no", "did not work", "echec", "echoue", "rate"),
    "worsened": ("worse", "negative", "aggrave", "pire"),
    "unknown": ("unclear", "not known", "n/a", "na", "?", "none", "inconnu", "inconnue"),
    # role
    "stopgap": ("temporary", "workaround", "quick fix", "provisoire", "contournement"),
    "lasting": ("permanent", "long-term", "long term", "durable"),
    "practice": ("pratique", "habit"),
    # voice
    "speaker": ("orateur", "oratrice", "conferencier", "conferenciere", "talk", "engineer"),
    "company": ("organisation", "organization", "vendor", "entreprise", "societe", "operator"),
    "regulator": ("authority", "autorite", "regulateur", "court", "government"),
    "attendee": ("participant", "participante", "audience", "public"),
    "journalist": ("press", "newspaper", "reporter", "media", "presse", "journaliste", "news"),
    "third-party": ("third party", "other", "tiers", "autre", "external", "analyst"),
    # read
    "full": ("all", "complete", "completely", "entire", "yes", "tout", "entier", "complet", "oui"),
    "part": ("partial", "partially", "partly", "some", "partie", "une partie", "partiel"),
    "cited": ("citation", "quoted", "not read", "no", "cite", "non lu"),
    # who noticed
    "alert": ("monitoring", "alarm", "alerting", "alerte", "supervision"),
    "staff": ("employee", "employees", "team", "engineer", "internal", "equipe", "salarie"),
    "users": ("user", "customer", "customers", "client", "clients", "utilisateur", "utilisateurs"),
    "supplier": ("vendor", "provider", "fournisseur"),
    "chance": ("accident", "luck", "hasard"),
}

# Fields by their names in French, or by other English ones.
FIELD_WORDS: Mapping[str, tuple[str, ...]] = {
    "country": ("pays",),
    "sector": ("secteur",),
    "size": ("taille",),
    "place": ("lieu",),
    "about": ("description", "a_propos"),
    "label": ("libelle", "intitule"),
    "id": ("key", "name", "nom", "ref", "slug", "identifiant"),
    "title": ("titre", "name", "nom"),
    "company": ("entreprise", "organisation", "organization", "societe"),
    "kind": ("type", "genre"),
    "event": ("evenement", "conference"),
    "lang": ("langue", "language"),
    "status": ("statut",),
    "summary": ("resume", "abstract"),
    "pillars": ("piliers",),
    "context": ("contexte",),
    "signals": ("signaux",),
    "mistakes": ("erreurs", "errors", "causes"),
    "fixes": ("remedes", "solutions", "actions"),
    "results": ("resultats",),
    "unknown": ("inconnu", "inconnus", "questions"),
    "reviewed": ("relu", "verifie", "last_review"),
    "publisher": ("editor", "editeur", "site"),
    "by": ("auteur", "auteurs", "author", "authors"),
    "voice": ("voix",),
    "read": ("lu",),
    "state": ("etat",),
    "outcome": ("issue", "result"),
    "corrects": ("corrige", "mistakes"),
    "what": ("quoi", "description", "text", "texte"),
    "measure": ("mesure", "metric"),
    "before": ("avant",),
    "after": ("apres",),
    "unit": ("unite",),
    "period": ("periode",),
    "value": ("valeur",),
    "url": ("adresse", "link", "lien"),
    "where": ("ou", "page"),
}

# Names of languages, in English, in French and in the language itself, by their code.
LANGUAGE_NAMES: Mapping[str, tuple[str, ...]] = {
    "de": ("german", "allemand", "deutsch"),
    "en": ("english", "anglais"),
    "es": ("spanish", "espagnol", "espanol"),
    "fr": ("french", "francais"),
    "it": ("italian", "italien", "italiano"),
    "ja": ("japanese", "japonais", "jp"),
    "nl": ("dutch", "neerlandais", "nederlands"),
    "pl": ("polish", "polonais", "polski"),
    "pt": ("portuguese", "portugais", "portugues"),
    "sv": ("swedish", "suedois", "svenska"),
    "uk": ("ukrainian", "ukrainien"),
    "zh": ("chinese", "chinois", "cn"),
}


def value_meant(text: str, legal: Iterable[str]) -> str | None:
    """The one of these values that an everyday word stands for, or `None`."""
    word = " ".join(fold(text).strip(" \"'“”«».").split())
    found = [value for value in legal if word == value or word in OTHER_WORDS.get(value, ())]
    return found[0] if len(found) == 1 else None


def field_meant(name: str, legal: Iterable[str]) -> str | None:
    """The one of these fields that goes by another name."""
    word = fold(name).replace("-", "_").replace(" ", "_")
    found = [field for field in legal if field == word or word in FIELD_WORDS.get(field, ())]
    return found[0] if len(found) == 1 else None


def language_meant(text: str) -> str | None:
    """The two-letter code of a language that is given by its name, in capitals or with a country."""
    word = fold(text).strip()
    code = word.replace("_", "-").partition("-")[0]
    return next((known for known, names in LANGUAGE_NAMES.items() if known in (word, code) or word in names), None)
