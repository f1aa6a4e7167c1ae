"""DevOps REX: has somebody already made this mistake, and what fixed it?

The package is layered: `core` knows cases and vocabulary, `lint`, `pages` and `search` stand on it side by
side, `site` adapts them to MkDocs and `cli` to the terminal. Imports point inwards only.
"""

__version__ = "0.1.0"
