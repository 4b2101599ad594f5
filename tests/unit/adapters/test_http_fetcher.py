"""Fetching over HTTP, from servers that mean well and servers that do not."""

import gzip
import socket
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from local_server import always, certificate_for, response, running

from openbadge_issuer.adapters.http_fetcher import MAX_URL_LENGTH, HttpFetcher
from openbadge_issuer.errors import FetchError

PUBLIC = "93.184.215.14"


def local_fetcher(**changes) -> HttpFetcher:
    """Return a fetcher that may reach this machine."""
    return HttpFetcher(**{"allow_loopback": True, "max_seconds": 5} | changes)


class Names:
    """A resolver that knows some names, and remembers what it was asked."""

    def __init__(self, **addresses: Sequence[str]) -> None:
        self.addresses = addresses
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.addresses[host.partition(".")[0]]


def test_document_comes_with_its_media_type():
    with running(always(b'{"id":1}', content_type="Application/DID+json; charset=utf-8")) as server:
        found = local_fetcher().fetch(f"http://localhost:{server.port}/did.json?x=1#key")
    assert (b'{"id":1}', "application/did+json") == (found.body, found.media_type)
    assert found.url == f"http://localhost:{server.port}/did.json?x=1"


def test_request_says_what_is_wanted_and_nothing_about_us():
    with running(always()) as server:
        local_fetcher().fetch(
            f"http://localhost:{server.port}/a", accept=["application/vc", "application/json"]
        )
    assert server.requests[0].splitlines() == [
        "GET /a HTTP/1.1",
        f"Host: localhost:{server.port}",
        "Accept: application/vc, application/json, */*;q=0.1",
        "Accept-Encoding: gzip",
        "User-Agent: openbadge-issuer",
        "",
    ]


def test_compressed_document_is_unfolded():
    with running(always(gzip.compress(b"{}", mtime=0), content_encoding="GZip")) as server:
        assert local_fetcher().fetch(f"http://127.0.0.1:{server.port}/").body == b"{}"


def test_https_goes_to_the_judged_address_under_the_name_asked_for(tmp_path: Path):
    server_side, client_side = certificate_for("badges.example", tmp_path)
    names = Names(badges=["127.0.0.1"])
    with running(always(), server_side) as server:
        fetcher = local_fetcher(resolver=names, ssl_context=client_side)
        fetcher.fetch(f"https://badges.example:{server.port}/")
    assert f"Host: badges.example:{server.port}\r\n" in server.requests[0]
    assert names.asked == ["badges.example"]  # once: judged and used is the same address


def test_certificate_of_another_name_is_refused(tmp_path: Path):
    server_side, client_side = certificate_for("other.example", tmp_path)
    with running(always(), server_side) as server:
        fetcher = local_fetcher(resolver=Names(badges=["127.0.0.1"]), ssl_context=client_side)
        with pytest.raises(FetchError, match="not offer a trusted TLS connection"):
            fetcher.fetch(f"https://badges.example:{server.port}/")
    assert server.requests == []


def test_next_address_is_tried_when_one_does_not_answer():
    with running(always(b"[]")) as server:
        fetcher = local_fetcher(resolver=Names(school=["127.0.0.9", "127.0.0.1"]))
        assert fetcher.fetch(f"http://school.example:{server.port}/").body == b"[]"


@pytest.mark.parametrize(
    "url",
    [
        "http://school.example/", "ftp://school.example/", "file:///etc/passwd", "data:application/json,{}",
        "/did.json", "", "https://", "https:///x", "https://user@school.example/", "https://user:pass@school.example/",
        "https://school.example:port/", "https://[::1", "https://exa mple.com/", "https://school.example/\n",
        "https://\ud800.example/", "did:web:school.example", "https://school.example/" + "x" * MAX_URL_LENGTH,
        "https://" + "ü" * 300 + ".example/",
    ],
)  # fmt: skip
def test_url_that_is_not_fetched_is_refused_without_a_look_up(url: str):
    names = Names()
    with pytest.raises(FetchError) as caught:
        HttpFetcher(resolver=names).fetch(url)
    assert names.asked == []
    assert str(caught.value).isprintable()


@given(st.text() | st.text(alphabet="htps:/[]@#?%.019axn-ü\u200d\\ \n").map("https://".__add__))
def test_any_text_as_a_url_gives_a_clear_error(url: str):
    def unknown(host: str, port: int) -> list[str]:
        raise OSError

    with pytest.raises(FetchError) as caught:
        HttpFetcher(resolver=unknown).fetch(url)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "addresses", [["10.0.0.5"], [PUBLIC, "169.254.169.254"], ["::1"], ["::ffff:127.0.0.1"]]
)
def test_host_at_an_address_that_is_not_public_is_refused(addresses: list):
    with pytest.raises(FetchError, match=r"school\.example is not, or not only, at a public address"):
        HttpFetcher(resolver=Names(school=addresses)).fetch("https://school.example/")


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "0x7f000001", "2130706433", "127.1", "localhost"])
def test_this_machine_is_refused_however_it_is_written(host: str):
    with pytest.raises(FetchError):
        HttpFetcher().fetch(f"https://{host}/")


def test_http_is_for_loopback_only_even_in_development():
    with pytest.raises(FetchError, match="only, at this machine's loopback address"):
        local_fetcher(resolver=Names(school=[PUBLIC])).fetch("http://school.example/")


def test_redirects_are_followed_to_where_they_lead():
    def answer(connection: socket.socket, head: str) -> None:
        if head.startswith("GET /a "):
            connection.sendall(response(b"", status="302 Found", location="b?x=1"))
        else:
            connection.sendall(response(b"[1]"))

    with running(answer) as server:
        found = local_fetcher().fetch(f"http://localhost:{server.port}/a")
    assert (f"http://localhost:{server.port}/b?x=1", b"[1]") == (found.url, found.body)


def test_more_than_three_redirects_are_too_many():
    with running(always(b"", status="307 Temporary Redirect", location="/again")) as server:
        with pytest.raises(FetchError, match="redirected more than 3 times"):
            local_fetcher().fetch(f"http://localhost:{server.port}/")
        assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("location", "complaint"),
    [
        ("http://private.example/", "not only, at this machine's loopback address"),
        ("https://localhost/", "to another scheme"),
        ("file:///etc/passwd", "to another scheme"),
        ("http://user@localhost/", "without a user"),
        ("http://[", "a URL with a host"),
        ("//[::1", "not a URL"),
        ("", "not said where to"),
    ],
)
def test_redirect_is_checked_like_the_first_url(location: str, complaint: str):
    names = Names(private=["10.0.0.5"], localhost=["127.0.0.1"])
    with running(always(b"", status="301 Moved Permanently", location=location)) as server:
        with pytest.raises(FetchError, match=complaint):
            local_fetcher(resolver=names).fetch(f"http://localhost:{server.port}/")
        assert len(server.requests) == 1


@pytest.mark.parametrize("status", ["204 No Content", "206 Partial Content", "404 Not Found", "500 Oh"])
def test_other_status_than_200_is_an_error(status: str):
    with (
        running(always(b"", status=status)) as server,
        pytest.raises(FetchError, match=f"status {status[:3]}"),
    ):
        local_fetcher().fetch(f"http://localhost:{server.port}/")


def test_error_names_the_url():
    with running(always(status="404 Not Found")) as server:
        url = f"http://localhost:{server.port}/none"
        with pytest.raises(FetchError, match=f"{url} cannot be fetched"):
            local_fetcher().fetch(url)


def test_document_that_is_too_large_is_refused():
    with running(always(b"x" * 1001)) as server, pytest.raises(FetchError, match="more than 1,000 bytes"):
        local_fetcher(max_bytes=1000).fetch(f"http://localhost:{server.port}/")


def test_gzip_bomb_is_refused():
    bomb = always(gzip.compress(bytes(10_000_000), mtime=0), content_encoding="gzip")
    with running(bomb) as server, pytest.raises(FetchError, match="more than 1,000 bytes"):
        local_fetcher(max_bytes=1000).fetch(f"http://localhost:{server.port}/")


def drip(connection: socket.socket, head: str) -> None:
    """Send a head, then a byte now and then."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b" ")
        time.sleep(0.02)


def drip_head(connection: socket.socket, head: str) -> None:
    """Send even the head a byte now and then."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nx: ")
    while True:
        connection.sendall(b"x")
        time.sleep(0.02)


def early_hints(connection: socket.socket, head: str) -> None:
    """Send one provisional answer after another."""
    while True:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        time.sleep(0.02)


def silence(connection: socket.socket, head: str) -> None:
    """Send nothing, until the other side hangs up."""
    connection.recv(1)


@pytest.mark.parametrize("answer", [drip, drip_head, early_hints, silence])
def test_slow_server_is_left_when_time_is_up(answer):
    # None of these servers ever ends by itself: that there is an error at all shows that it was left.
    with running(answer) as server, pytest.raises(FetchError, match=r"longer than 0\.2 seconds"):
        local_fetcher(max_seconds=0.2).fetch(f"http://localhost:{server.port}/")


def test_slow_tls_is_left_when_time_is_up(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"https://127.0.0.1:{mute.getsockname()[1]}/"
        with pytest.raises(FetchError, match="longer than"):
            local_fetcher(max_seconds=0.2).fetch(url)


def test_slow_look_up_is_left_when_time_is_up():
    over = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        over.wait(5)
        return ["127.0.0.1"]

    with pytest.raises(FetchError, match="too long to look up"):
        local_fetcher(resolver=slow, max_seconds=0.1).fetch("http://school.example/")
    over.set()


def test_unknown_host_is_said():
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(FetchError, match=r"address of school\.example cannot be found"):
        HttpFetcher(resolver=unknown).fetch("https://school.example/")


def test_host_that_does_not_answer_is_said():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(FetchError, match="localhost does not answer"):
        local_fetcher().fetch(f"http://localhost:{port}/")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\n" + b"x" * 200_000,
    ],
    ids=["nothing", "another protocol", "half a body", "an endless head"],
)
def test_server_that_does_not_speak_http_is_said(answer: bytes):
    server = running(lambda connection, _: connection.sendall(answer))
    with server as here, pytest.raises(FetchError, match="does not answer as HTTP"):
        local_fetcher().fetch(f"http://localhost:{here.port}/")


@pytest.mark.parametrize(
    ("cache_control", "requests"),
    [
        ("", 1),
        ("max-age=600", 1),
        ("public, max-age=0, must-revalidate", 2),
        ("no-store", 2),
        ("No-Cache", 2),
    ],
)
def test_document_is_kept_for_a_moment_unless_the_server_objects(cache_control: str, requests: int):
    with running(always(cache_control=cache_control)) as server:
        fetcher = local_fetcher()
        for _ in range(2):
            fetcher.fetch(f"http://localhost:{server.port}/list")
    assert requests == len(server.requests)


@pytest.mark.parametrize(("cache_control", "seconds"), [("", 60), ("max-age=7", 7), ("max-age=99999", 60)])
def test_document_is_not_kept_longer_than_a_minute_or_than_is_said(cache_control: str, seconds: int):
    now = 1000.0
    with running(always(cache_control=cache_control)) as server:
        fetcher = local_fetcher(clock=lambda: now)
        url = f"http://localhost:{server.port}/"
        fetcher.fetch(url)
        now += seconds - 0.1
        fetcher.fetch(url)
        assert len(server.requests) == 1
        now += 0.2
        fetcher.fetch(url)
    assert len(server.requests) == 2


def test_document_that_is_older_than_wished_is_fetched_anew():
    now = 1000.0
    with running(always()) as server:
        fetcher = local_fetcher(clock=lambda: now)
        url = f"http://localhost:{server.port}/list"
        fetcher.fetch(url)
        now += 5
        assert fetcher.fetch(url, max_age_seconds=5).age_seconds == 5
        assert fetcher.fetch(url, max_age_seconds=4.9).age_seconds == 0
        assert fetcher.fetch(url).age_seconds == 0
    assert len(server.requests) == 2


def test_errors_and_other_wishes_are_not_answered_from_the_cache():
    with running(always()) as server:
        fetcher = local_fetcher()
        for accept in ("application/json", "application/vc+jwt"):
            fetcher.fetch(f"http://localhost:{server.port}/", accept=[accept])
    assert len(server.requests) == 2
