"""The weekly list of sources that do not answer, against a server of our own."""

import http.server
import threading
from collections.abc import Iterator

import pytest
from check_links import ask, report, strikes


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response({"/there": 200, "/moved": 302, "/forbidden": 403}.get(self.path, 404))
        if self.path == "/moved":
            self.send_header("Location", "/there")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_only_what_fails_three_times_in_a_row_is_work(host: str) -> None:
    urls = [f"{host}/{name}" for name in ("there", "moved", "forbidden", "gone")]
    known = {url: (["example-2024"], "2024-03-20") for url in urls}
    text = ""
    for _ in range(3):
        found = ask(urls)
        assert [url for url, well in found.items() if not well] == [f"{host}/gone"]
        text = "\n".join(report(known, strikes(text, found)))
        before = text.partition("## Failed")
    assert f"3 × <{host}/gone> in `example-2024`; copies: <https://web.archive.org/web/2024/{host}/gone>" in before[0]
    assert "1 did not answer 3 times in a row" in text
    assert strikes(text, dict.fromkeys(urls, True)) == {}
