"""What is left of a pasted log, and whether it is what a case quotes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import our_corpus
from rex.search.text.log_lines import RULES, holds, is_pasted, message_of, normalise, portable, share, stream, words


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("2024-07-19T04:31:09.123Z ERROR no space left on device", "ERROR no space left on device"),
        (
            "2026/01/14 09:41:20 [crit] 2207#2207: *918273 open() failed (24: Too many open files)",
            "[crit] *918273 open() failed (24: Too many open files)",
        ),
        ("Mar 17 03:02:11 ovh4 syncoid[20413]: dataset is busy", "ovh4 syncoid : dataset is busy"),
        ('10.0.3.17 - - [17/Mar/2024:03:02:11 +0000] "GET /api/v2/users/4711 HTTP/1.1" 502', '- - [ ] "GET /api /users HTTP " 502'),
        ("request 550e8400-e29b-41d4-a716-446655440000 timed out after 30.5s", "request timed out after 30.5s"),
        ("pod api-7d9f8b6c54-xkqzj on ip-10-0-3-17.eu-west-1.compute.internal was OOMKilled", "pod api on was OOMKilled"),
        ("dial tcp [2001:db8::8a2e:370:7334]:443: connect: connection refused", "dial tcp [ ]:443: connect: connection refused"),
        ("panic at 0x7fff5fbff8a0 in commit 3f2a9bc1", "panic at in commit"),
        ("could not resolve host: db-01.prod.example.com", "could not resolve host:"),
        ("mail from ops@example.org bounced", "mail from bounced"),
        ("GET https://static.crates.io/crates/serde/1.0.1/download failed", "GET failed"),
        ("/var/lib/postgresql/9.6/main/base/16384/2601: read failed", "/var/lib/postgresql /main/base : read failed"),
        ("java.io.IOException: disk 98% full", "java.io.IOException: disk 98% full"),
        ("Tue, 19 Jul 2024 04:31:09 GMT late", "late"),
    ],
)
def test_what_varies_between_two_machines_is_dropped(text: str, left: str) -> None:
    assert normalise(text) == [left]


@pytest.mark.parametrize(
    "line",
    [
        "it was a TimeoutException again",
        "exit because of OUT_OF_MEMORY there",
        "[warn] slow",
        "retries=3 then nothing",
        "a { b",
        "then open() again",
        "so ERROR: no room",
        "panic: no room",
        "npm notice no room",
        "Warning   FailedMount twice",
        "[FIRING:2] no room",
        "KubePersistentVolumeFilling soon",
        "api: db: down",
        "it said EAGAIN twice",
        "std::vector grew",
        "no room in /var/lib/data",
    ],
)
def test_one_mark_of_a_machine_makes_a_paste(line: str) -> None:
    assert is_pasted(line)
    assert not is_pasted("it had no room there and slow retries, twice")


@pytest.mark.parametrize("word", ["http", "status", "code", "errno", "exit", "error", "signal", "sqlstate", "ora", "rc"])
def test_a_number_after_a_word_that_announces_a_code_is_kept(word: str) -> None:
    message = message_of(f"job broke with {word} 507")
    assert message is not None
    assert message.words[-1] == "507"


def test_a_phrase_that_nobody_picked_needs_three_words_and_has_no_places() -> None:
    assert message_of("disk full") is None
    assert message_of("disk full", chosen=True) is not None
    assert message_of("cannot read <file> on disk") != message_of("cannot read <file> on disk", template=True)


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
        "psycopg2.OperationalError: too many clients",
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
    message = message_of(quoted)
    assert message is not None
    there = [words(line) for line in normalise(other)]
    assert share(message.words, there) == 1.0
    assert holds(stream(there, lambda word: False), message.words)
    assert share(message.words, [words("network error on another host")]) == 0.0


def test_order_does_not_count_and_short_messages_must_be_there_as_a_phrase() -> None:
    assert share(words("too many files open here"), [words("accept4: here Too many open files")]) == 1.0
    assert share(words("too many files open"), [words("accept4: Too many open files")]) == 0.0
    assert holds(words("accept4: too many files open"), words("too many files open"))
    assert not holds(words("accept4: too many open files"), words("too many files open"))
    assert share([], [["x"]]) == 0.0
    # Never the sum of several lines.
    assert share(words("one two three four five six"), [["one", "two", "three"], ["four", "five", "six"]]) == 0.0


@pytest.mark.parametrize(
    ("text", "chosen", "kept"),
    [
        ("FATAL:  sorry, too many clients already", False, "fatal sorry too many clients already"),
        ("x509: certificate signed by unknown authority", True, "x509 certificate signed by unknown authority"),
        ("exit code 137", True, "exit code 137"),
        ('relation "<table>" has 12 rows too many', False, "relation table has rows too many"),
        ('relation "<table>" has 12 rows too many', True, "relation has rows too many"),
        ("deadlock detected", True, "deadlock detected"),
        ("KubePodCrashLooping", False, "kubepodcrashlooping"),
        ("ThrottlingException", True, "throttlingexception"),
        # Too little is left of them to mean anything.
        ("HTTP 524", False, None),
        ("H10 - App crashed", False, "h10 app crashed"),
        ("insufficient capacity", False, None),
        ("NullPointerException", False, None),
        ("Watchdog", True, None),
        ("node-role.kubernetes.io/master", False, None),
    ],
)
def test_a_message_of_which_little_is_left_is_none(text: str, chosen: bool, kept: str | None) -> None:
    message = message_of(text, chosen=chosen, template=chosen)
    assert (" ".join(message.words) if message else None) == kept


@pytest.mark.parametrize(
    "wrapped",
    [
        "\x1b[31mFATAL\x1b[0m: sorry, \x1b[1mtoo many clients\x1b[0m already",
        '{"level":"error","msg":"pq: FATAL:  sorry, too many clients already\\n"}',
        '{\\"log\\":\\"FATAL: sorry, too many clients already\\"}',
        "#033[31mFATAL#033[0m:  sorry, too many clients already#012",
        "\\u001b[31mFATAL: sorry, too many\\u0020clients already",
        "[31mFATAL: sorry, too many clients already[0m",
        "FATAL: sorry, too many\nclients already",
    ],
)
def test_wrappers_come_off(wrapped: str) -> None:
    there = stream([words(line) for line in normalise(wrapped)], lambda word: False)
    assert holds(there, words("fatal sorry too many clients already")), there


def test_a_line_that_tells_of_an_end_holds_no_message() -> None:
    assert normalise("[RESOLVED] KubePodCrashLooping (api prod)\nmemory resource limit alarm cleared on node x") == []
    assert "oomkilled" not in words(normalise('"OOMKilled": false, "Dead": true')[0])


def test_a_word_with_a_digit_is_kept_if_some_message_has_it() -> None:
    assert stream([["exit", "code", "137", "7"]], lambda word: word == "137") == ["exit", "code", "137"]


def test_weights_say_which_words_of_a_signal_mean_more() -> None:
    signal = ["failed", "to", "get", "active", "owner", "broker"]
    rare = {"broker": 8.0, "owner": 8.0}
    assert share(signal, [["broker", "owner", "active", "get"]]) == 0.0
    assert share(signal, [["broker", "owner", "active", "get"]], lambda word: rare.get(word, 1.0)) == 18 / 20


def test_the_messages_of_the_base_find_themselves(repository) -> None:  # type: ignore[no-untyped-def]
    signals = [signal.text for file in our_corpus().shown.values() for signal in file.case.signals]
    messages = [message for message in map(message_of, signals) if message]
    assert len(messages) > 15
    known = {word for message in messages for word in message.words}
    for message in messages:
        noisy = normalise(f"2031-05-06T07:08:09Z host-99.example.net app[4242]: {message.text} (id=0xdeadbeef01)")
        assert holds(stream([words(line) for line in noisy], known.__contains__), message.words), message.text


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


@pytest.mark.parametrize(
    ("text", "pasted"),
    [
        ("Apply complete! Resources: 0 added, 2 changed, 0 destroyed.", True),
        ('deployment "api" successfully rolled out', True),
        ("Running migrations: No migrations to apply.", True),
        ("certificate successfully renewed but the site still shows the old one", False),
        ("how do I successfully migrate a database", False),
        ("no backups found", False),
    ],
)
def test_what_a_tool_says_when_all_went_well_is_no_question(text: str, pasted: bool) -> None:
    assert is_pasted(text) is pasted
