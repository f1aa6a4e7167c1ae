"""`python scripts/validate.py` is `rex validate`, for those who look here first."""

import sys

from rex.cli.main import main

sys.exit(main(["validate", *sys.argv[1:]]))
