"""Rows of published marts as small worlds: what the page is tested on."""

import datetime as dt
from decimal import Decimal
from typing import Any

from pipelines.vocabulary import Conclusion
from tests.unit.report import scorecard_worlds

Row = dict[str, Any]
Marts = dict[str, list[Row]]

_DETECTORS = (
    ("U1", "Is everyone satisfied too often to be true?", "满意的比例高得不像真的吗？", "Clopper & Pearson (1934)"),
    ("U2", "Has it been so for too many periods in a row?", "这样的情况是否连续太多期？", ""),
    ("C1", "Are customers content although they suffered a severe loss?", "客户遭受重大损失后仍然满意吗？", ""),
    (
        "P1",
        "Is a perfect published figure without answers contradicted by losses?",
        "没有答卷的满分数字是否与损失相矛盾？",
        "",
    ),
)
_REASONS = {
    "too_few_answers": ("Too few answers to tell.", "答卷太少，无法判断。"),
    "no_outside_reference": ("Nobody independent was asked.", "没有独立的参照。"),
    "no_answers_behind_figure": ("No answers stand behind the published figure.", "公布的数字背后没有答卷。"),
    "too_uniform": ("More satisfied than honest units would be.", "满意比例高于诚实单元。"),
    "content_despite_loss": ("All were content despite severe losses.", "遭受重大损失后仍全部满意。"),
    "uniform_without_answers": (
        "Perfect, without answers, beside losses above the limit.",
        "满分，无答卷，且损失超限。",
    ),
    "outcome_evidence": ("Independent answers or losses say otherwise.", "独立答卷或损失与之矛盾。"),
    "nothing_found": ("Nothing was found.", "未发现异常。"),
}


def _build(company: str, through: dt.date) -> Row:
    return {
        "build_id": "20261001T020000000Z-1f3a9c42", "company": company, "is_invented": True, "language_code": "en",
        "data_through_on": through, "schema_version": 1, "code_version": "0.1.0+3f1c77aa90de",
        "config_hash": "c0ffee" * 10,
        "input_hash": "1f3a9c42" * 8, "loaded_row_count": 103_247, "quarantined_row_count": 14,
        "ignored_row_count": 0,
    }  # fmt: skip


def _detectors() -> list[Row]:
    counts = ((6, 210, 268, 4), (4, 51, 425, 8), (34, 12, 438, 4), (0, 2, 0, 486))
    return [
        {
            "detector_id": detector, "question_en": english, "question_zh": chinese, "source": source,
            "method_version": f"{detector.lower()}-1", "suspicious_count": n[0], "clear_count": n[1],
            "cannot_tell_count": n[2], "not_applicable_count": n[3],
        }
        for (detector, english, chinese, source), n in zip(_DETECTORS, counts, strict=True)
    ]  # fmt: skip


def _reasons() -> list[Row]:
    return [{"reason_code": code, "text_en": en, "text_zh": zh} for code, (en, zh) in _REASONS.items()]


def _batch(number: int, file: str, table: str, loaded: int, quarantined: int = 0, **more: Any) -> Row:
    return {
        "batch_no": number, "feed": table.split("/")[0], "table_name": table.split("/")[1], "file": file,
        "sha256": f"{number:064x}",
        "status": "loaded", "row_count": loaded + quarantined, "loaded_count": loaded,
        "quarantined_count": quarantined,
        "ignored_count": 0, **more,
    }  # fmt: skip


def _year(year: int, **values: Any) -> Row:
    return {
        "company_id": "x", "period_id": str(year), "reported_share": None, "reported_origin": None,
        "reported_count": None,
        "adjusted_share": None, "adjusted_lower_share": None, "adjusted_upper_share": None,
        "external_failure_cost_amount": None, "revenue_amount": None, "external_failure_cost_share": None,
        "external_failure_cost_limit": 0.01, "currency_code": "CNY", "unit_count": 0, "suspicious_unit_count": 0,
        "warn_unit_count": 0, "cannot_tell_unit_count": 0, "satisfaction_status_code": "not_measured",
        "implementation_code": "cannot_tell", "implementation_reason": None, **values,
    }  # fmt: skip


def _kpi(kpi: str, english: str, chinese: str, perspective: str, period: str, **values: Any) -> Row:
    return {
        "kpi_id": kpi, "kpi_name_en": english, "kpi_name_zh": chinese, "perspective_code": perspective,
        "org_unit_id": "company", "period_kind": "year", "period_id": period, "direction": "high_good",
        "unit_code": "share",
        "numerator": None, "denominator": None, "n": None, "coverage_share": None, "reported_value": None,
        "lower_value": None, "upper_value": None, "adjusted_value": None, "adjusted_lower_value": None,
        "adjusted_upper_value": None, "floor_value": None, "target_value": None, "stretch_value": None,
        "weight": 100.0,
        "score": None, "status_code": "not_measured", "gate_code": None, "gate_reason": None,
        "method_version": "score-1",
        **values,
    }  # fmt: skip


_F04 = {"direction": "low_good", "floor_value": 0.03, "target_value": 0.01, "stretch_value": 0.005}
_C01 = {"floor_value": 0.85, "target_value": 0.95, "stretch_value": 0.99}
_P02 = {"floor_value": 0.80, "target_value": 0.92, "stretch_value": 0.98}
_G01 = {"floor_value": 0.10, "target_value": 0.333, "stretch_value": 0.50}
_I05 = {"direction": "low_good", "weight": None}
_C14 = {"weight": None}
_NAMES = {
    "C09": ("Customer success index", "客户成功指数", "customer"),
    "C14": ("Customers' own scorecards in good standing", "客户评分卡状态", "customer"),
    "I05": ("Contradicted satisfaction", "矛盾率", "integrity"),
    "F04": ("External failure cost ratio", "外部质量损失率", "finance"),
    "C01": ("Reported satisfaction", "报告满意度", "customer"),
    "P02": ("On time in full", "按时足量交付率", "process"),
    "G01": ("Executives' on-site customer time", "高管客户现场时间占比", "growth"),
}


def _card(kpi: str, period: str, **values: Any) -> Row:
    return _kpi(kpi, *_NAMES[kpi], period, **values)


def empty() -> Marts:
    """A company that has handed over nothing."""
    build = {**_build("Nothing yet", dt.date(2026, 9, 30)), "data_through_on": None}
    names = (
        "batches",
        "headline",
        "scorecard",
        "conclusions",
        "looks",
        "figures",
        "findings",
        "records",
        "detectors",
        "reasons",
    )
    return {"build": [build], **{name: [] for name in names}, **scorecard_worlds.nothing()}


def essay() -> Marts:
    """Five years of a published 100 %, no answers behind it, losses of 4 to 6 % of revenue."""
    shares = {2021: 0.041, 2022: 0.046, 2023: 0.052, 2024: 0.049, 2025: 0.057}
    revenue = {year: Decimal(170_000_000 + 13_200_000 * (year - 2020)) for year in shares}
    headline = [
        _year(
            year, reported_share=1.0, reported_origin="published_figure", revenue_amount=revenue[year],
            external_failure_cost_share=share, external_failure_cost_amount=revenue[year] * Decimal(str(share)),
            unit_count=1, cannot_tell_unit_count=1, satisfaction_status_code="not_scorable",
            implementation_code="not_demonstrated", implementation_reason="uniform_without_answers",
        )
        for year, share in shares.items()
    ]  # fmt: skip
    figures = [
        {
            "unit_id": f"published:S:company=company:{year}", "subject_id": "published:S:company=company",
            "unit_key": "company",
            "survey_id": "CUSTOMER_SATISFACTION", "period_id": str(year), "conclusion_code": "cannot_tell",
            "reason_code": "no_answers_behind_figure", "suspicion_score": 1.0, "q_value": None,
        }
        for year in reversed(shares)
    ]  # fmt: skip
    findings = [
        {
            "unit_id": figure["unit_id"], "detector_id": "P1", "finding_code": "suspicious", "n": None,
            "reason_code": "uniform_without_answers", "statistic": 1.0, "reference_rate": None,
            "reference_count": None,
            "reference_origin_code": "none", "effect": shares[int(str(figure["period_id"]))] - 0.01, "p_value": None,
        }
        for figure in figures
    ]  # fmt: skip
    scorecard = [
        *(_card("F04", str(y), **_F04, reported_value=s, score=0.0, status_code="red") for y, s in shares.items()),
        *(
            _card(
                "C01",
                str(y),
                **_C01,
                reported_value=1.0,
                status_code="not_scorable",
                gate_code="figure_without_answers",
            )
            for y in shares
        ),
        _card("P02", "2025", **_P02),
        _card("G01", "2025", **_G01, reported_value=0.0, score=0.0, status_code="red", gate_code="never_green"),
    ]
    batches = [
        _batch(1, "crm/account/accounts.csv", "crm/account", 12),
        _batch(2, "finance/invoice/invoices_2021-2025.csv", "finance/invoice", 240),
        _batch(3, "quality/loss_event/external_losses_2021-2025.csv", "quality/loss_event", 120),
        _batch(4, "survey/published_result/satisfaction_2021-2025.csv", "survey/published_result", 5),
    ]
    return {
        "build": [_build("文中企业（虚构） · The essay's company (invented)", dt.date(2025, 12, 31))],
        "batches": batches,
        "headline": headline,
        "scorecard": scorecard,
        "conclusions": [{"conclusion_code": "cannot_tell", "reason_code": "no_answers_behind_figure", "unit_count": 5}],
        "looks": [],
        "figures": figures,
        "findings": findings,
        "records": _records(),
        "detectors": _detectors(),
        "reasons": _reasons(),
        **scorecard_worlds.essay(),
    }


def demo(looks: int = 34) -> Marts:
    """A company of sixty sales people, some of whose customers are kinder on the telephone than elsewhere."""
    units = [_look(i, looks) for i in range(looks)]
    return {
        "build": [_build("恒源流体设备（虚构） · Hengyuan Fluid Systems (invented)", dt.date(2026, 9, 30))],
        "batches": _demo_batches(),
        "headline": _demo_years(looks),
        "scorecard": _demo_scorecard(),
        "conclusions": [
            {"conclusion_code": "warn", "reason_code": "outcome_evidence", "unit_count": looks},
            {"conclusion_code": "review", "reason_code": "too_uniform", "unit_count": 9},
            {"conclusion_code": "cannot_tell", "reason_code": "too_few_answers", "unit_count": 231},
            {"conclusion_code": "no_reference", "reason_code": "no_outside_reference", "unit_count": 12},
            {"conclusion_code": "clear", "reason_code": "nothing_found", "unit_count": 202},
        ],
        "looks": units[:25],
        "figures": [],
        "findings": [finding for unit in units[:25] for finding in _findings(unit)],
        "records": _records(),
        "detectors": _detectors(),
        "reasons": _reasons(),
        **scorecard_worlds.demo(),
    }


def _records() -> list[Row]:
    return [
        {"unit_kind": "mailbox", "reason_code": "registered_differs", "finding_count": 3,
         "first_period_id": "2026-01", "last_period_id": "2026-03"}
    ]  # fmt: skip


def _look(i: int, looks: int) -> Row:
    return {
        "unit_id": f"owner_quarter:CALLBACK:owner={i}:2026-Q{i % 3 + 1}",
        "subject_id": f"owner_quarter:CALLBACK:owner={i}",
        "survey_id": "CALLBACK", "period_id": f"2026-Q{i % 3 + 1}", "owner_id": f"{i * 7919 + 104729:032x}"[::-1],
        "conclusion_code": str(Conclusion.WARN), "reason_code": "outcome_evidence", "suspicion_score": 40.0 - i,
        "q_value": 0.0004 * (i + 1), "subject_count": looks, "period_ids": "2025-Q4, 2026-Q1, 2026-Q2",
        "explanation_en": "27 of 27 answers are satisfied.", "explanation_zh": "27份答卷中有27份满意。",
    }  # fmt: skip


def _findings(unit: Row) -> list[Row]:
    common = {"unit_id": unit["unit_id"], "finding_code": "suspicious", "reference_origin_code": "independent_answers"}
    return [
        {**common, "detector_id": "C1", "reason_code": "content_despite_loss", "statistic": 11.0,
        "reference_rate": 0.285,
         "reference_count": 253, "n": 11, "p_value": 0.00004, "effect": 0.715},
        {**common, "detector_id": "U1", "reason_code": "too_uniform", "statistic": 27.0, "reference_rate": 0.805,
         "reference_count": 1521, "n": 27, "p_value": 0.012, "effect": 0.195},
    ]  # fmt: skip


def _demo_years(looks: int) -> list[Row]:
    figures = ((2024, 0.9012, 882, 0.831, 0.772, 0.884), (2025, 0.8897, 3467, 0.818, 0.792, 0.842),
               (2026, 0.8841, 2644, 0.812, 0.783, 0.839))  # fmt: skip
    return [
        _year(
            year, reported_share=reported, reported_origin="answers", reported_count=count, adjusted_share=adjusted,

                       adjusted_lower_share=lower, adjusted_upper_share=upper,
                       external_failure_cost_share=0.021 + 0.002 * (year - 2024),
            external_failure_cost_amount=Decimal("9412345.50") * (year - 2022), revenue_amount=Decimal("812000000"),
            unit_count=488, suspicious_unit_count=looks + 9, warn_unit_count=looks, cannot_tell_unit_count=243,
            satisfaction_status_code="scorable", implementation_code="cannot_tell",
            implementation_reason="loss_above_limit",
        )
        for year, reported, count, adjusted, lower, upper in figures
    ]  # fmt: skip


def _demo_scorecard() -> list[Row]:
    return [
        _card("F04", "2025", **_F04, reported_value=0.023, score=35.0, status_code="red"),
        _card("F04", "2026", **_F04, reported_value=0.025, score=25.0, status_code="red"),
        _card("C01", "2025", **_C01, reported_value=0.8897, status_code="red", score=0.0),
        _card("C01",
        "2026", **_C01, reported_value=0.8841, lower_value=0.8714, upper_value=0.8958, adjusted_value=0.812,
              adjusted_lower_value=0.783, adjusted_upper_value=0.839, n=2644, score=0.0, status_code="red",
              gate_code="scored_as_adjusted", gate_reason="outcome_evidence", coverage_share=0.947,
              effective_weight=100.0),
        _card("P02", "2026", **_P02, reported_value=0.9312, lower_value=0.9261, upper_value=0.936, n=9120, score=103.0,
              status_code="green"),
        _card("G01", "2026", **_G01, reported_value=0.142, score=18.0, status_code="red", gate_code="never_green"),
        _card("C09", "2025", **_C14, reported_value=-0.002, n=55, coverage_share=0.25, status_code="no_target"),
        _card("C09", "2026", **_C14),
        _card("C14", "2026", **_C14, reported_value=0.5, n=324, coverage_share=0.982, status_code="no_target"),
        _card("I05", "2026", **_I05, reported_value=0.42, n=224, status_code="no_target"),
    ]  # fmt: skip


def _demo_batches() -> list[Row]:
    batches = [
        _batch(i, f"survey/response/2025-Q{i}/回访表_2025-Q{i}.csv", "survey/response", 880 + i) for i in range(1, 5)
    ]
    batches += [
        _batch(5, "survey/response/2026-Q3/回访表_2026-Q3.csv", "survey/response", 911, 2),
        _batch(6, "crm/delivery/2026/delivery_2026.csv", "crm/delivery", 7993, 2),
        _batch(7, "crm/account/accounts.csv", "crm/account", 1710),
        _batch(8, "finance/invoice/2026/invoice_2026.csv", "finance/invoice", 4810, 1),
        _batch(9, "quality/loss_event/2026/损失台账_2026.csv", "quality/loss_event", 1102, 2),
        _batch(10, "people/executive_calendar/calendar.csv", "people/executive_calendar", 5418),
        _batch(11, "quality/complaint/again.csv", "quality/complaint", 0, status="refused"),
    ]
    return batches


HOSTILE = (
    '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'-alert(1)-'", "{{ 7 * 7 }}", "{n}",
    "{0.__class__}",
    "=HYPERLINK(\"http://evil.example\")", "@SUM(1)", "</style><style>*{display:none}",
    "</title><svg onload=alert(1)>",
    "javascript:alert(1)", "&lt;b&gt;", "\u202egpj.exe", "\u2066x\u2069",
    "a\x00b\x1b[31mc", "tab\tline\nend", "\ud800", "x" * 5000,
    "http://evil.example/a.png", "\u200bzero\ufeff", "%s%n", "${jndi:ldap://x}",
)  # fmt: skip


def hostile(text: str) -> Marts:
    """The demo's world with one text in every place where text from outside may stand."""
    marts = demo(3)
    marts["figures"] = [{**essay()["figures"][0]}]
    marts["findings"] += [{**essay()["findings"][0]}]
    foreign = {
        "company", "build_id", "code_version", "config_hash", "input_hash", "data_through_on", "file", "feed",
        "table_name",
        "survey_id", "subject_id", "unit_key", "owner_id", "branch_id", "account_id", "team_id", "collector_id",
        "collector_org_code", "channel_code", "period_ids", "reason_code", "question_en", "question_zh",
        "source", "method_version",
        "text_en", "text_zh", "kpi_name_en", "kpi_name_zh", "gate_code", "gate_reason", "currency_code", "status",
        "org_unit_name", "place_name", "topic", "last_as_of_on",
    }  # fmt: skip
    for name, rows in marts.items():
        marts[name] = [{key: text if key in foreign else value for key, value in row.items()} for row in rows]
    for row in marts["looks"]:
        row |= dict.fromkeys(("branch_id", "account_id", "team_id", "collector_id", "channel_code"), text)
    marts["conclusions"] = [{**row, "reason_code": text} for row in marts["conclusions"]]
    return marts
