"""What `serve` shows above the folder of its language: the data files, made when somebody asks for one."""

import mimetypes
from collections.abc import Callable, Iterable, Mapping
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def with_files(pages: WSGIApplication, files: Callable[[], Mapping[str, bytes]]) -> WSGIApplication:
    """A WSGI application that answers from `files` (by path, without the first slash) and leaves all else to `pages`."""

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = str(environ["PATH_INFO"]).lstrip("/")
        # Only data stands beside the folders of the languages, so that pages do not wait for it.
        content = files().get(path) if path.startswith("data/") or path.endswith(".txt") else None
        if content is None:
            return pages(environ, start_response)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(content)))])
        return [content]

    return application
