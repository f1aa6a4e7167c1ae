"""What one family of pages shows beyond what every page can say. A row of `FAMILIES` is the whole registration.

A family is made for one page from its view, and its template sees it as `p`. Facts are computed in `rex.core`; here they
are put into the order and the words of a page. Nothing here knows a generator.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from rex.pages.views.balance import Balance
from rex.pages.views.choice import Diagnose, Matrix
from rex.pages.views.flow import Flows
from rex.pages.views.glossary import Glossary
from rex.pages.views.terms import Fix, Mistake
from rex.pages.views.tried import Tried
from rex.pages.views.years import Years

if TYPE_CHECKING:
    from rex.pages.render import View

# Page type to family.
FAMILIES: "dict[str, Callable[[View], object]]" = {
    "coverage": Balance,
    "diagnose": Diagnose,
    "evidence": Balance,
    "fix": Fix,
    "flows": Flows,
    "glossary": Glossary,
    "matrix": Matrix,
    "mistake": Mistake,
    "timeline": Years,
    "tried": Tried,
    "year": Years,
    "years": Years,
}
