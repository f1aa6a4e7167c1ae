"""`python scripts/build_index.py` is `rex index`, for those who look here first."""

import sys

from rex.cli.main import main

sys.exit(main(["index", *sys.argv[1:]]))
