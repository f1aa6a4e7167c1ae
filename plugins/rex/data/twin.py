"""The Markdown twin of a case: the whole case as one file in one language, which the reader of the base accepts."""

from rex.core.corpus import CaseFile
from rex.core.frontmatter import write_text


def build_twin(file: CaseFile, lang: str) -> str:
    """Front matter with everything, then the text with its `[^source]` citations.

    In a language it is not written in, the case stands in its own language, and `lang` says so.
    """
    local = file.in_language(lang)
    case = local.case.model_copy(update={"lang": local.lang})
    values = {name: value for name, value in case.model_dump(mode="json").items() if value not in (None, [], {})}
    values["company"] = values["company"][0] if len(values["company"]) == 1 else values["company"]
    values["fixes"] = [_given(fix) | {"corrects": list(fix["corrects"])} for fix in values.get("fixes", [])]
    for name in ("impact", "mistakes", "results", "sources"):
        values[name] = [_given(item) for item in values.get(name, [])]
    values["context"] = _given(values.get("context", {}))
    # `date: null` says that nobody dated it, which is not the same as nothing.
    order = [name for name in type(case).model_fields if values.get(name) or name == "date"]
    return write_text({name: values.get(name) for name in order}, local.body.strip())


def _given(item: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in item.items() if value not in (None, [], {})}
