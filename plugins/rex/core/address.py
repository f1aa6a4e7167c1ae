"""Web addresses: whether one can be opened by a reader, and when two are the same page. Parsed, never compared by prefix."""

import ipaddress
import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from rex.core.message import Message, say

# More is no address of a page that somebody can cite.
MAX_LENGTH = 1_000

_STRANGE = re.compile(r"[\s<>\"\\^`{|}\[\]]")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:xn--[a-z0-9-]{1,59}|[a-z]{2,63})\.?")
# Names that no public page can have (https://www.rfc-editor.org/rfc/rfc6761, rfc2606, rfc8375, rfc9476).
_RESERVED = ("test", "invalid", "localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa", "onion", "alt")
_EXAMPLES = ("example", "example.com", "example.org", "example.net", "example.edu")
_TRACKING = re.compile(r"utm_.*|fbclid|gclid|mc_[ce]id|ref|source")
# Those that never choose a page; `ref` and `source` sometimes do.
_FOLLOWING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id")
_ARCHIVE = re.compile(r"https?://web\.archive\.org/web/[0-9]+[a-z_]*/(?=https?://)")


def _any_case(word: str) -> str:
    return "".join(f"[{letter}{letter.upper()}]" if letter.isalpha() else re.escape(letter) for letter in word)


def _pattern() -> str:
    """What `fault` says, as far as one pattern can; written so that browsers and editors read it alike."""
    reserved = "|".join(_any_case(name) for name in sorted({*_RESERVED, *_EXAMPLES}))
    label = r"[A-Za-z0-9_\u0080-\uffff](?:[A-Za-z0-9_\u0080-\uffff-]{0,61}[A-Za-z0-9\u0080-\uffff])?"
    return (
        f"^{_any_case('http')}[sS]?://(?![^/?#]*@)(?!(?:[^/?#:]*[.])?(?:{reserved})[.]?(?:[:/?#]|$))(?!.*%(?![0-9A-Fa-f]{{2}}))(?!.*[.,;:!']$)"
        rf"(?![^(]*[)]$)(?:{label}[.])+(?:[xX][nN]--[A-Za-z0-9-]{{1,59}}|[A-Za-z\u0080-\uffff]{{2,63}})[.]?"
        r"(?::(?:0*[1-9][0-9]{0,3}|0*[1-5][0-9]{4}|0*6[0-4][0-9]{3}|0*65[0-4][0-9]{2}|0*655[0-2][0-9]|0*6553[0-5]))?"
        r'(?:[/?#][^\s<>"\\\^`\{\|\}\[\]]*)?$'
    )


PATTERN = _pattern()


def split(url: str) -> SplitResult | None:
    """The parts of an address, or `None` where it has no readable parts."""
    try:
        parts = urlsplit(url)
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts


def fault(url: str) -> Message | None:
    """What is wrong with an address, or `None` if a reader can open it."""
    if len(url) > MAX_LENGTH:
        return say("the address has {size} characters; at most {limit} are read", size=len(url), limit=MAX_LENGTH)
    if not url.lower().startswith(("https://", "http://")):
        return say("it must be a full address beginning with https:// or http://")
    if match := _STRANGE.search(url):
        return say("`{sign}` cannot stand in an address; copy it again from the browser", sign=match.group())
    if _BAD_PERCENT.search(url):
        return say("`%` must be followed by two hexadecimal digits; copy the address again from the browser")
    parts = split(url)
    if parts is None:
        return say("it is not an address that can be read: its host or port is not one")
    if "@" in parts.netloc:
        return say("it holds a user name or password; give the address without it")
    host = (parts.hostname or "").lower()
    if not host:
        return say("it has no host; write https:// and the name of the site")
    if parts.netloc.endswith(":") or parts.port == 0:
        return say("its port is not one; remove the colon")
    if url[-1] in ".,;:!'" or (url[-1] == ")" and "(" not in url):
        return say("it ends with `{sign}`, which belongs to the sentence around it; remove that", sign=url[-1])
    return _host_fault(host)


def _host_fault(host: str) -> Message | None:
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return say("`{host}` is not the name of a host", host=host)
    name = host.rstrip(".")
    if any(name == reserved or name.endswith("." + reserved) for reserved in _EXAMPLES):
        return say("`{host}` is reserved for examples; give the real address", host=host)
    if any(name == reserved or name.endswith("." + reserved) for reserved in _RESERVED):
        return say("`{host}` is reachable only from inside; a source must be public", host=host)
    try:
        ipaddress.ip_address(name)
    except ValueError:
        pass
    else:
        return say("`{host}` is a number; give the name of the site", host=host)
    if not _HOST.fullmatch(host):
        return say("`{host}` is not the name of a public host", host=host)
    return None


def canonical(url: str) -> str:
    """The same for all addresses of one page: no scheme, `www.`, `m.`, port, fragment, tracking, final slash or archive."""
    parts = split(_ARCHIVE.sub("", url.strip()))
    if parts is None:
        return url
    host = re.sub(r"^(?:www|m|mobile|amp)\.", "", (parts.hostname or "").lower())
    path = re.sub(r"/(?:index\.html?|amp)$", "", parts.path.rstrip("/")).rstrip("/")
    query = urlencode(sorted((name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name.lower())))
    return f"{host}{path}{'?' + query if query else ''}"


def fragment(url: str) -> str:
    """What follows `#`: two places of one long page may be two sources."""
    return url.partition("#")[2]


def plain(url: str) -> str:
    """An address without what does not change the page, to see whether two are spelled alike; an archive is another page."""
    parts = split(url)
    return url if parts is None else f"{(parts.hostname or '').lower()}{parts.path.rstrip('/')}?{parts.query}"


def usual(url: str) -> str:
    """The same page in the usual spelling: scheme and host in lower case, no default port, no parameters that only track a reader."""
    parts = split(url)
    if parts is None or not parts.hostname or "@" in parts.netloc or not parts.netloc.isascii():
        return url
    host = parts.netloc.lower()
    if not (bare := host.removesuffix({"http": ":80", "https": ":443"}.get(parts.scheme, "\0"))).endswith("."):
        host = bare  # at the end of an address a dot belongs to the sentence around it
    kept = [pair for pair in parts.query.split("&") if not _FOLLOWING.fullmatch(pair.partition("=")[0].lower())]
    return parts._replace(netloc=host, query="&".join(kept)).geturl() if parts.query else _respelt(url, parts.scheme, host)


def _respelt(url: str, scheme: str, host: str) -> str:
    """Only what comes before the path is changed, so that an empty `?` or `#` stays."""
    rest = url.split("://", 1)[1]
    end = next((index for index, sign in enumerate(rest) if sign in "/?#"), len(rest))
    return f"{scheme}://{host}{rest[end:]}"
