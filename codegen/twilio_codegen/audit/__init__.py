"""Compares a schema with official declarations, and adds to it what is missing."""

from .rendering import ReportFormat, render_report
from .report import Finding, Report, audit
from .yaml_text import Addition, add_entries

__all__ = ["Addition", "Finding", "Report", "ReportFormat", "add_entries", "audit", "render_report"]
