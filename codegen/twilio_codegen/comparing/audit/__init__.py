"""Compares a schema with official declarations, and adds to it what is missing."""

from .rendering import ReportFormat, render_report
from .report import Finding, Report, audit, complete
from .yaml_text import Addition

__all__ = ["Addition", "Finding", "Report", "ReportFormat", "audit", "complete", "render_report"]
