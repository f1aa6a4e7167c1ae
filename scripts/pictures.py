"""Pictures of the main types of page, in both languages and colour schemes, on a desk and on a phone: `build/pictures/`.

For people who look at a change; nothing is asserted. Takes the site as it is in `site/`.
"""

import itertools
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from served import BROWSER_ARGUMENTS, browser_path, serving  # noqa: E402

FOLDER = ROOT / "build" / "pictures"
PATHS = ("", "cases/", "cases/gitlab-2017/", "mistakes/untested-backups/", "fixes/automated-restore-testing/", "matrix/", "diagnose/")
SCREENS = {"desk": 1280, "phone": 360}


def main(paths: list[str]) -> int:
    """Take them all, or those of some pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serving(ROOT / "site") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_ARGUMENTS)
        for scheme, (name, width) in itertools.product(("light", "dark"), SCREENS.items()):
            page = browser.new_page(base_url=address, color_scheme=scheme, viewport={"width": width, "height": 900})
            for lang, path in itertools.product(("en", "fr"), paths or PATHS):
                page.goto(f"/{lang}/{path}")
                page.screenshot(path=FOLDER / f"{path.strip('/').replace('/', '-') or 'home'}-{name}-{scheme}-{lang}.png")
            page.close()
        browser.close()
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
