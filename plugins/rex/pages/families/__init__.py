"""What one family of pages shows beyond what every page can say. A row of `FAMILIES` is the whole registration.

A family is made for one page from its view, and its template sees it as `p`. Facts are computed in `rex.core`; here they
are put into the order and the words of a page. Nothing here knows a generator.
"""

from collections.abc import Callable

from rex.pages.families.balance import Balance
from rex.pages.families.case import CasePage
from rex.pages.families.checklists import Checklists
from rex.pages.families.choice import Diagnose, Matrix
from rex.pages.families.contribute import Contribute
from rex.pages.families.glossary import Glossary
from rex.pages.families.home import Home
from rex.pages.families.lists import Cases, Companies, Events, Fixes, Mistakes
from rex.pages.families.symptoms import Symptom, Symptoms
from rex.pages.families.terms import Fix, Mistake
from rex.pages.families.tried import Tried
from rex.pages.families.years import Years
from rex.pages.view import View

# Page type to family.
FAMILIES: dict[str, Callable[[View], object]] = {
    "case": CasePage,
    "cases": Cases,
    "companies": Companies,
    "checklists": Checklists,
    "contribute": Contribute,
    "coverage": Balance,
    "diagnose": Diagnose,
    "events": Events,
    "evidence": Balance,
    "fix": Fix,
    "fixes": Fixes,
    "glossary": Glossary,
    "home": Home,
    "matrix": Matrix,
    "mistake": Mistake,
    "mistakes": Mistakes,
    "symptom": Symptom,
    "symptoms": Symptoms,
    "tried": Tried,
    "year": Years,
    "years": Years,
}
