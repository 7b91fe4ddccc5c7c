"""Writes an audit's report as text for people, as JSON for programs, or as Markdown for a review."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Literal

from twilio_codegen.reading.positions import Position

from .report import Finding, Report
from .yaml_text import shown_entry

ReportFormat = Literal["text", "json", "markdown"]


def render_report(report: Report, style: ReportFormat, *, folder: str) -> str:
    """Write a report.

    Args:
        report: The report.
        style: The format.
        folder: The schema folder, put before the files in it.

    Returns:
        The text. Its last line says the coverage, except in JSON.
    """
    if style == "json":
        return json.dumps(_data(report, folder), indent=2) + "\n"
    lines = _markdown(report, folder) if style == "markdown" else _text(report, folder)
    return "\n".join([*lines, f"coverage: {report.coverage:.1f} %"]) + "\n"


def _place(position: Position | None, folder: str = "") -> str:
    if position is None or not position.file:
        return "-"
    return f"{folder.rstrip('/')}/{position}" if folder else str(position)


def _extent(finding: Finding) -> str:
    return f", with {finding.within} parts" if finding.within else ""


def _text(report: Report, folder: str) -> Iterator[str]:
    for finding in report.findings:
        yield f"{finding.deviation.kind}: {finding.deviation.text}{_extent(finding)}"
        yield f"  declared  {_place(finding.declared_at)}"
        yield f"  schema    {_place(finding.schema_at, folder)}"
        if finding.addition is not None:
            where = "/".join(finding.addition.path)
            yield f"  add to    {folder.rstrip('/')}/{finding.addition.file} {where}"
            entry = shown_entry(finding.addition.key, finding.addition.value)
            yield from (f"    {line}" for line in entry.splitlines())
    yield from (f"stale ledger entry: {line}" for line in report.stale)
    for name in report.unresolved:
        yield f"not compared: {name} is declared in another package; name that package, too"
    yield (
        f"{report.title}: {report.declared} parts are declared; differences: {len(report.findings)}, "
        f"and {report.meant} that are meant"
    )


def _markdown(report: Report, folder: str) -> Iterator[str]:
    yield f"# Audit of {report.title}"
    yield ""
    if report.findings:
        yield "| | difference | declared | schema |"
        yield "| --- | --- | --- | --- |"
    for finding in report.findings:
        text = finding.deviation.text.replace("|", "\\|")
        yield (
            f"| {finding.deviation.kind} | `{text}`{_extent(finding)} | {_place(finding.declared_at)} "
            f"| {_place(finding.schema_at, folder)} |"
        )
    for finding in report.findings:
        if finding.addition is not None:
            yield ""
            yield f"Add to `{finding.addition.file}`, `{'/'.join(finding.addition.path)}`:"
            yield ""
            yield "```yaml"
            yield shown_entry(finding.addition.key, finding.addition.value)
            yield "```"
    for heading, lines in (("Stale ledger entries", report.stale), ("Not compared", report.unresolved)):
        if lines:
            yield from ("", f"{heading}:", "")
            yield from (f"- `{line}`" for line in lines)
    yield ""
    yield (
        f"{report.declared} parts are declared. Differences: {len(report.findings)}, and {report.meant} that are meant."
    )
    yield ""


def _data(report: Report, folder: str) -> dict[str, object]:
    return {
        "declarations": report.title,
        "findings": [
            {
                "kind": finding.deviation.kind,
                "what": finding.deviation.what,
                "owner": finding.deviation.owner,
                "name": finding.deviation.name,
                "parameter": finding.deviation.parameter,
                "message": finding.deviation.text,
                "declared": _place(finding.declared_at),
                "schema": _place(finding.schema_at, folder),
                "add": None
                if finding.addition is None
                else {
                    "file": finding.addition.file,
                    "path": list(finding.addition.path),
                    "yaml": shown_entry(finding.addition.key, finding.addition.value),
                },
            }
            for finding in report.findings
        ],
        "stale": list(report.stale),
        "unresolved": list(report.unresolved),
        "meant": report.meant,
        "declared": report.declared,
        "covered": report.covered,
        "coverage": round(report.coverage, 1),
    }
