"""Workflows give strangers nothing: what zizmor and actionlint look at in `make check`, and what they do not."""

import re
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).resolve().parents[2] / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))


def test_there_are_workflows() -> None:
    assert {path.stem for path in FILES} >= {"check", "build", "preview", "deploy", "upkeep"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_workflow_has_no_permission_by_default_and_pins_what_it_runs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in text
    used = [step for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"]) for step in used)
    checkouts = [step for step in used if step["uses"].startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False and "ref" not in step["with"] for step in checkouts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_runs_the_code_of_a_pull_request_has_neither_secret_nor_write_access(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    events = workflow[True]  # YAML 1.1 reads `on` so
    for job in workflow["jobs"].values():
        runs_code = any(step.get("uses", "").startswith("actions/checkout@") for step in job["steps"])
        if "pull_request" in events and runs_code:
            assert set(job["permissions"].values()) <= {"read"}
            assert "secrets." not in text
        if "workflow_run" in events:
            assert not runs_code


def test_newer_versions_of_everything_that_is_pinned_are_proposed_after_a_while(repository: Path) -> None:
    updates = yaml.safe_load((FOLDER.parent / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    places = {(one["package-ecosystem"], place) for one in updates for place in one.get("directories", [one.get("directory")])}
    npm = {("npm", f"/{path.parent.relative_to(repository).as_posix()}") for path in repository.glob("scripts/*/package-lock.json")}
    assert places == {("pip", "/"), ("github-actions", "/"), *npm}
    assert all(one["cooldown"]["default-days"] >= 7 and one["groups"] for one in updates)


def test_a_job_that_may_write_issues_and_asks_for_advisories_installs_nothing() -> None:
    job = yaml.safe_load((FOLDER / "upkeep.yml").read_text(encoding="utf-8"))["jobs"]["advisories"]
    assert job["permissions"] == {"contents": "read", "issues": "write"}
    assert not any(word in str(step) for step in job["steps"] for word in ("pip ", "npm ", "make "))


def test_the_template_of_a_pull_request_has_seven_lines() -> None:
    assert len((FOLDER.parent / "pull_request_template.md").read_text(encoding="utf-8").splitlines()) == 7
