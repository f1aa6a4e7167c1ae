"""The page of `make trust`: the same rows in the same order, whichever test ended first."""

import json
import random

from rex.site.headers import HEADERS
from rex.site.policy import POLICY
from trust import PARTS, figures_of, policy, supplies

NOTED = [
    ["test_kills", "kills of `build`", 3, [90, 0]],
    ["test_kills", "results", 0, [90, 1]],
    ["test_kills", "kills of `build`", 4, [90, 0]],
    ["test_kills", "kills of `add`", 1, [90, 0]],
    ["test_kills", "kills of `index`", 2, [150, 0]],
    ["test_mutations", "longest", 7, [12, 0]],
    ["test_mutations", "longest", 5, [12, 0]],
]


def test_figures_stand_in_the_order_of_the_tests_and_are_added_up() -> None:
    for turn in range(20):
        lines = [json.dumps(one) for one in random.Random(turn).sample(NOTED, len(NOTED))]
        found = figures_of(lines)
        assert list(found) == list(PARTS)
        assert list(found["test_kills"].items()) == [
            ("kills of `add`", 1),
            ("kills of `build`", 7),
            ("results", 0),
            ("kills of `index`", 2),
        ]
        assert found["test_mutations"] == {"longest": 7}


def test_the_policy_and_the_headers_are_those_of_the_build() -> None:
    text = "\n".join(policy())
    assert "; ".join(text.split("```text\n")[1].split("\n```")[0].split("\n")) == POLICY
    assert all(f"  {name}: {value}" in text for name, value in HEADERS.items())


def test_what_is_installed_is_counted_from_the_bill() -> None:
    rows = dict(line.strip("| ").split(" | ") for line in supplies() if line.startswith("| ") and "---" not in line)
    assert int(rows["packages that build the site"]) > 30
    assert rows["packages without a stated licence"] == "0"
    assert int(rows["MIT"]) > 10
