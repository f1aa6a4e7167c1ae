"""The Markdown twin of a case: the whole case as one file in one language, which the reader of the base accepts."""

from rex.core.corpus import LocalCase
from rex.core.yaml_text import write_text


def build_twin(local: LocalCase) -> str:
    """Front matter with everything, then the text with its `[^source]` citations.

    In a language it is not written in, the case stands in its own language, and `lang` says so.
    """
    case = local.case.model_copy(update={"lang": local.lang})
    values = case.model_dump(mode="json", exclude_defaults=True)
    if len(case.company) == 1:
        values["company"] = case.company[0]
    return write_text(values, local.body.strip())
