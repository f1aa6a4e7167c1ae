"""Values as YAML, and as front matter, that our own reader (`rex.core.frontmatter`) reads back to the same."""

import re
from typing import Any

import frontmatter
import yaml

# What YAML 1.1 or 1.2 readers resolve to something else than the text (https://yaml.org/type/).
_AMBIGUOUS = re.compile(
    r"(?:y|n|yes|no|on|off)"
    r"|True|TRUE|False|FALSE|Null|NULL"
    r"|[-+]?0[0-9_]+|[-+]?0[xXoObB][0-9a-fA-F_]+"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|[-+]?[0-9]+_[0-9_]+|[-+]?[0-9][0-9_]*\.[0-9_]*_[0-9_]*|[-+]?[0-9][0-9_]*_[0-9_]*\.[0-9_]*"
    r"|\+[0-9.]+|[-+]?\.[0-9]+|[-+]?[0-9]+\.|[-+]?[0-9.]+[eE][-+]?[0-9]+"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
)
_AMBIGUOUS_ANY_CASE = re.compile(r"y|n|yes|no|on|off", re.IGNORECASE)


def is_ambiguous(text: str) -> bool:
    """True for a bare scalar that YAML readers disagree about; who writes YAML has to quote it."""
    return bool(_AMBIGUOUS.fullmatch(text) or _AMBIGUOUS_ANY_CASE.fullmatch(text))


# The one in C, eight times faster, is part of every wheel.
_Base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_Base):  # type: ignore[misc]
    """PyYAML writes `&id001` when one object stands twice; our own reader refuses that."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        # PyYAML leaves `y` and `1e234567` (a possible fingerprint) bare; our own reader refuses that too.
        node: yaml.ScalarNode = self.represent_scalar("tag:yaml.org,2002:str", text, style='"' if is_ambiguous(text) else None)
        return node


_Dumper.add_representer(str, _Dumper.represent_text)


def as_yaml(value: Any, *, flow: bool = False, width: int = 100) -> str:
    """Plain data as YAML that this reader reads back to the same."""
    text: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=width, default_flow_style=flow)
    return text


def write_text(values: dict[str, Any], body: str) -> str:
    """A file that this reader reads back to the same values and body: front matter, then text."""
    post = frontmatter.Post(body, **values)
    return frontmatter.dumps(post, sort_keys=False, allow_unicode=True, width=100, Dumper=_Dumper) + "\n"
