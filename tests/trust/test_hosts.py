"""nginx, Apache and Caddy really run, with what `docs/maintaining/publishing.md` says for them, and send what it says they send.

A server that is not on the machine is passed over: to install one would also start it, for everybody on the network.
Debian has all three (`nginx`, `apache2`, `caddy`).
"""

import http.client
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from rex.site.headers import HEADERS
from served import free_port

GUIDE = Path(__file__).resolve().parents[2] / "docs/maintaining/publishing.md"
# What the guide needs, and what any Apache needs to answer.
APACHE_MODULES = ("mpm_event", "authz_core", "dir", "mime", "headers", "rewrite")
# So long a server may take to listen.
PATIENCE = 20
REDIRECTS = (301, 302, 308)


def snippets(language: str) -> list[str]:
    """The blocks of the guide in this language, in their order."""
    blocks = re.findall(rf"^ *```{language}\n(.*?)^ *```", GUIDE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert blocks, language
    return blocks


def nginx(site: Path, work: Path, port: int) -> list[str]:
    above, *inside = snippets("nginx")
    temporary = "".join(f"{kind}_temp_path {work}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (work / "nginx.conf").write_text(
        f"daemon off; pid {work}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; include /etc/nginx/mime.types; {temporary} {above}\n"
        f"server {{ listen 127.0.0.1:{port}; absolute_redirect off; root {site};\n{''.join(inside)} }} }}\n",
        encoding="utf-8",
    )
    return ["-p", str(work), "-c", str(work / "nginx.conf"), "-e", "stderr"]


def apache(site: Path, work: Path, port: int) -> list[str]:
    folder = Path("/usr/lib/apache2/modules")
    modules = "".join(f"LoadModule {name}_module {folder}/mod_{name}.so\n" for name in APACHE_MODULES)
    (work / "httpd.conf").write_text(
        f"{modules}ServerRoot {work}\nServerName localhost\nPidFile {work}/pid\nDefaultRuntimeDir {work}\nErrorLog /dev/stderr\n"
        f"Listen 127.0.0.1:{port}\nTypesConfig /etc/mime.types\nDirectoryIndex index.html\n"
        f'<VirtualHost 127.0.0.1:{port}>\nDocumentRoot "{site}"\n<Directory "{site}">\nAllowOverride FileInfo\nRequire all granted\n'
        f"</Directory>\n{''.join(snippets('apache'))}</VirtualHost>\n",
        encoding="utf-8",
    )
    return ["-f", str(work / "httpd.conf"), "-D", "FOREGROUND"]


def caddy(site: Path, work: Path, port: int) -> list[str]:
    (work / "Caddyfile").write_text(
        f"{{\nadmin off\nstorage file_system {work}\nauto_https off\n}}\nhttp://127.0.0.1:{port} {{\nroot * {site}\nfile_server\n"
        f"{''.join(snippets('caddy'))}}}\n",
        encoding="utf-8",
    )
    return ["run", "--adapter", "caddyfile", "--config", str(work / "Caddyfile")]


HOSTS = {"nginx": nginx, "apache2": apache, "caddy": caddy}


@contextmanager
def running(command: list[str], port: int, work: Path) -> Iterator[None]:
    with (work / "said").open("w+b") as said, subprocess.Popen(command, cwd=work, stdout=said, stderr=said) as server:
        try:
            until = time.monotonic() + PATIENCE
            while server.poll() is None and time.monotonic() < until:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            else:
                raise AssertionError((work / "said").read_text(encoding="utf-8", errors="replace"))
            yield
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def readable(rich_built: Path) -> Iterator[Path]:
    """The site where everybody may read it: a server that root starts reads as another user."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield shutil.copytree(rich_built / "site", Path(folder) / "site")


@pytest.mark.parametrize("name", HOSTS)
def test_it_sends_the_headers_and_the_pages_that_the_guide_promises(
    readable: Path, tmp_path: Path, name: str, figure: Callable[[str, int | float], None]
) -> None:
    program = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if program is None:
        pytest.skip(f"{name} is not on this machine")
    port = free_port()
    asked = 0

    def ask(path: str, language: str = "") -> tuple[int, dict[str, str], str]:
        nonlocal asked
        asked += 1
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request("GET", path, headers={"Accept-Language": language} if language else {})
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        sent = {key.lower(): value for key, value in answer.getheaders()}
        if answer.status not in REDIRECTS:  # those show nothing that a header would guard
            assert {header: sent.get(header.lower()) for header in HEADERS} == HEADERS, path
            assert len(answer.msg.get_all("Content-Security-Policy", [])) == 1, path
        return answer.status, sent, text

    with running([program, *HOSTS[name](readable, tmp_path, port)], port, tmp_path):
        for path in ("/", "/en/", "/fr/cases/full-2024/", "/en/search/index.json", "/data/v1/cases.json", "/en/pagefind/pagefind.js"):
            status, _, text = ask(path)
            assert (status, bool(text)) == (200, True), path
        for path, page in (("/en/no/such/page/", "en/404.html"), ("/fr/rien/", "fr/404.html"), ("/nothing", "404.html")):
            status, _, text = ask(path)
            assert (status, text) == (404, (readable / page).read_text(encoding="utf-8")), path
        for language, target in (("fr-CA,fr;q=0.9,en;q=0.5", "/fr/"), ("en-GB", "/en/"), ("de-AT,de;q=0.9", None)):
            status, sent, _ = ask("/", language)
            location = urlsplit(sent.get("location", "")).path
            assert (status, location) == ((302, target) if target else (200, "")), language
            assert "accept-language" in sent.get("vary", "").lower(), "a cache must keep the answers apart"
        status, sent, _ = ask("/en/about", "de")
        assert status in REDIRECTS
        assert sent["location"].endswith("/en/about/")
        assert "accept-language" not in ask("/en/about/")[1].get("vary", "").lower(), "the page is the same for all"
    figure("servers that were run with what the guide says", 1)
    figure("answers of theirs that were looked at", asked)
