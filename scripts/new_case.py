"""`python scripts/new_case.py` is `rex new`, for those who look here first."""

import sys

from rex.cli.main import main

sys.exit(main(["new", *sys.argv[1:]]))
