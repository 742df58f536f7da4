"""The page in a real browser: it loads nothing, breaks no policy, fits a telephone, and speaks both languages."""

import re
import shutil
import subprocess
from html import escape as html_escape
from pathlib import Path

import pytest

from pipelines.report import render_page
from tests.conftest import lacking
from tests.unit.report import worlds

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip


@pytest.fixture(autouse=True)
def chromium() -> None:
    if not CHROMIUM.exists():
        lacking(str(CHROMIUM))


def browse(page: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    profile = page.parent / "profile"
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", *flags, page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    shutil.rmtree(profile, ignore_errors=True)
    return done


def probed(html: str, probe: str) -> str:
    """The page with a probe that writes what it measures into the title; only the copy on the bench has a script."""
    html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    return html.replace("</body>", f"<script>document.title = String({probe})</script></body>")


def title_of(html: str, directory: Path, probe: str, *flags: str) -> str:
    page = directory / "page.html"
    page.write_text(probed(html, probe), encoding="utf-8")
    found = re.search(r"<title>(.*?)</title>", browse(page, "--dump-dom", *flags).stdout, re.DOTALL)
    assert found
    return found.group(1)


def test_the_policy_is_kept_and_nothing_is_complained_about(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(render_page(worlds.demo()), encoding="utf-8")
    done = browse(page, "--enable-logging=stderr", "--v=0", "--dump-dom")
    assert "Hengyuan" in done.stdout
    assert "Content Security Policy" not in done.stderr
    assert "CONSOLE" not in done.stderr


def test_hostile_rows_run_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    for number, text in enumerate(worlds.HOSTILE[:3]):
        html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", render_page(worlds.hostile(text)))
        page.write_text(html.replace("alert(1)", "document.body.append('RAN')"), encoding="utf-8")
        assert ">RAN<" not in browse(page, "--dump-dom").stdout, number


WIDER = """
(doc => [doc.documentElement.scrollWidth, doc.defaultView.innerWidth, ...[...doc.querySelectorAll('main *')]
    .filter(e => !e.closest('.scroll, svg, .vh, details:not([open])') && e.getBoundingClientRect().right > WIDTH + 1)
    .map(e => e.className || e.tagName)].join(' '))(document.getElementById('page').contentDocument)
"""


def measured_at(width: int, html: str, directory: Path) -> list[str]:
    """Scroll width, window width, and whatever reaches beyond it, in a frame as wide as a telephone or a desk."""
    framed = html_escape(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html))
    frame = f'<body><iframe id="page" width="{width}" height="900" frameborder="0" srcdoc="{framed}"></iframe></body>'
    frame = frame.replace("<iframe", '<iframe onload="document.title = PROBE"')
    probe = html_escape(WIDER.replace("WIDTH", str(width)).replace("\n", " "))
    page = directory / "frame.html"
    page.write_text(f"<title></title>{frame.replace('PROBE', probe)}", encoding="utf-8")
    found = re.search(r"<title>(.*?)</title>", browse(page, "--dump-dom").stdout, re.DOTALL)
    assert found
    return found.group(1).split()


@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("world", [worlds.empty, worlds.essay, worlds.demo], ids=["empty", "essay", "demo"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_never_scrolls_sideways(world, width: int, language: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    marts = world()
    marts["build"][0]["language_code"] = language
    assert measured_at(width, render_page(marts), tmp_path) == [str(width), str(width)]


def test_long_names_from_outside_do_not_push_the_page_aside(tmp_path: Path) -> None:
    assert measured_at(390, render_page(worlds.hostile("x" * 5000)), tmp_path) == ["390", "390"]


@pytest.mark.parametrize(("language", "shown"), [("en", "en"), ("zh", "zh")])
def test_one_language_is_seen_and_the_switch_needs_no_script(language: str, shown: str, tmp_path: Path) -> None:
    marts = worlds.essay()
    marts["build"][0]["language_code"] = language
    seen = "['en', 'zh'].filter(c => getComputedStyle(document.querySelector('h1 .' + c)).display != 'none').join()"
    assert title_of(render_page(marts), tmp_path, seen) == shown
    other = "zh" if language == "en" else "en"
    switched = f"(document.getElementById('to-{other}').click(), {seen})"
    assert title_of(render_page(marts), tmp_path, switched) == other


def test_it_prints_on_few_pages(tmp_path: Path) -> None:
    page, paper = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(render_page(worlds.demo()), encoding="utf-8")
    browse(page, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    pages = len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes()))
    assert 1 <= pages <= 5
