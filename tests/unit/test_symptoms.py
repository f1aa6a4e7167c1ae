"""What is left of a pasted log, and whether it is what a case quotes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rex.core.corpus import read_corpus
from rex.search.text.log_lines import RULES, is_pasted, normalise, portable, share, words


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("2024-07-19T04:31:09.123Z ERROR no space left on device", "ERROR no space left on device"),
        (
            "2026/01/14 09:41:20 [crit] 2207#2207: *918273 open() failed (24: Too many open files)",
            "[crit] * open() failed ( : Too many open files)",
        ),
        ("Mar 17 03:02:11 ovh4 syncoid[20413]: dataset is busy", "syncoid : dataset is busy"),
        ('10.0.3.17 - - [17/Mar/2024:03:02:11 +0000] "GET /api/v2/users/4711 HTTP/1.1" 502', '- - [ ] "GET /api /users HTTP "'),
        ("request 550e8400-e29b-41d4-a716-446655440000 timed out after 30.5s", "request timed out after ."),
        ("pod api-7d9f8b6c54-xkqzj on ip-10-0-3-17.eu-west-1.compute.internal was OOMKilled", "pod api on was OOMKilled"),
        ("dial tcp [2001:db8::8a2e:370:7334]:443: connect: connection refused", "dial tcp [ ]: : connect: connection refused"),
        ("panic at 0x7fff5fbff8a0 in commit 3f2a9bc1", "panic at in commit"),
        ("could not resolve host: db-01.prod.example.com", "could not resolve host:"),
        ("mail from ops@example.org bounced", "mail from bounced"),
        ("GET https://static.crates.io/crates/serde/1.0.1/download failed", "GET failed"),
        ("/var/lib/postgresql/9.6/main/base/16384/2601: read failed", "/var/lib/postgresql /main/base : read failed"),
        ("java.io.IOException: disk 98% full", "java.io.IOException: disk full"),
        ("Tue, 19 Jul 2024 04:31:09 GMT late", "late"),
    ],
)
def test_what_varies_between_two_machines_is_dropped(text: str, left: str) -> None:
    assert normalise(text) == [left]


def test_the_frames_of_a_stack_are_dropped_and_the_message_stays() -> None:
    trace = """Exception in thread "main" java.lang.NullPointerException: endpoints
        at io.buoyant.k8s.EndpointsCache.update(EndpointsCache.scala:214)
        at java.base/sun.nio.ch.FileDispatcherImpl.write0(Native Method)
        ... 23 more
Traceback (most recent call last):
  File "/usr/lib/python3.11/site-packages/x.py", line 42, in connect
psycopg2.OperationalError: too many clients
    at processTicksAndRejections (node:internal/process/task_queues:96:5)
goroutine 1 [running]:
\t/go/src/app/main.go:42 +0x1d
"""
    assert normalise(trace) == [
        'Exception in thread "main" java.lang.NullPointerException: endpoints',
        "Traceback (most recent call last):",
        "psycopg2.OperationalError: too many clients".replace("psycopg2", "").strip(),
    ]


@pytest.mark.parametrize(
    "text", ["two\nlines", "OutOfMemoryError", "PAGE_FAULT_IN_NONPAGED_AREA", "level=error", "10.0.0.1 down", "{}", "/srv/x9/y"]
)
def test_a_paste_is_recognised(text: str) -> None:
    assert is_pasted(text)


@pytest.mark.parametrize(
    "text",
    [
        "backup never tested",
        "what broke in 2017?",
        "title:backup",
        '"days of chaos"',
        "rm -rf",
        "l’équipe a perdu 300 Go",
        "s3",
        "",
        "CI/CD",
        "C++",
    ],
)
def test_prose_is_not_taken_for_a_paste(text: str) -> None:
    assert not is_pasted(text)


def test_a_line_with_other_numbers_and_hosts_matches_the_same_signal() -> None:
    quoted = "warning: spurious network error (3 tries remaining): [6] Couldn't resolve host name (host: static.crates.io)"
    other = "2026-01-02 WARNING: spurious network error (1 tries remaining): [7] Couldn't resolve host name (host: db7.corp.example)"
    signal = words(normalise(quoted)[0])
    assert share(signal, [words(line) for line in normalise(other)]) == 1.0
    assert share(signal, [words("network error on another host")]) == 0.0


def test_order_does_not_count_and_short_signals_must_be_whole() -> None:
    assert share(words("too many files open"), [words("accept4: Too many open files")]) == 1.0
    assert share(words("DATABASE_URL"), [words("the database is down")]) == 0.0
    assert share(words("Power Peg disabled"), [words("power peg")]) == 0.0
    assert share([], [["x"]]) == 0.0
    # Never the sum of several lines.
    assert share(words("one two three four"), [["one", "two"], ["three", "four"]]) == 0.0


def test_weights_say_which_words_of_a_signal_mean_more() -> None:
    signal = ["failed", "to", "get", "active", "owner", "broker"]
    rare = {"broker": 8.0, "owner": 8.0}
    assert share(signal, [["broker", "owner", "active", "get"]]) == 0.0
    assert share(signal, [["broker", "owner", "active", "get"]], lambda word: rare.get(word, 1.0)) == 18 / 20


def test_the_signals_of_the_base_survive_and_find_themselves(repository) -> None:  # type: ignore[no-untyped-def]
    signals = [signal.text for file in read_corpus(repository).shown.values() for signal in file.case.signals]
    assert len(signals) > 15
    for signal in signals:
        lines = [words(line) for line in normalise(signal)]
        assert lines, signal
        noisy = normalise(f"2031-05-06T07:08:09Z host-99.example.net app[4242]: {signal} (id=0xdeadbeef01)")
        assert share([word for line in lines for word in line], [[word for line in noisy for word in words(line)]]) == 1.0, signal


def test_the_rules_are_portable() -> None:
    table = portable()
    assert [rule["pattern"] for rule in table["rules"]] == [rule.pattern for rule in RULES]  # type: ignore[index]
    for rule in RULES:
        assert not re.search(r"\(\?(?![:=!])|\\[1-9AZpPdwsDWS]", rule.pattern), rule.name


@given(st.text(max_size=300))
def test_any_text_can_be_normalised_and_stays_normal(text: str) -> None:
    once = normalise(text)
    assert normalise("\n".join(once)) == once or len(normalise("\n".join(once))) <= len(once)
    assert all(word for line in once for word in words(line))


def test_a_hostile_text_takes_no_time() -> None:
    for text in (
        "a." * 20_000,
        "1:" * 20_000,
        "at " + "a" * 40_000,
        "/" * 40_000,
        "0-" * 20_000,
        "a@" * 20_000,
        "[" * 40_000,
        "{" * 9 + "a=" * 20_000,
    ):
        assert isinstance(normalise(text), list)
