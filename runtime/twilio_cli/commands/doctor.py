"""The command that finds out why a client does not work, with its options."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ..account import Account
from ..console import fail
from ..products import chosen
from ..trouble import finish
from .shared_options import DEFAULT_BASE_URL, AsJson, BaseUrl, Region, TokenFile, Verbose

__all__ = ["doctor"]


def doctor(
    context: typer.Context,
    base_url: BaseUrl = DEFAULT_BASE_URL,
    region: Region = None,
    token_file: TokenFile = None,
    timeout: Annotated[float, typer.Option(min=0.1, max=300, help="Seconds for each check.")] = 10.0,
    live: Annotated[
        bool, typer.Option("--live", help="Try the real service instead, with an API key of the environment.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Where --live writes its report.", metavar="FILE", show_default=False)
    ] = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Find out why a client does not work.

    Looks at token, address, clock and versions. Ends with 1 if a client would not work.

    The token itself is never shown.

    With --live two users talk on the real service, which is asked what we only believe of it. Without an API key it
    says what it would do.

    Example: TWILIO_TOKEN=$(twilio-chat token --identity alice) twilio-chat doctor
    """
    if live:
        # The real service is meant, whatever is set for other commands, unless this one is told otherwise.
        source = context.get_parameter_source("base_url")
        told = source is not None and source.name == "COMMANDLINE"
        _examine_live(base_url if told else None, region, report, as_json)
        return

    from ..doctor import examine

    account = Account.of(base_url, region, token_file)
    if not finish(examine(account, timeout=timeout, as_json=as_json)):
        raise typer.Exit(1)


def _examine_live(base_url: str | None, region: str | None, report: Path | None, as_json: bool) -> None:
    from twilio_local import LocalServiceError, ServiceCredentials

    from ..live.run import VARIABLES, examine_live, tell_plan

    if base_url is None and not any(os.environ.get(name) for name in VARIABLES):
        tell_plan()
        return
    try:
        credentials = ServiceCredentials.from_environment()
    except LocalServiceError as error:
        fail(str(error))
    file = report or Path(f"{chosen().name}-live-report.md")
    if not examine_live(credentials, base_url=base_url, region=region, file=file, as_json=as_json):
        raise typer.Exit(1)
