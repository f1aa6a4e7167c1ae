"""Words that people use for one another, beyond what the vocabulary says of mistakes and fixes.

One line a group, one language a group; loan words belong to both. It widens a question, at a discount, and changes no
index. Keep groups narrow: whoever asks for one of the words must be glad to read about each of the others.
"""

from collections.abc import Callable, Mapping
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
thief crook burglar criminal attacker hacker intruder
steal stole stolen theft hijack hijacked robbed borrowed
notebook laptop
lorry lorries truck trucks
passenger passengers traveller travellers traveler customer
stranded stuck grounded blocked
infected contaminated compromised malware
trick tricked fool fooled phishing phished deceived scam
bankrupt bankruptcy ruin ruined insolvent
robot bot automation automaton automated
vanish vanished disappear disappeared lost missing gone
freeze froze frozen hang hung stuck unresponsive
broke broken break breaks breakage failed failure
restart reboot rebooted restarted
bug defect fault flaw glitch
mistake error blunder slip
ticket request
nightly overnight night
duplicate duplicated duplicates twice double
overwrite overwrote overwritten clobbered
oversight neglect neglected forgotten forgot
postpone postponed delayed delay deferred late
warn warned warning warnings
alarm alarms alert alerts siren
silent silently unnoticed undetected unseen
invoice invoices billing billed bill
money cash funds payment payments
bank banking banker
insurer insurance insurers
airport airline flight
doctor doctors nurse nurses hospital clinic physician
illness patients patient treatment
government public state administration ministry agency
politician politicians minister ministers political
law legal regulation regulator compliance
citizen citizens resident users
university college school campus
student students pupil pupils
teacher teachers professor staff
newspaper press journalist media news
broadcaster radio television tv
film movie movies video streaming
reader readers subscriber subscribers
seller sellers merchant merchants vendor
buyer buyers shopper shoppers customers
warehouse logistics distribution
driver drivers carpooling ride
hotel hotels booking accommodation travel
holiday holidays vacation leave
christmas xmas holiday
weekend saturday sunday friday
sale sales promotion discount
printer printers firmware
chip hardware electronics
factory plant manufacturing manufacturer
cable cables fibre cut severed
cooling overheating temperature heat
water flood leak
generator ups battery batteries inverter
earthquake hurricane storm disaster
strike protest unrest
pandemic covid lockdown
worldwide global everywhere planet
instantly immediately instantaneous seconds
gradually progressive progressively incremental incrementally phased staged
simultaneously simultaneous concurrent
canary pilot beta trial
blanket global
shrink downsizing downsized smaller reduced reduce
grow growth growing expand expansion
double doubled tripled
surge spike peak rush burst influx
crowd crowds stampede herd
bottleneck contention congestion saturation
quota quotas limit limits cap ceiling threshold
exhausted exhaustion depleted ran exhaust
overflow overflowed wraparound rollover
counter sequence identifier autoincrement
leap february calendar
clock ntp
truncated cut shortened
corrupt corrupted corruption damaged inconsistent
inconsistency divergence diverged mismatch drift
replica replication standby secondary follower slave mirror
primary master leader
promote promoted promotion election elected failover
split partition partitioned
lock locked locks locking deadlock blocked
index indexes query queries
schema table column
foreign constraint
cache caching cached
proxy gateway router balancer
route routes routing bgp peering
switch switches router network
wifi wireless
vpn tunnel remote
badge door
email mail message
chat slack messaging
wiki documentation notes
spreadsheet excel worksheet
paper document documents
form forms paperwork bureaucracy
approval sign signoff authorisation approve
committee board cab
meeting meetings workshop
budget funding funds
contract agreement sla
supplier vendor provider partner
consultant consultants consultancy integrator
insource insourcing inhouse
lawsuit court litigation sued
regret apology apologise sorry
transparent transparency openness honest candid
hide hidden concealed secret
rumour twitter social
angry complaint complaints complained furious
trust confidence reputation
blackmail ransom extortion
encrypt encrypted encryption
decrypt key keys
password passphrase passcode
mfa 2fa totp authenticator
login signin logon session
cookie cookies session
permission permissions privilege privileges rights access
admin administrator root superuser
volunteer volunteers maintainer maintainers contributor contributors
retire retired retirement departure left
expert specialist guru senior
newcomer newcomers junior joiner hire
tired exhausted burnout overworked fatigue
hero heroes heroics firefighting
wake woken awake
rota rotation shift schedule
leader lead manager
boss executive ceo cto
merge merged merging mergers
acquisition acquired takeover
unite united joined unify together
quarrel conflict conflicts dispute tension
cooperation collaborate collaboration cooperate
shared common joint
autonomous autonomy independent independence
standard standardise standardised standardisation uniform
consolidate consolidation converge rationalise
monolith monolithic
microservice microservices service services
rewrite rewritten rewriting reimplement refactor refactoring
rollback roll revert backout undo reverse
hotfix patch fix correction
workaround bypass bandage
permanent temporary interim
toggle toggles flag flags switch
disable disabled deactivate off
killswitch stop button
throttle throttled throttling limiting limiter
backoff jitter delay
fallback degraded degradation graceful
readonly read
drill drills exercise exercises rehearsal rehearse rehearsed simulation gameday
chaos sabotage
test tests testing tested verify verification check
qa tester testers quality
unit integration regression
coverage untested
lint linter validation validate validator
pipeline ci jenkins build
artifact artefact package binary
image images container
library libraries dependency dependencies module package
npm registry repository
vulnerability vulnerabilities cve exploit
scan scanner scanning
log logs logging journal
metric metrics measure measurement indicator kpi
dashboard dashboards graph graphs
trace tracing
invisible blind blindspot
cluster clusters kubernetes
node nodes host machine server
vm virtual virtualisation virtualization vmware
scheduler orchestrator orchestration nomad
premises datacenter
cloud aws azure gcp
lift rehost
mainframe cobol
region regions zone zones
disk disks drive drives storage
tape tapes
raid array san
bucket object s3
file files
cron batch nightly job jobs
script scripts automation
command commands typed
terminal shell console prompt
copy copied paste pasted
laptop desktop pc
bluescreen bsod
kernel driver
game games player players gaming
season launch opening
vote election
tax taxes
pension benefits welfare
wages salary pay payslip payslips payroll
speedup faster accelerate accelerated quicker fast
lead leadtime cycle
weekly daily frequent frequently often
quarterly yearly annual annually rarely infrequent
nocturnal overnight midnight
productivity efficiency throughput
hours days weeks
expensive costly cost costs

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
voleur escroc malfaiteur attaquant pirate intrus
voler volé dérobé vol détourné usurpé
ordinateur portable poste pc
camion camions
passager passagers voyageur voyageurs usager client
bloqué bloqués coincé immobilisé cloué
infecté contaminé compromis maliciel
hameçonnage phishing piégé trompé leurre
faillite ruine ruiné
robot automate automatique bot automatisme
disparu disparaître perdu perte manquant
figé gelé bloqué
cassé casser panne défaillance échec
redémarrer redémarrage relancer rebooter rouvrir rouvre reprise
bug bogue anomalie défaut faille
erreur bourde méprise gaffe bévue
ticket demande requête
nuit nocturne
doublon doublons double deux
écrasé écraser remplacé
oubli oublié oublier négligé
reporté repoussé différé retard
avertissement averti prévenu alerte
alarme alarmes alerte alertes
silencieux silencieusement inaperçu invisible discret
facture facturation factures
argent paiement paiements transaction transactions
banque bancaire banquier
assureur assurance mutuelle
aéroport avion vol
médecin infirmier soignant hôpital clinique
malade patient soins
gouvernement état administration ministère public agence
politique politicien ministre élu
loi juridique régulateur réglementation conformité
citoyen habitant usager administré
mairie municipalité ville commune collectivité
université école campus fac
étudiant élève étudiants élèves
enseignant professeur
journal presse média journaliste
radio télévision chaîne audiovisuel
film vidéo streaming
lecteur abonné abonnés
vendeur marchand commerçant
acheteur client clients consommateur
entrepôt logistique distribution
covoiturage trajet conducteur
hôtel réservation voyage séjour
vacances congé congés
noël fêtes
week samedi dimanche vendredi
soldes promotions promotion
imprimante imprimantes micrologiciel firmware
usine fabrication industriel
câble fibre coupé sectionné
climatisation refroidissement température chaleur surchauffe
onduleur batterie groupe électrogène
séisme tempête catastrophe sinistre
grève manifestation
confinement pandémie covid
mondial monde planète global
immédiat immédiatement instantané aussitôt
progressif progressivement graduel graduellement palier paliers étape
simultané simultanément
pilote canari bêta essai
réduire réduit réduction diminution
croissance croître grandir agrandir
pic pointe affluence afflux ruée rush
foule ruée troupeau précipite précipiter
goulot engorgement saturation encombrement
quota quotas limite limites plafond seuil
épuisé épuisement
dépassement débordement
compteur séquence identifiant
bissextile février calendrier
corrompu corruption abîmé incohérent endommagé
incohérence divergence écart dérive
réplica réplique réplication secondaire secours esclave miroir
primaire maître leader principal
promotion élection promu bascule
partition scission
verrou verrous verrouillage verrouillé bloqué
index requête requêtes
schéma table colonne
passerelle proxy routeur répartiteur
routage route bgp
commutateur réseau
vpn tunnel distant
badge porte
courriel mail message e-mail
messagerie chat slack
tableur excel feuille
papier document formulaire paperasse
approbation validation signature autorisation accord
comité instance
réunion réunions atelier
budget financement
contrat accord engagement
fournisseur prestataire partenaire sous-traitant
consultant consultants ssii esn intégrateur conseil
internaliser réinternaliser internalisation interne
procès tribunal justice
excuse excuses pardon
transparent transparence honnête franc
cacher caché dissimulé
plainte plaintes mécontent colère réclamation
confiance réputation image
rançon chantage extorsion
chiffré chiffrer chiffrement
clé clés
sésame passe password
connexion session authentification login
permission permissions droit droits privilège habilitation habilitations accès
administrateur admin root
bénévole bénévoles volontaire mainteneur contributeur
retraite départ parti quitté
expert spécialiste gourou ancien
nouveau arrivant junior débutant recrue
fatigué épuisé surmenage fatigue
héros pompier
réveillé réveiller
roulement rotation planning tour
fusion fusionner fusionné
rachat acquisition racheté
réunir réuni rassembler rassemble regrouper unir
conflit conflits dispute tension querelle
coopération collaborer collaboration coopérer
partagé commun mutualisé partage
autonome autonomie indépendant indépendance
standard standardiser norme uniforme homogène
rationaliser consolider converger convergence
monolithe monolithique
microservice microservices service
réécrire réécriture refonte refondre
correctif correction patch rustine
contournement contourner rustine
définitif provisoire temporaire
interrupteur drapeau flag
désactiver désactivé couper éteindre
délestage limitation bridage throttling
repli dégradé dégradation
exercice exercices répétition simulation entraînement entraîner
chaos sabotage
test tests tester vérifier vérification contrôle
qa testeur recetteur qualité
pipeline ci jenkins intégration
artefact paquet binaire
image conteneur
bibliothèque module dépendance paquet librairie
vulnérabilité vulnérabilités faille cve
trace journal journaux log logs
métrique métriques mesure indicateur kpi
tableau graphique
aveugle angle
cluster kubernetes grappe
nœud serveur machine hôte
vm virtuelle virtualisation
ordonnanceur orchestrateur orchestration
cloud nuage aws azure
mainframe cobol
région zone
disque disques stockage baie
bande bandes
fichier fichiers
lot lots batch traitement
script scripts
commande commandes
terminal console invite
copier copié coller copie
noyau pilote
retraite allocation prestations
fiche bulletin paie solde salaire
accélérer accélération rapide vite
délai délais durée
quotidien quotidienne fréquent souvent
trimestriel annuel rare rarement
productivité efficacité
cher coûteux coût onéreux
économiser économies
informaticien informaticiens développeur développeurs ingénieur ingénieurs technicien
dsi informatique
études développement
exploitant exploitants exploitation production
usager usagers utilisateur utilisateurs
internaute visiteur visiteurs
progiciel erp
appli application mobile
courbe tendance
tombé tomber chute chuter effondré effondrement retombe
rétabli rétablir rétablissement réparé réparer
empirer aggraver aggravé pire
apprendre leçon leçons enseignement
"""


# The share of all documents above which a word is common; so many are never too many.
COMMON, FEW = 0.1, 10

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


def standing_in(stems: tuple[str, ...], frequency: Callable[[str], int], documents: int) -> tuple[str, ...]:
    """Neighbours that are worth looking for, where `frequency` says in how many of so many documents a stem is.

    A word that many texts have needs no other to stand for it, and one that many texts have stands for nothing.
    """
    most = max(FEW, COMMON * documents)
    if max(map(frequency, stems)) > most:
        return ()
    return tuple(stem for stem in neighbours(stems) if 0 < frequency(stem) <= most)


def neighbours(stems: tuple[str, ...]) -> tuple[str, ...]:
    """Stems that may stand for these; none of these among them."""
    groups = dict.fromkeys(line for stem in stems for line in _lines().get(stem[:_PREFIX], ()))
    found = dict.fromkeys(other for line in groups if set(stems) & set(_stems(line)) for other in _stems(line))
    return tuple(other for other in found if other not in stems)
