"""What ends a build before it is published, one way in for each line; and what pages of ours may well hold."""

import time

import pytest

from rex.core.errors import RexError
from rex.site.headers import HEADERS, header_files
from rex.site.minify import minified
from rex.site.policy import META, POLICY, check_pages, faults_of, with_policy


def a_page(inner: str, head: str = "") -> str:
    return with_policy(minified(f"<!doctype html><html lang=en><head><title>x</title>{head}</head><body>{inner}</body></html>"))


REFUSED = {
    "an inline script": "<script>alert(1)</script>",
    "an inline module": '<script type="module">alert(1)</script>',
    "a script of a type that browsers run": '<script type=" text/JavaScript ">alert(1)</script>',
    "a map of modules": '<script type="importmap">{}</script>',
    "rules that fetch": '<script type="speculationrules">{}</script>',
    "a script from elsewhere": '<script src="https://evil.example/x.js"></script>',
    "a script from elsewhere, without its scheme": '<script src="//evil.example/x.js"></script>',
    "a script from elsewhere, by backslashes": '<script src="/\\evil.example/x.js"></script>',
    "a script in an address": '<script src="data:text/javascript,alert(1)"></script>',
    "an event attribute": "<p onclick=alert(1)>x</p>",
    "an event attribute in capitals": "<P ONCLICK=alert(1)>x</P>",
    "an event attribute without a value": "<details ontoggle open></details>",
    "an event attribute after a slash": "<svg/onload=alert(1)></svg>",
    "an inline style": "<style>p{color:red}</style>",
    "a style attribute": '<p style="color:red">x</p>',
    "an address that runs": '<a href="javascript:alert(1)">x</a>',
    "an address that runs, in capitals": '<a href=" JaVaScRiPt:alert(1)">x</a>',
    "an address that runs, with a tab": '<a href="java&#9;script:alert(1)">x</a>',
    "an address that runs, with a control character": '<a href="&#1;javascript:alert(1)">x</a>',
    "an address that runs, in an entity": '<a href="&#106;avascript&colon;alert(1)">x</a>',
    "an address that is a document": '<a href="data:text/html,x">x</a>',
    "an address that runs, in a drawing": '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "an old address that runs": '<a href="vbscript:x">x</a>',
    "a blob": '<a href="blob:x">x</a>',
    "a page that goes elsewhere": '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "a second policy": '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">',
    "a cookie": '<meta http-equiv="set-cookie" content="a=b">',
    "a frame": '<iframe src="x"></iframe>',
    "a document in a frame": '<iframe srcdoc="x"></iframe>',
    "an object": '<object data="x"></object>',
    "something embedded": '<embed src="x">',
    "another base for all addresses": '<base href="https://evil.example/">',
    "a foreign form": '<form action="https://evil.example/"><input></form>',
    "a form that is none of ours": "<form><input></form>",
    "our form, sent elsewhere": '<form class="rex-find" action="https://evil.example/"></form>',
    "our form, as a letter": '<form class="rex-find" method="post" action="x"></form>',
    "a button that sends a form elsewhere": '<button formaction="https://evil.example/">x</button>',
    "a field for a password": "<input type=password>",
    "a picture from elsewhere": '<img src="https://evil.example/x.png" alt="">',
    "pictures from elsewhere": '<img srcset="https://evil.example/x.png 1x" alt="">',
    "a style sheet from elsewhere": '<link rel="stylesheet" href="https://evil.example/x.css">',
    "a connection to elsewhere": '<link rel="preconnect" href="https://evil.example/">',
    "a link that tells somebody": '<a href="x" ping="https://evil.example/">x</a>',
    "a drawing that changes an attribute": '<svg><set attributeName="onmouseover" to="alert(1)"/></svg>',
    "a drawing that holds a page": "<svg><foreignObject><p>x</p></foreignObject></svg>",
    "a template": "<template><p>x</p></template>",
    "an element that nobody knows": "<x-evil></x-evil>",
    "a tag inside a value, after text without scripts": '<noscript><p title="</noscript><img src=x onerror=alert(1)>">x</p></noscript>',
}


@pytest.mark.parametrize("inner", REFUSED.values(), ids=REFUSED.keys())
def test_a_page_that_holds_what_no_page_of_ours_has_is_at_fault(inner: str) -> None:
    assert faults_of(a_page(inner))


@pytest.mark.parametrize("inner", REFUSED.values(), ids=REFUSED.keys())
def test_it_is_at_fault_in_the_text_of_the_page_too_and_before_it_is_minified(inner: str) -> None:
    html = f"<!doctype html><html lang=en><head>{META}<title>x</title></head><body>&lt;p>a < b{inner}</body></html>"
    assert faults_of(html)


@pytest.mark.parametrize(
    "inner",
    [
        '<a href="https://example.org/a?b=javascript:c" rel=nofollow>x</a><a href="mailto:a@example.org">x</a><a href="#s1">x</a>',
        '<script type="application/ld+json">{"a": "javascript:"}</script><script src="../assets/first.js"></script>',
        '<form class="rex-find" role=search action="search/"><input name=q></form><form method="dialog"><button>x</button></form>',
        '<img src="../x.png" alt=""><svg viewBox="0 0 1 1"><a href="../x/"><path d="M0 0"/></a></svg>',
        "<p>onclick=alert(1) javascript:x &lt;script> 1 < 2 <code>&lt;iframe></code></p>",
        '<a href="../cases/x/" title="a &lt; b &quot;c&quot;">x</a>',
    ],
)
def test_what_our_pages_hold_is_no_fault(inner: str) -> None:
    assert faults_of(a_page(inner, '<link rel="canonical" href="https://example.org/">')) == []


def test_only_the_page_of_an_earlier_address_sends_its_readers_on_and_only_within_the_site() -> None:
    within, away = (a_page("", f'<meta http-equiv="refresh" content="0; url={url}">') for url in ("../new/", "https://evil.example/"))
    assert faults_of(within)
    assert faults_of(within, moved=True) == []
    assert faults_of(away, moved=True)


@pytest.mark.parametrize(
    "cut", ["<a href='x", '<a href="x', "<a", "<!-- x", "</", '<a b="1" b="2">', '<a b=c"d>', "<?x?>", "<![CDATA[x]]>"]
)
def test_markup_that_browsers_could_read_in_two_ways_is_at_fault(cut: str) -> None:
    assert faults_of(f"<!doctype html><html><head>{META}</head><body>{cut}")


def test_a_page_without_the_policy_is_at_fault() -> None:
    assert faults_of(minified("<!doctype html><html><head><title>x</title></head><body>x</body></html>"))


def test_the_page_and_the_file_it_comes_from_are_named() -> None:
    with pytest.raises(RexError, match=r"cases/x/index\.html \(from cases/x\.md\): an inline script"):
        check_pages([("cases/x/index.html", a_page("<script>1</script>"))], {"cases/x/index.html": "cases/x.md"}.get)


@pytest.mark.parametrize("evil", ["<a ", "<a b='", '<a b="', "<a b=c ", "<", "</", "<!--", "<a" + " " * 50, '<p title="<" \''])
def test_reading_a_page_takes_time_in_proportion_to_its_length(evil: str) -> None:
    started = time.process_time()
    faults_of(f"<!doctype html><html><head>{META}</head><body>" + evil * (500_000 // len(evil)))
    assert time.process_time() - started < 2


def test_the_policy_says_nothing_of_what_stands_in_pages() -> None:
    assert "unsafe-inline" not in POLICY
    assert "sha256" not in POLICY
    assert "http" not in POLICY


def test_hosts_get_the_policy_and_what_a_page_cannot_say() -> None:
    assert HEADERS["Content-Security-Policy"] == f"{POLICY}; frame-ancestors 'none'"
    for text in header_files().values():
        for name, value in HEADERS.items():
            assert name in text
            assert value in text
