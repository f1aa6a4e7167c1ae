"""Words that people use for one another, beyond what the vocabulary says of mistakes and fixes.

One line a group, one language a group; loan words belong to both. It widens a question, at a discount, and changes no
index. Keep groups narrow: whoever asks for one of the words must be glad to read about each of the others.
"""

from collections.abc import Mapping
from functools import cache

from rex.search.analysis import stems_of, words

GROUPS = """
outage downtime unavailable unavailability breakdown blackout unreachable
crash crashed crashes bluescreen
delete erase wipe remove destroy truncate
backup dump
restore recover recovery
snapshot copy
slow latency sluggish slowness
breach intrusion hack hacked hacker attacker intruder attack
malware virus trojan ransomware
credential credentials secret token password
certificate tls ssl https
pay payroll salary wage
flight airline aircraft plane aviation airport airspace
hospital health healthcare medical clinic patient
train railway rail
army military soldier navy
museum library
shop store retail retailer supermarket grocer grocery
bet betting gambling horse
mail parcel postal post courier
phone telephone
music song playlist
game gaming gamer player
city town municipal municipality council
photo picture
power electricity electrical
overload overloaded saturated saturation overwhelmed congestion
retry retries reconnect reconnection
deploy deployment release rollout ship shipping
migrate migration cutover switchover
monitoring observability supervision
oncall pager paging duty rota
silo silos wall barrier divide compartment
blame culprit guilty punish
staging preproduction uat acceptance
outsource outsourcing contractor subcontractor supplier vendor provider
hosting hoster
legacy mainframe obsolete outdated ageing
runbook playbook procedure documentation wiki
training coaching coach onboarding learning workshop
expire expired expiry expiration
memory ram heap oom
cpu processor processors
leak leaked exposed disclosed
review reviewed approval approve
rollback revert undo
setting settings configuration parameter option
flood flooding storm
convince persuade persuasion
manager management executive boss
hire recruit hiring
cost bill expensive saving
regex regexp backtracking expression
laptop workstation computer
developer programmer engineer
ops operations sysadmin operator administrator
fire blaze burn
antivirus endpoint edr
stock trading broker exchange market
tax fine penalty
firewall waf
dns resolver nameserver
queue backlog messaging
container docker pod

panne indisponibilité interruption coupure arrêt indisponible injoignable
plantage planter crash
supprimer effacer détruire vider écraser suppression effacement
sauvegarde backup dump
restauration restaurer récupérer récupération
instantané snapshot copie
lenteur lent latence ralentissement
piratage intrusion pirate attaque attaquant cyberattaque hacker
rançongiciel ransomware virus maliciel
identifiant secret jeton token
certificat tls ssl https
paie paye solde salaire rémunération
avion vol aérien compagnie aéroport aviation
hôpital santé médical hospitalier patient soin
train ferroviaire rail
armée militaire soldat marine
musée bibliothèque
magasin boutique commerce distributeur supermarché
pari hippique turf
courrier colis poste postal facteur
téléphone appel téléphonie
musique chanson
jeu joueur
ville commune municipal mairie
électricité électrique courant alimentation
surcharge saturation saturé débordé engorgement
relance réessai retry reconnexion
déploiement livraison release mep déployer livrer
migration migrer bascule basculer
supervision monitoring surveillance observabilité
astreinte garde oncall pager
silo cloisonnement mur barrière cloison
coupable faute punir reproche blâme culpabilité
préproduction recette staging
prestataire fournisseur externalisation infogérance externaliser
hébergeur hébergement
obsolète vieillissant ancien hérité legacy mainframe
procédure documentation runbook wiki
formation former coaching accompagnement apprentissage
expirer expiration expiré périmé échéance
mémoire ram
processeur cpu
fuite divulgué exposé divulgation
relecture revue validation relire
rollback annulation revenir
configuration réglage paramètre paramétrage
convaincre persuader persuasion
manager direction encadrement chef dirigeant
embaucher recruter recrutement embauche
coût facture économie
inondation tempête
développeur programmeur
exploitation ops exploitant administrateur
incendie feu
bourse courtier marché
amende sanction
conteneur docker pod
ordinateur portable
essai test
"""


# A stem begins as its word does, for at least so many letters.
_PREFIX = 3


@cache
def _lines() -> Mapping[str, tuple[str, ...]]:
    """Groups by the first letters of their words: stemming all of them would take longer than a search."""
    found: dict[str, dict[str, None]] = {}
    for line in GROUPS.split("\n"):
        for word, _, _ in words(line):
            found.setdefault(word[:_PREFIX], {})[line] = None
    return {prefix: tuple(lines) for prefix, lines in found.items()}


@cache
def _stems(line: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem for word, _, _ in words(line) for stem in stems_of(word)))


def neighbours(stems: tuple[str, ...]) -> tuple[str, ...]:
    """Stems that may stand for these; none of these among them."""
    groups = dict.fromkeys(line for stem in stems for line in _lines().get(stem[:_PREFIX], ()))
    found = dict.fromkeys(other for line in groups if set(stems) & set(_stems(line)) for other in _stems(line))
    return tuple(other for other in found if other not in stems)
