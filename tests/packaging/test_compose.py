"""The file for a fleet in containers, as far as it can be tried without any."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import cast

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from support.nats_process import NatsProcess, nats_server
from twilio_cli.commands import app
from twilio_fleet import BrokerError
from twilio_fleet.jetstream import Broker, NatsLeases
from twilio_realtime.json import JsonObject, as_object

ROOT = Path(__file__).parents[2]
VARIABLE = re.compile(r"\$\{(\w+)(?::\?|-|\})")


def read(name: str) -> JsonObject:
    return cast("JsonObject", YAML(typ="safe").load((ROOT / name).read_text(encoding="utf-8")))  # pyright: ignore[reportUnknownMemberType]


FLEET = read("compose.fleet.yaml")
SERVICES = {name: as_object(one) for name, one in as_object(FLEET["services"]).items()}
WORKERS = [one for name, one in SERVICES.items() if name.startswith("worker")]


def test_two_workers_do_what_the_command_can() -> None:
    assert len(WORKERS) == 2
    assert WORKERS[0] == WORKERS[1], "workers of a fleet are alike"
    words = cast("list[str]", WORKERS[0]["command"])
    assert words[:2] == ["twilio-chat", "relay"]
    explained = CliRunner().invoke(app, ["relay", "--help"], env={"COLUMNS": "200", "TERM": "dumb"}).output
    assert {word for word in words if word.startswith("--")} <= set(re.findall(r"--[a-z-]+", explained))
    # What is wrong with options is told before anything is connected; here it is the file with users alone.
    ended = CliRunner().invoke(app, words[1:], env={"NATS_URL": "nats://127.0.0.1:1"})
    assert ended.exit_code == 1
    assert "cannot read identities from the file '/run/fleet/identities.txt'" in ended.stderr
    mounts = cast("list[JsonObject]", WORKERS[0]["volumes"])
    assert [mount["target"] for mount in mounts] == [words[words.index("--identities") + 1]]
    probe = cast("list[str]", as_object(WORKERS[0]["healthcheck"])["test"])[-1]
    assert f":{words[words.index('--health') + 1].rpartition(':')[2]}/readyz" in probe
    compile(probe, "healthcheck", "exec")


def test_secrets_come_from_the_environment_and_are_required() -> None:
    text = (ROOT / "compose.fleet.yaml").read_text(encoding="utf-8")
    required = set(re.findall(r"\$\{(\w+):\?", text))
    assert required == {
        *("TWILIO_ACCOUNT_SID", "TWILIO_API_KEY_SID", "TWILIO_API_KEY_SECRET", "TWILIO_SERVICE_SID"),
        *("NATS_PASSWORD", "FLEET_IDENTITIES"),
    }
    assert set(VARIABLE.findall(text)) - required == {"TWILIO_BASE_URL", "TWILIO_REGION"}


def test_everything_is_bounded_and_pinned() -> None:
    for name, one in SERVICES.items():
        assert {"mem_limit", "cpus", "pids_limit", "healthcheck", "restart", "read_only"} <= one.keys(), name
        assert one["cap_drop"] == ["ALL"]
        assert "ports" not in one, "nobody outside needs it"
    assert re.fullmatch(r"nats:\d+\.\d+\.\d+(-alpine)?", str(SERVICES["nats"]["image"]))
    volumes = [str(one).partition(":")[0] for one in cast("list[object]", SERVICES["nats"]["volumes"])]
    assert set(volumes) == as_object(FLEET["volumes"]).keys()
    beside = as_object(read("compose.yaml")["services"])
    assert not beside.keys() & SERVICES.keys()
    assert "http://twilio:8765" in str(WORKERS[0]["environment"])
    assert "twilio" in beside


def test_the_image_has_what_a_worker_needs() -> None:
    extras = re.search(r"\[(cli[^\]]*)\]", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    assert extras is not None
    assert {"cli", "fleet"} <= set(extras[1].split(","))


async def test_the_server_takes_its_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = nats_server() or shutil.which("nats-server")
    if program is None:
        pytest.skip("there is no nats-server for this machine")
    content = str(as_object(as_object(FLEET["configs"])["nats"])["content"]).replace("$$", "$")
    assert "listen" in content
    # The test's own server has a port and a folder; what else there is must be as it stands.
    lines = [line for line in content.splitlines() if not line.startswith(("listen", "jetstream", "http"))]
    monkeypatch.setenv("NATS_PASSWORD", "guess1what")
    server = NatsProcess(program, tmp_path, "\n".join(lines))
    await server.start()
    try:
        async with Broker(server.url.replace("//", "//relay:guess1what@")) as broker:
            assert await NatsLeases(broker, "shop-leases").workers() == frozenset()
        async with Broker(server.url.replace("//", "//relay:wrong@")) as broker:
            with pytest.raises(BrokerError, match="does not accept"):
                await NatsLeases(broker, "shop-leases").workers()
    finally:
        await server.kill()
