"""The words of the issue forms, by language: one entry a language. The questions themselves are in `rex.core.issue`.

A question whose words differ from form to form is named `form.question`. Values that are not listed are shown as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class FormWords:
    """`forms`: title and purpose. `questions`: label and hint. `section` and `quoted` have a place for what they speak of."""

    forms: Mapping[str, tuple[str, str]]
    questions: Mapping[str, tuple[str, str]]
    sections: tuple[str, str, str, str, str]
    section: str
    values: Mapping[str, str]
    quoted: Mapping[str, str]


WORDS: dict[str, FormWords] = {
    "en": FormWords(
        forms={
            "case": (
                "Tell a case",
                "What an organisation did wrong or changed, and what came of it. Each statement stands in the source that you name.",
            ),
            "follow-up": ("What became of this fix?", "A public source tells what came of a fix of a case."),
            "correction": ("Correct a claim", "Something on the page of a case is wrong."),
            "dispute": ("Dispute a claim", "You see a claim otherwise, and a public source says so. It is shown above the case."),
            "reply": ("Right of reply", "You speak for an organisation of a case. Your answer is shown above it."),
            "withdrawal": ("Withdraw a case", "A case should not be shown any more."),
        },
        questions={
            "title": ("Title", "What happened, in at most 120 characters."),
            "company": ("Organisation", "Its id or its name."),
            "kind": ("What sort of story", ""),
            "date": ("When", "YYYY, YYYY-MM, YYYY-MM-DD or START/END; empty if no source says."),
            "summary": ("Summary", "One or two sentences, 80 to 300 characters."),
            "mistake": ("Main mistake", ""),
            "mistake_what": ("What went wrong, in a sentence or two", ""),
            "fix": ("Main fix", ""),
            "state": ("How far the fix got", ""),
            "outcome": ("What came of it", ""),
            "fix_what": ("What was done, in a sentence or two", ""),
            "unknown": ("What no source says and a reader would ask", "One a line."),
            "url": ("Address of the source", "Public, and read by you."),
            "source_title": ("Title of the source", "As it stands there, in its own language."),
            "publisher": ("Publisher of the source", ""),
            "source_lang": ("Language of the source", "Two letters, such as en or fr."),
            "voice": ("Who speaks in the source", ""),
            "read": ("How much of the source you have read", ""),
            "case": ("Id of the case", "The last part of its address, such as gitlab-2017."),
            "follow-up.fix": ("Fix", ""),
            "follow-up.state": ("How far it has got by now", ""),
            "told": ("What the source says, in your own words", ""),
            "claim": ("What the page says", "Copy the sentence as it stands there, in either language."),
            "instead": ("What should stand there", "The same sentence, put right."),
            "claim_also": ("The same sentence in the other language", "As it stands there, if you can read it."),
            "instead_also": ("What should stand there in the other language", ""),
            "why": ("How you know", "With the address of a source, if there is one."),
            "contested": ("Which claim, who contests it, and what they say instead", "In a sentence or two."),
            "also": ("The same in the other language of the base", "If you can; otherwise it is quoted there."),
            "reply.company": ("Your organisation", "Its id or its name, as the case has it."),
            "who": ("Who answers", "The organisation, and in which role you speak."),
            "reply.date": ("When you answered", "YYYY, YYYY-MM or YYYY-MM-DD."),
            "answer": ("Your answer", "A few sentences, as they shall stand there."),
            "reply.url": ("Address where your organisation says so", "It shows that the answer is yours."),
            "reply.source_title": ("Title of that page", ""),
            "reply.source_lang": ("Language of that page", "Two letters, such as en or fr."),
            "withdrawal.why": ("Why", "In a sentence or two; it stands where the case stood."),
        },
        sections=(
            "Who they are, and how they worked before.",
            "In order.",
            "What was done about it.",
            "Figures and observations.",
            "Your advice.",
        ),
        section="Section: {title}",
        values={},
        quoted={"fr": "In French: “{text}”"},
    ),
    "fr": FormWords(
        forms={
            "case": (
                "Raconter un cas",
                "Ce qu’une organisation a mal fait ou changé, et ce qui en est sorti. Chaque affirmation figure dans la source nommée.",
            ),
            "follow-up": ("Qu’est devenu ce remède ?", "Une source publique dit ce qu’a donné un remède d’un cas."),
            "correction": ("Corriger une affirmation", "Quelque chose est faux sur la page d’un cas."),
            "dispute": (
                "Contester une affirmation",
                "Vous voyez une affirmation autrement, et une source publique le dit. La page le montre en tête du cas.",
            ),
            "reply": ("Droit de réponse", "Vous parlez pour une organisation d’un cas. Votre réponse est montrée en tête de la page."),
            "withdrawal": ("Retirer un cas", "Un cas ne devrait plus être montré."),
        },
        questions={
            "title": ("Titre", "Ce qui s’est passé, en 120 caractères au plus."),
            "company": ("Organisation", "Son id ou son nom."),
            "kind": ("Quelle sorte d’histoire", ""),
            "date": ("Quand", "AAAA, AAAA-MM, AAAA-MM-JJ ou DÉBUT/FIN ; vide si aucune source ne le dit."),
            "summary": ("Résumé", "Une ou deux phrases, de 80 à 300 caractères."),
            "mistake": ("Erreur principale", ""),
            "mistake_what": ("Ce qui n’a pas marché, en une ou deux phrases", ""),
            "fix": ("Remède principal", ""),
            "state": ("Où en est resté le remède", ""),
            "outcome": ("Ce qu’il a donné", ""),
            "fix_what": ("Ce qui a été fait, en une ou deux phrases", ""),
            "unknown": ("Ce qu’aucune source ne dit et qu’un lecteur demanderait", "Une question par ligne."),
            "url": ("Adresse de la source", "Publique, et lue par vous."),
            "source_title": ("Titre de la source", "Tel qu’il y figure, dans sa langue."),
            "publisher": ("Qui a publié la source", ""),
            "source_lang": ("Langue de la source", "Deux lettres, comme en ou fr."),
            "voice": ("Qui parle dans la source", ""),
            "read": ("Ce que vous avez lu de la source", ""),
            "case": ("Id du cas", "La dernière partie de son adresse, comme gitlab-2017."),
            "follow-up.fix": ("Remède", ""),
            "follow-up.state": ("Où il en est aujourd’hui", ""),
            "told": ("Ce que dit la source, avec vos mots", ""),
            "claim": ("Ce que dit la page", "Copiez la phrase telle qu’elle y figure, dans l’une ou l’autre langue."),
            "instead": ("Ce qui devrait y figurer", "La même phrase, corrigée."),
            "claim_also": ("La même phrase dans l’autre langue", "Telle qu’elle y figure, si vous la lisez."),
            "instead_also": ("Ce qui devrait y figurer dans l’autre langue", ""),
            "why": ("Comment vous le savez", "Avec l’adresse d’une source, s’il y en a une."),
            "contested": ("Quelle affirmation, qui la conteste, et ce qu’il dit à la place", "En une ou deux phrases."),
            "also": ("La même chose dans l’autre langue de la base", "Si vous le pouvez ; sinon le texte y est cité."),
            "reply.company": ("Votre organisation", "Son id ou son nom, comme le cas le donne."),
            "who": ("Qui répond", "L’organisation, et à quel titre vous parlez."),
            "reply.date": ("Quand vous avez répondu", "AAAA, AAAA-MM ou AAAA-MM-JJ."),
            "answer": ("Votre réponse", "Quelques phrases, telles qu’elles doivent y figurer."),
            "reply.url": ("Adresse où votre organisation le dit", "Elle montre que la réponse est la vôtre."),
            "reply.source_title": ("Titre de cette page", ""),
            "reply.source_lang": ("Langue de cette page", "Deux lettres, comme en ou fr."),
            "withdrawal.why": ("Pourquoi", "En une ou deux phrases ; elles restent à la place du cas."),
        },
        sections=(
            "Qui ils sont, et comment ils travaillaient avant.",
            "Dans l’ordre.",
            "Ce qui a été fait.",
            "Chiffres et observations.",
            "Votre conseil.",
        ),
        section="Partie : {title}",
        values={
            "incident": "incident",
            "near-miss": "incident évité de peu",
            "drill": "exercice",
            "transformation": "transformation",
            "programme": "programme",
            "applied": "en place",
            "planned": "prévu",
            "recommended": "recommandé",
            "already-in-place": "déjà en place avant",
            "not-delivered": "annoncé, jamais livré",
            "worked": "il a marché",
            "partly": "il a marché en partie",
            "failed": "il n’a pas marché",
            "worsened": "il a aggravé les choses",
            "unknown": "aucune source ne le dit",
            "speaker": "l’orateur ou l’oratrice",
            "company": "l’organisation",
            "regulator": "une autorité",
            "attendee": "une personne du public",
            "journalist": "un journaliste",
            "third-party": "un tiers",
            "full": "tout",
            "part": "une partie",
            "cited": "seulement une citation ailleurs",
        },
        quoted={"en": "En anglais : « {text} »"},
    ),
}
