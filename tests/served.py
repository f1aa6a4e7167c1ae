"""The built site as its readers get it: at an address of its own."""

import http.server
import io
from pathlib import Path
from typing import BinaryIO

PUBLISHED = "https://devops-rex.example"


class AtHome(http.server.SimpleHTTPRequestHandler):
    """Serves the site as if this were its public address: instant navigation goes only where the sitemap leads."""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path))
        if path.name != "sitemap.xml" or not path.is_file():
            return super().send_head()
        text = path.read_text(encoding="utf-8").replace(PUBLISHED, f"http://{self.headers['Host']}").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        return io.BytesIO(text)

    def log_message(self, *args: object) -> None:
        pass
