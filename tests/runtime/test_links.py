from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urljoin, urlsplit, urlunsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twilio_realtime.errors import ArgumentError, ResponseError
from twilio_realtime.requests.links import (
    fill_template,
    host_of,
    join_path,
    path_of,
    resolve_link,
    split_plain,
    with_query,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@pytest.mark.parametrize(
    ("segment", "encoded"),
    [
        ("plain-Name_1~.x", "plain-Name_1~.x"),
        ("a/b?c%d#e", "a%2Fb%3Fc%25d%23e"),
        ("two words+more", "two%20words%2Bmore"),
        ("jiné jméno", "jin%C3%A9%20jm%C3%A9no"),
        (".", "%2E"),
        ("..", "%2E%2E"),
        ("...", "..."),
        ("a@b:c", "a%40b%3Ac"),
    ],
)
def test_each_segment_is_encoded_whole(segment: str, encoded: str) -> None:
    assert join_path("https://h.example/v1/", "X", segment) == f"https://h.example/v1/X/{encoded}"


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_segments_survive(segments: list[str]) -> None:
    path = urlsplit(join_path("https://h.example/base", *segments)).path
    assert [unquote(part) for part in path.split("/")[2:]] == segments


def test_base_without_path_and_with_query() -> None:
    assert join_path("http://127.0.0.1:8765", "v3") == "http://127.0.0.1:8765/v3"
    assert join_path("http://h.example/a?x=1", "b") == "http://h.example/a/b?x=1"


@pytest.mark.parametrize("segment", ["", "\ud800"])
def test_unusable_segments(segment: str) -> None:
    with pytest.raises(ArgumentError):
        join_path("https://h.example", segment)


def test_query() -> None:
    assert with_query("https://h.example/a", {"x": None}) == "https://h.example/a"
    assert (
        with_query("https://h.example/a", {"b": "1 2&=", "n": 0, "x": None}) == "https://h.example/a?b=1%202%26%3D&n=0"
    )
    assert with_query("https://h.example/a?o=1", {"b": "c"}) == "https://h.example/a?o=1&b=c"
    with pytest.raises(ArgumentError, match="token"):
        with_query("https://h.example/a", {"token": "\udfff"})


@given(st.dictionaries(TEXT, st.text(st.characters(exclude_categories=["Cs"])), max_size=4))
def test_query_survives(params: dict[str, str]) -> None:
    query = urlsplit(with_query("https://h.example/a", params)).query
    assert dict(parse_qsl(query, keep_blank_values=True)) == params


def test_host_and_path() -> None:
    assert host_of("HTTPS://User:pw@Aim.Example:444/x?y") == "aim.example:444"
    assert path_of("https://h.example/a%2Fb?secret=1") == "/a%2Fb"
    assert path_of("https://h.example") == "/"
    for url in ("/relative", "ftp://h.example/", "https:///x", "wss://h.example"):
        with pytest.raises(ArgumentError):
            host_of(url)


def test_templates_are_filled_in_place_by_place() -> None:
    template = "https://h.example/C/%s/M-%s?of=%s"

    filled = fill_template(template, "receipts", "a/b", "%s", "x&y")

    assert filled == "https://h.example/C/a%2Fb/M-%25s?of=x%26y"
    assert fill_template("/C/%s", "receipts", "..") == "/C/%2E%2E"


@pytest.mark.parametrize("template", ["/C", "/C/%s/%s", "https://%s/C", "%s://h.example/C", "https://u:%s@h.example"])
def test_templates_have_as_many_places_as_there_are_values_and_none_in_the_host(template: str) -> None:
    with pytest.raises(ResponseError, match=r"^the service has named a link 'receipts' that does not have 1 place"):
        fill_template(template, "receipts", "x")


@pytest.mark.parametrize("value", ["", "\ud800"])
def test_values_that_cannot_be_sent_are_refused(value: str) -> None:
    with pytest.raises(ArgumentError):
        fill_template("/C/%s", "receipts", value)


@given(
    st.from_regex(
        r"https?://[a-zA-Z0-9:.-]{1,12}(/[a-zA-Z0-9._~%;@-]{0,5}){0,3}[/?#]?([a-z0-9=&%-]{0,9})", fullmatch=True
    )
)
def test_a_plain_url_is_treated_as_the_library_does(url: str) -> None:
    plain = split_plain(url)
    if plain is None:
        return
    parts = urlsplit(url)

    assert plain == (parts.netloc, parts.path, parts.query)
    assert parts.hostname
    assert path_of(url) == (parts.path or "/")
    assert resolve_link("https://other.example/x/", url) == urljoin("https://other.example/x/", url)
    assert join_path(url, "a b") == urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/a%20b"))
    assert with_query(url, {"a": "b c"}) == urlunsplit(parts._replace(query=f"{parts.query}&a=b%20c".lstrip("&")))


@pytest.mark.parametrize(
    "url", ["https://h.example/v3/Maps/CH0.roster", "http://127.0.0.1:80", "https://h.example/a?b=%20&c=d"]
)
def test_usual_urls_are_plain(url: str) -> None:
    assert split_plain(url) is not None


@pytest.mark.parametrize(
    "url", ["", "/v3", "ftp://h", "https://h/?", "https://u@h/", "https://H/", "https://h/a#b", "https://:80"]
)
def test_other_urls_are_left_to_the_library(url: str) -> None:
    assert split_plain(url) is None
