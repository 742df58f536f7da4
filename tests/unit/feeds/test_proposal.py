"""A proposal is a mapping that loads once its questions are decided, and says nothing of persons."""

from pathlib import Path

import pytest

from pipelines.feeds.mapping import load_mapping
from pipelines.feeds.proposal_text import CONFIRM, glob_of, quoted, text_of
from pipelines.feeds.propose import Proposal, propose
from pipelines.feeds.sniff import sample
from pipelines.feeds.synonyms import words_of
from pipelines.yaml_file import ConfigurationError, parse


def proposal(folder: Path, text: str, table: str | None = None, name: str = "file.csv") -> Proposal:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return propose(sample(file, name), table)


def lines(found: Proposal) -> list[str]:
    return [line.strip() for line in text_of(found).splitlines()]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("CallDurationInSeconds", ("call", "duration", "in", "seconds")),
        ("_ownerid_value", ("owner", "id")),
        ("Custom field (Start date)", ("start", "date")),
        ("property_hs_ticket_priority", ("ticket", "priority")),
        ("MainCompetitors__c", ("main", "competitors")),
        ("Duration (in seconds)", ("duration",)),
        ("3、总体满意度（1-5）", ("总体满意度",)),
        ("ORDER_NO", ("order", "number")),
        ("ｃｕｓｔｏｍｅｒ　ＩＤ", ("customer", "id")),
        ("", ()),
    ],
)
def test_words_of_a_header(header: str, words: tuple[str, ...]) -> None:
    assert words_of(header) == words


def test_a_clear_file_is_a_mapping_that_loads_as_it_is(tmp_path: Path) -> None:
    found = proposal(tmp_path, "投诉编号,投诉日期,客户编号,状态\nC1,2026/6/8,A1,已关闭\nC2,2026/6/9,A2,处理中\n")
    text = text_of(found)
    assert CONFIRM not in text
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    named = load_mapping(tmp_path / "m.yaml")
    assert named.contract.name == "quality__complaint"
    assert named.mapping is not None and named.mapping.columns["received_at"].formats == ("%Y/%m/%d",)
    assert named.takes("quality/complaint/file.csv")


def test_an_ambiguous_date_stays_open_until_one_of_two_lines_is_kept(tmp_path: Path) -> None:
    found = proposal(tmp_path, "invoice number,invoice date,amount\nI1,03/04/2026,5\nI2,05/06/2026,6\n")
    text = text_of(found)
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="invoiced_on: is needed"):
        load_mapping(tmp_path / "m.yaml")
    us = '# invoiced_on: {from: "invoice date", formats: ["%m/%d/%Y"]}'
    assert us in text
    (tmp_path / "m.yaml").write_text(text.replace(us, us.removeprefix("# ")), encoding="utf-8")
    assert load_mapping(tmp_path / "m.yaml").contract.name == "finance__invoice"


def test_a_header_that_is_there_twice_stays_open_until_one_is_kept(tmp_path: Path) -> None:
    found = proposal(tmp_path, "invoice number,invoice date,amount,amount\nI1,2026-04-13,5,6\nI2,2026-05-14,6,7\n")
    assert {'# net_amount: "amount (1)"', '# net_amount: "amount (2)"'} <= set(lines(found))


def test_a_likeness_is_a_question_and_not_applied(tmp_path: Path) -> None:
    found = proposal(tmp_path, "loss id,loss date,estimated total loss amount\n1,2026-01-05,5\n", "quality__loss_event")
    assert f'{CONFIRM} loss_amount: "estimated total loss amount"' in text_of(found)
    assert "loss_amount" not in parse(text_of(found).encode(), "m").data["columns"]


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (
            "1,5,3",
            f"{CONFIRM} scale: {{min: 1, max: 5, direction: high_good}}  # values seen: 1 to 5; may also be 0–5, 1–7",
        ),
        (
            "0,10,7",
            f"{CONFIRM} scale: {{min: 0, max: 10, direction: high_good}}  # values seen: 0 to 10; may also be 0–100",
        ),
        (
            "0,5,3",
            f"{CONFIRM} scale: {{min: 0, max: 5, direction: high_good}}  # values seen: 0 to 5; may also be 0–10",
        ),
        ("满意,一般,不满意", "scale: {min: 1, max: 3, direction: high_good}  # of the words below"),
    ],
)
def test_scales_are_candidates_only(tmp_path: Path, values: str, line: str) -> None:
    rows = "".join(f"R{n},2026-01-05,{value}\n" for n, value in enumerate(values.split(",")))
    found = lines(proposal(tmp_path, f"response id,submitted at,rating\n{rows}"))
    assert any(text.startswith(line) for text in found), found


def test_words_of_the_customers_become_points_and_unknown_ones_only_shapes(tmp_path: Path) -> None:
    rows = "R1,2026-01-05,满意\nR2,2026-01-05,一般\nR3,2026-01-05,Quite OK\n"
    text = text_of(proposal(tmp_path, f"response id,submitted at,满意度\n{rows}"))
    assert 'values: {"一般": "3", "满意": "4"}' in text
    assert f"{CONFIRM} rating: 1 other words (Aaaaa AA) need `values`" in text
    assert "Quite" not in text


def test_tokens_for_no_answer_are_declared(tmp_path: Path) -> None:
    text = text_of(proposal(tmp_path, "response id,submitted at,rating\nR1,2026-01-05,5\nR2,2026-01-05,N/A\n"))
    assert 'missing: ["N/A"]' in text


def test_numbers_keep_their_marks(tmp_path: Path) -> None:
    rows = 'L1,2026-01-05,"￥1,200.50"\nL2,2026-01-05,(300.00)\n'
    text = text_of(proposal(tmp_path, f"loss id,loss date,loss amount\n{rows}"))
    assert 'thousands: ","' in text and 'symbols: ["￥"]' in text and 'negatives: ["parentheses"]' in text


def test_a_numbered_questionnaire_has_items(tmp_path: Path) -> None:
    text = text_of(
        proposal(tmp_path, "答卷编号,提交时间,1、交付准时,2、问题处理\nR1,2026-01-05,5,4\nR2,2026-01-05,3,2\n")
    )
    assert f"{CONFIRM} items:" in text and '#   q1: "1、交付准时"  # values seen: 3 to 5' in text


def test_no_value_of_the_file_is_written(tmp_path: Path) -> None:
    rows = "".join(
        f"R{n},2026-01-05,Anna Kowalski{n},anna{n}@example.org,13800000{n:03},Nice folks\n" for n in range(50)
    )
    text = text_of(proposal(tmp_path, f"response id,submitted at,agent name,mail,mobile,remarks\n{rows}"))
    assert not [word for word in ("Anna", "Kowalski", "example.org", "138", "Nice") if word in text]


def test_a_header_cannot_break_out_of_its_line(tmp_path: Path) -> None:
    found = proposal(
        tmp_path, '"id\nfeed: x",submitted at,"rating\u202e # "\nR1,2026-01-05,5\nR2,2026-01-05,4\n', "survey__response"
    )
    data = parse(text_of(found).encode(), "m").data
    assert (data["feed"], data["table"]) == ("survey", "response")
    assert "\u202e" not in text_of(found)


def test_names_with_numbers_become_globs() -> None:
    assert glob_of("a/回访表_2026-09.csv") == "**/回访表_*-*.csv"
    assert quoted('a"b\n\U000e0001') == '"a\\"b\\n\\U000e0001"'


def test_the_best_table_and_the_next_ones_are_named(tmp_path: Path) -> None:
    found = proposal(tmp_path, "订单号,下单日期,客户编号,订单金额\n1,2026-01-05,A,5\n", name="订单.csv")
    assert found.contract.name == "crm__sales_order"
    expected = {"order_id": "订单号", "ordered_at": "下单日期", "account_id": "客户编号", "order_amount": "订单金额"}
    assert {match.column: match.header for match in found.matches} == expected


def test_a_call_sheet_loads_when_its_questions_are_answered(tmp_path: Path) -> None:
    """Every line that is marked as a question is a line of a mapping: taking the marks away answers yes."""
    header = "回访时间,单位名称,访问员,通话时长,满意度得分,意见建议"
    sheet = f"{header}\n2026/1/6,鼎新,李娜,2分15秒,满意,好\n2026/1/7,恒远,王芳,135,不满意,慢\n"
    text = text_of(proposal(tmp_path, sheet, "survey__response"))
    assert '{digest: ["回访时间", "单位名称", "访问员"]}' in text
    assert """call_seconds: {expression: "seconds_in(col('通话时长'))"}""" in text
    decided = [line if line.startswith("#") else line.replace(f"{CONFIRM} ", "") for line in text.splitlines()]
    (tmp_path / "m.yaml").write_text("\n".join(decided), encoding="utf-8")
    named = load_mapping(tmp_path / "m.yaml")
    assert named.mapping is not None
    assert sorted(named.mapping.columns) == [
        "account_id", "call_seconds", "collector_id", "comment_text", "rating", "response_id", "submitted_at",
    ]  # fmt: skip


def test_three_words_are_a_scale_of_three_as_in_the_shipped_call_back_sheet(tmp_path: Path) -> None:
    three = text_of(proposal(tmp_path, "response id,submitted at,满意度\nR1,2026-01-05,满意\nR2,2026-01-05,不满意\n"))
    assert "scale: {min: 1, max: 3, direction: high_good}" in three
    assert 'values: {"满意": "3", "不满意": "1"}' in three or 'values: {"不满意": "1", "满意": "3"}' in three
    five = text_of(proposal(tmp_path, "response id,submitted at,满意度\nR1,2026-01-05,满意\nR2,2026-01-05,非常满意\n"))
    assert "max: 5" in five and '"满意": "4"' in five
