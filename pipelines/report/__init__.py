"""PUBLISH, for people: one page that an executive reads in a minute.

Belongs here: what the page says and how it looks.
Elsewhere: every figure on it (the published marts), which build is seen (publish).

    compose   rows of a build -> page model: first the answer (headline, contradictions, next_steps), then the evidence
              (years, scorecard, executives, readiness, losses, unmeasured, suspicion, files)
    words     messages, numbers, foreign text made inert
    render    page model -> one HTML file; messages/ and templates/
"""

from collections.abc import Mapping
from pathlib import Path

from pipelines.publish import export
from pipelines.report.compose import NEEDS, Row, compose
from pipelines.report.render import render

__all__ = ["NEEDS", "render_page", "write_page"]


def render_page(marts: Mapping[str, list[Row]]) -> str:
    """The page of one build as HTML; `marts` holds the rows of each query of NEEDS."""
    return render(compose(marts))


def write_page(folder: Path) -> Path:
    """Write the page of the build in `folder`, from its own DuckDB file, and return the page's path."""
    page = folder / export.PAGE
    page.write_text(render_page(export.read_rows(folder, NEEDS)), encoding="utf-8")
    return page
