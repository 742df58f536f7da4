"""The page as HTML: whole, self-contained, in both languages, and inert whatever the marts hold."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from pipelines.report import render_page
from pipelines.report.words import inert
from tests.unit.report import worlds

VOID = {"meta", "input", "line", "rect", "circle", "path", "br"}


class Dom(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title"):
            self.text.append(data)


@pytest.mark.parametrize("world", [worlds.empty, worlds.essay, worlds.demo])
def test_the_page_is_well_formed_and_self_contained(world) -> None:  # type: ignore[no-untyped-def]
    page = render_page(world())
    dom = Dom(page)
    assert dom.open == []
    assert {tag for tag, _ in dom.elements}.isdisjoint({"script", "link", "img", "iframe", "object", "form", "base"})
    assert "://" not in page
    assert "url(" not in page
    for tag, attributes in dom.elements:
        for name, value in attributes:
            assert not name.startswith("on"), (tag, name)
            assert name not in ("src", "style", "srcset", "action"), (tag, name)
            assert name != "href" or (value or "").startswith("#")


def test_the_policy_allows_this_style_and_nothing_else() -> None:
    page = render_page(worlds.essay())
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert f'content="{policy}"' in page


def test_ids_are_unique_and_labels_point_somewhere() -> None:
    elements = Dom(render_page(worlds.demo())).elements
    ids = [value for _, attributes in elements for name, value in attributes if name == "id"]
    pointers = [v for _, attributes in elements for n, v in attributes if n in ("for", "aria-labelledby")]
    assert len(ids) == len(set(ids))
    assert set(pointers) <= set(ids)


def test_sections_come_in_the_order_in_which_they_matter() -> None:
    page = render_page(worlds.demo())
    order = [
        "h-headline", "h-contradictions", "h-next", "h-years", "h-scorecard", "h-executives", "h-pay", "h-maturity",
        "h-losses", "h-unmeasured", "h-look", "h-cannot", "h-files", "h-method",
    ]  # fmt: skip
    places = [page.index(f'id="{name}"') for name in order]
    assert places == sorted(places)


def test_the_essays_company_shows_both_numbers_and_both_verdicts() -> None:
    text = " ".join(Dom(render_page(worlds.essay())).text)
    for words in (
        "100.0\u202f%",
        "5.7\u202f%",
        "cannot be estimated",
        "Not scorable",
        "Not demonstrated",
        "Cannot tell",
        "Invented",
    ):
        assert words in text
    for words in ("无法估计", "不可计分", "未能证实", "无法判断", "虚构"):
        assert words in text


def test_every_english_text_has_its_chinese_twin() -> None:
    classes = [
        dict(attributes).get("class") for tag, attributes in Dom(render_page(worlds.demo())).elements if tag == "span"
    ]
    assert classes.count("en") == classes.count("zh") > 100


def test_the_one_minute_is_answered_before_any_evidence() -> None:
    page = render_page(worlds.demo())
    hero = page[: page.index('id="h-contradictions"')]
    for words in ("88.4", "78.3–83.9", "2.5", "Has customer orientation landed?", "Not fit to pay on", "不可挂钩薪酬"):
        assert words in hero, words


def test_a_table_made_of_rows_holds_nothing_but_rows() -> None:
    page = re.sub(r"\s+", " ", render_page(worlds.demo()))
    tables = re.findall(r'<div[^>]* role="table"[^>]*> ?(<[^>]+>)', page)
    assert len(tables) >= 6
    assert all('role="row"' in first for first in tables)
    assert 'class="perspective" role' not in page and 'class="times" role' not in page


def test_status_is_never_colour_alone() -> None:
    page = render_page(worlds.demo())
    chips = re.findall(r'<span class="chip is-\w+">(.*?)</span></span>', page, re.DOTALL)
    assert chips
    assert all("<svg" in chip and re.search(r'class="en"[^>]*>\w', chip) for chip in chips)


@pytest.mark.parametrize("text", worlds.HOSTILE, ids=range(len(worlds.HOSTILE)))
def test_hostile_text_adds_nothing_but_text(text: str) -> None:
    page = render_page(worlds.hostile(text))
    page.encode("utf-8")
    assert Dom(page).elements == Dom(render_page(worlds.hostile("harmless"))).elements
    assert inert(text)[:20] in "".join(Dom(page).text)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", page)


def test_five_thousand_suspicious_units_fit_into_two_megabytes() -> None:
    marts = worlds.demo(looks=5000)
    marts["batches"] = [{**row, "sha256": f"{i}-{row['sha256']}"} for i in range(500) for row in marts["batches"]]
    assert len(render_page(marts).encode()) < 2_000_000


def test_the_same_rows_give_the_same_page() -> None:
    assert render_page(worlds.demo()) == render_page(worlds.demo())


def test_the_page_opens_in_the_companys_language() -> None:
    marts = worlds.demo()
    marts["build"][0]["language_code"] = "zh"
    assert '<html lang="zh-Hans">' in render_page(marts)
    assert re.search(r'id="to-zh" checked', render_page(marts))


def test_records_that_do_not_add_up_are_shown_apart_from_units_and_only_where_there_are_some() -> None:
    page = render_page(worlds.essay())
    assert "Records and claims that do not add up" in page and "不相符的记录与主张" in page
    assert "Mailboxes" in page and "2026-01–2026-03" in page
    assert "Records and claims that do not add up" not in render_page({**worlds.essay(), "records": []})
