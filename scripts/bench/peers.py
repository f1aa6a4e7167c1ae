"""The same cases for Hugo and for mkdocs-material: each case a page, each term (pillar, mistake, fix, company) a page that lists its cases.

Their pages hold what is in the Markdown twin of a case: title, summary, claims, results, sources, text. Citations are left as text.
"""

import re
from pathlib import Path
from typing import Any

import yaml

TAXONOMIES = {"pillars": "pillar", "mistakes": "mistake", "fixes": "fix", "company": "company"}
_CITATION = re.compile(r"\[\^([a-z0-9-]+)\]")

HUGO = """baseURL = "https://example.org/"
title = "bench"
disableKinds = ["RSS", "sitemap"]
[taxonomies]
pillar = "pillars"
mistake = "mistakes"
fix = "fixes"
company = "company"
[outputs]
home = ["HTML"]
section = ["HTML"]
taxonomy = ["HTML"]
term = ["HTML"]
[markup.highlight]
noClasses = false
"""
LAYOUTS = {
    "baseof.html": """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><header><a href="/">bench</a></header><main>{{ block "main" . }}{{ end }}</main></body></html>""",
    "single.html": """{{ define "main" }}<nav>{{ .TableOfContents }}</nav><h1>{{ .Title }}</h1><p>{{ .Params.summary }}</p>
<ul>{{ range $taxonomy := slice "pillars" "mistakes" "fixes" "company" }}
{{ range $.GetTerms $taxonomy }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>
{{ end }}{{ end }}</ul>{{ .Content }}{{ end }}""",
    "list.html": """{{ define "main" }}<h1>{{ .Title }}</h1><ul>
{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a></li>
{{ end }}</ul>{{ end }}""",
}
MATERIAL: dict[str, Any] = {
    "site_name": "bench",
    "site_url": "https://example.org/",
    "theme": {"name": "material", "font": False},
    "plugins": ["tags"],
    "markdown_extensions": ["tables", "attr_list", {"toc": {"permalink": True}}, "pymdownx.superfences", "pymdownx.highlight"],
    "nav": [{"Home": "index.md"}],
    "not_in_nav": "*\n",
}


def read_cases(base: Path) -> list[tuple[str, dict[str, Any], str]]:
    """Id, front matter and body of every original."""
    found = []
    for path in sorted((base / "cases").glob("*.md")):
        if path.name.count(".") == 1:
            _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
            found.append((path.stem, yaml.load(front, yaml.CSafeLoader), body))
    return found


def _claims(front: dict[str, Any]) -> str:
    lines = [f"- {item['id']}: {item['what']} ({', '.join(item['sources'])})" for name in ("mistakes", "fixes") for item in front[name]]
    lines += [f"- {item['measure']}: {item.get('before')} to {item.get('after')} {item.get('unit', '')}" for item in front["results"]]
    lines += [f"- {text}" for text in front["unknown"]]
    lines += [f"- [{item['title']}]({item['url']}), {item['publisher']}" for item in front["sources"]]
    return "\n## Claims and sources\n\n" + "\n".join(lines) + "\n"


def _terms(front: dict[str, Any]) -> dict[str, list[str]]:
    company = front["company"] if isinstance(front["company"], list) else [front["company"]]
    terms = {name: [item["id"] for item in front[name]] for name in ("mistakes", "fixes")}
    return {"pillars": list(front["pillars"]), **terms, "company": company}


def _page(front: dict[str, Any], values: dict[str, Any], body: str) -> str:
    values = {"title": front["title"], "summary": front["summary"], **values}
    head = yaml.dump(values, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{head}---\n" + _CITATION.sub(r"(\1)", body) + _claims(front)


def write_hugo(base: Path, folder: Path) -> Path:
    """A site of Hugo."""
    (folder / "content" / "cases").mkdir(parents=True)
    (folder / "hugo.toml").write_text(HUGO, encoding="utf-8")
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    for name, text in LAYOUTS.items():
        (layouts / name).write_text(text, encoding="utf-8")
    for case_id, front, body in read_cases(base):
        (folder / "content" / "cases" / f"{case_id}.md").write_text(_page(front, _terms(front), body), encoding="utf-8")
    return folder


def write_material(base: Path, folder: Path) -> Path:
    """A site of mkdocs-material with its plugin of tags and a page for each term."""
    docs = folder / "docs"
    (docs / "cases").mkdir(parents=True)
    (docs / "index.md").write_text("# bench\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(yaml.dump(MATERIAL, sort_keys=False), encoding="utf-8")
    seen: set[str] = set()
    for case_id, front, body in read_cases(base):
        tags = [f"{TAXONOMIES[name]} {term}" for name, terms in _terms(front).items() for term in terms]
        seen.update(tags)
        (docs / "cases" / f"{case_id}.md").write_text(_page(front, {"tags": tags}, body), encoding="utf-8")
    for tag in sorted(seen):
        kind, _, term = tag.partition(" ")
        page = docs / kind / f"{term}.md"
        page.parent.mkdir(exist_ok=True)
        page.write_text(f'# {term}\n\n<!-- material/tags {{ include: ["{tag}"] }} -->\n', encoding="utf-8")
    return folder
