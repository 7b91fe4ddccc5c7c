"""Media: uploads raw and as forms, records, temporary addresses, what browsers need."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from support.chat_rest import ChatRest
from twilio_local import Limits, LocalService
from twilio_realtime.json import JsonObject, JsonValue, as_object

from .conftest import User

BYTES = bytes(range(256)) * 3000 + b"\r\n--boundary\r\n"


@pytest.fixture
async def http(service: LocalService) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"X-Twilio-Token": service.token("alice")}
    url = f"{service.base_url}/v1/Services/{service.credentials.service_sid}"
    async with httpx.AsyncClient(base_url=url, headers=headers) as client:
        yield client


@pytest.fixture
async def anonymous() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


async def upload(http: httpx.AsyncClient, content: bytes = BYTES, kind: str = "image/png") -> str:
    response = await http.post("/Media?Category=media", content=content, headers={"Content-Type": kind})
    assert response.status_code == 201, response.text
    return str(response.json()["sid"])


async def test_raw_upload(service: LocalService, http: httpx.AsyncClient, anonymous: httpx.AsyncClient) -> None:
    response = await http.post(
        "/Media?Category=media&Filename=p%C3%ADc.png", content=BYTES, headers={"Content-Type": "image/png"}
    )
    record = response.json()
    path = f"/v1/Services/{service.credentials.service_sid}/Media/{record['sid']}"
    assert response.status_code == 201
    assert (record["size"], record["content_type"], record["filename"]) == (len(BYTES), "image/png", "píc.png")
    assert (record["author"], record["url"], record["links"]) == ("alice", path, {"content": f"{path}/Content"})
    read = (await http.get(f"/Media/{record['sid']}")).json()
    content = await anonymous.get(read["links"]["content_direct_temporary"])
    assert content.content == BYTES
    assert content.headers["content-type"] == "image/png"
    assert content.headers["x-content-type-options"] == "nosniff"
    assert content.headers["content-security-policy"] == "sandbox"
    assert (await http.get(f"/Media/{record['sid']}/Content")).content == BYTES


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../victim", "victim"),
        ("..\\..\\victim.txt", "victim.txt"),
        ("/etc/passwd", "passwd"),
        ("a\r\nb\u202egnp.exe", "abgnp.exe"),
        ("..", None),
        ("a/", None),
    ],
)
async def test_names_are_cleaned_before_they_are_stored(http: httpx.AsyncClient, given: str, kept: str | None) -> None:
    response = await http.post(
        "/Media", params={"Filename": given}, content=b"1", headers={"Content-Type": "image/png"}
    )
    assert response.json()["filename"] == kept


async def test_streamed_upload_of_unknown_length(http: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(BYTES), 10_000):
            yield BYTES[start : start + 10_000]

    response = await http.post("/Media", content=pieces(), headers={"Content-Type": "a/b"})
    assert response.json()["size"] == len(BYTES)


async def test_form_upload(http: httpx.AsyncClient) -> None:
    head = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="obr\xc3\xa1zek \xf0\x9f\x8e\x89.bin"\r\n'
        b"Content-Type: application/x-thing\r\n\r\n"
    )
    response = await http.post(
        "/Media?Category=media",
        content=head + BYTES + b"\r\n--b--\r\n",
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    )
    record = response.json()
    assert (record["size"], record["content_type"]) == (len(BYTES), "application/x-thing")
    assert record["filename"] == "obrázek 🎉.bin"
    assert (await http.get(f"/Media/{record['sid']}/Content")).content == BYTES


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=b"),
        (b"--b\r\n\r\n", "multipart/form-data; boundary=b"),
        (b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nv\r\n--b--\r\n', "multipart/form-data; boundary=b"),
        (b"x", "bad\u00e9"),
        (b"x", ""),
    ],
)
async def test_invalid_uploads(http: httpx.AsyncClient, content: bytes, kind: str) -> None:
    response = await http.post("/Media", content=content, headers=[(b"Content-Type", kind.encode("latin-1"))])
    assert response.status_code == 400
    assert response.json()["status"] == 400


async def test_size_limit() -> None:
    async with LocalService(limits=Limits(media_bytes=1000)) as service:
        url = f"{service.base_url}/v1/Services/{service.credentials.service_sid}/Media"
        headers = {"X-Twilio-Token": service.token("alice"), "Content-Type": "a/b"}

        async def endless() -> AsyncIterator[bytes]:
            for _ in range(3):
                yield b"x" * 500

        async with httpx.AsyncClient(headers=headers) as client:
            assert (await client.post(url, content=b"x" * 1000)).status_code == 201
            assert (await client.post(url, content=b"x" * 1001)).status_code == 413
            refused = await client.post(url, content=endless())
            assert (refused.status_code, refused.json()["status"]) == (413, 413)


async def test_media_messages(service: LocalService, user: User, http: httpx.AsyncClient) -> None:
    alice, bob, carol = await user("alice"), await user("bob"), await user("carol")
    sid = await alice.create(type="private")
    await alice.join(sid)
    await alice.add(sid, "bob")
    media = await upload(http)
    as_bob = {"X-Twilio-Token": service.token("bob")}
    assert (await http.get(f"/Media/{media}", headers=as_bob)).status_code == 404
    theirs = await bob.call("POST", bob.channel_url(sid, "Messages"), {"media_sid": media})
    assert theirs.http_status == 404
    for nothing in ("", "ME0"):
        lost = await alice.call("POST", alice.channel_url(sid, "Messages"), {"media_sid": nothing, "body": "x"})
        assert lost.http_status == 404
    sent = await alice.call("POST", alice.channel_url(sid, "Messages"), {"media_sid": media, "attributes": "{}"})
    assert (sent.object["type"], sent.object["body"]) == ("media", None)
    again = await alice.call("POST", alice.channel_url(sid, "Messages"), {"media_sid": media})
    assert again.http_status == 409
    (item,) = await bob.items("Lists", f"{sid}.messages")
    assert item_media(item) == {"sid": media, "filename": None, "contentType": "image/png", "size": len(BYTES)}
    record = (await http.get(f"/Media/{media}", headers=as_bob)).json()
    assert (record["channel_sid"], record["message_sid"]) == (sid, sent.object["sid"])
    as_carol = {"X-Twilio-Token": service.token("carol")}
    assert (await http.get(f"/Media/{media}", headers=as_carol)).status_code == 404
    assert carol.configuration
    await alice.call("DELETE", alice.channel_url(sid, "Messages", sent.text("sid")))
    assert (await http.get(f"/Media/{media}")).status_code == 404


def item_media(item: JsonObject) -> JsonValue:
    return as_object(item["data"])["media"]


async def test_temporary_addresses_expire() -> None:
    clock = [1_000_000.0]
    async with LocalService(now=lambda: clock[0]) as service:
        url = f"{service.base_url}/v1/Services/{service.credentials.service_sid}/Media"
        headers = {"X-Twilio-Token": service.token("alice"), "Content-Type": "a/b"}
        async with httpx.AsyncClient() as client:
            sid = (await client.post(url, content=b"x", headers=headers)).json()["sid"]
            record = (await client.get(f"{url}/{sid}", headers=headers)).json()
            temporary = record["links"]["content_direct_temporary"]
            assert (await client.get(temporary)).content == b"x"
            for wrong in (
                temporary[:-1] + ("0" if temporary[-1] != "0" else "1"),
                temporary.replace("Expires=1", "Expires=2"),
                temporary.replace("Signature=", "Signature=é"),
                temporary.replace("Expires=", "Expires=²"),
            ):
                assert (await client.get(wrong)).status_code == 403
            clock[0] += 301
            assert (await client.get(temporary)).status_code == 403


async def test_browsers_may_come_from_anywhere(http: httpx.AsyncClient, anonymous: httpx.AsyncClient) -> None:
    sid = await upload(http)
    for origin in ("https://app.example", "null", "file://"):
        preflight = await anonymous.options(
            f"{http.base_url}Media",
            headers={
                "Origin": origin,
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "content-type,x-twilio-token",
            },
        )
        assert preflight.is_success
        assert preflight.headers["access-control-allow-origin"] == "*"
        allowed = preflight.headers["access-control-allow-headers"].lower()
        assert "content-type" in allowed
        assert "x-twilio-token" in allowed
        headers = {"Origin": origin}
        answers = [
            await http.get(f"/Media/{sid}", headers=headers),
            await http.get(f"/Media/{sid}/Content", headers=headers),
            await http.get("/Media/ME0", headers=headers),
            await anonymous.get(f"{http.base_url}Media/{sid}", headers=headers),
            await anonymous.get(f"{http.base_url}Media/{sid}/Content?Expires=1&Signature=00", headers=headers),
        ]
        assert [answer.status_code for answer in answers] == [200, 200, 404, 401, 403]
        assert all(answer.headers["access-control-allow-origin"] == "*" for answer in answers)


async def test_deleting_the_channel_deletes_its_media(user: User, http: httpx.AsyncClient) -> None:
    alice: ChatRest = await user("alice")
    sid = await alice.create()
    await alice.join(sid)
    media = await upload(http)
    await alice.call("POST", alice.channel_url(sid, "Messages"), {"media_sid": media})
    await alice.call("DELETE", alice.channel_url(sid))
    assert (await http.get(f"/Media/{media}")).status_code == 404
