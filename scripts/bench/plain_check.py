"""What a check of front matter costs without us: python-frontmatter reads, jsonschema validates. Arguments: schema, folder of cases."""

import json
import sys
from pathlib import Path

import frontmatter
from jsonschema import Draft202012Validator


def main(schema: str, folder: str) -> int:
    """The number of errors in all cases of the folder."""
    validator = Draft202012Validator(json.loads(Path(schema).read_text(encoding="utf-8")))
    paths = sorted(path for path in Path(folder).glob("*.md"))
    return sum(sum(1 for _ in validator.iter_errors(frontmatter.load(str(path)).metadata)) for path in paths)


if __name__ == "__main__":
    print(main(*sys.argv[1:3]))
