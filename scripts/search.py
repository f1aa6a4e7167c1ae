"""`python scripts/search.py` is `rex search`, for those who look here first."""

import sys

from rex.cli.main import main

sys.exit(main(["search", *sys.argv[1:]]))
