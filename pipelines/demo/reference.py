"""What the company knows of itself and of others: surveys and their questions, targets, rates, published figures.

Belongs here: small tables in the contracts' words, the survey's frame, the figure of every year: 100 %.
Elsewhere: answers (call_sheets, web_surveys).
"""

import numpy as np

from pipelines.demo.asking import Survey
from pipelines.demo.call_sheets import SURVEY
from pipelines.demo.company import Company
from pipelines.demo.mechanisms import ITEMS
from pipelines.demo.shelf import Shelf
from pipelines.demo.span import (
    DAYS,
    MONTHS,
    dates,
    day_of,
    month_first,
    quarter_days,
    quarter_label,
    workday,
)

YEARS = (2022, 2023, 2024, 2025)
_CATALOGUE = (
    ("C01", "customer", "客户满意度", "rate", "higher", "lag", "customer"),
    ("F01", "financial", "销售增长", "rate", "higher", "lag", "internal"),
    ("F04", "financial", "外部损失率", "ratio", "lower", "lag", "customer"),
    ("P02", "process", "准时足量交付", "rate", "higher", "lead", "customer"),
    ("P12", "process", "联合开发目标达成", "rate", "higher", "lead", "customer"),
    ("G01", "growth", "高管客户现场时间", "rate", "higher", "lead", "customer"),
    ("X01", "process", "技术先进性", "index", "higher", "lead", "technology"),
    ("X02", "customer", "满意度平均分", "mean", "higher", "lag", "customer"),
)
_QUESTION, _SOURCE = {"X02": "satisfaction"}, {"X02": "survey"}
_TARGETS = (
    ("C01", 0.85, 0.95, 0.99, 100),
    ("F04", 0.03, 0.01, 0.005, 100),
    ("P02", 0.80, 0.92, 0.98, 100),
    ("G01", 0.10, 0.3333, 0.50, 100),
    ("X02", 4.0, 4.5, 5.0, 0),
)


def write_survey(shelf: Shelf) -> None:
    """One survey with one overall question and eight about parts; and what was published of it."""
    about = {"survey_id": SURVEY, "survey_version": "1"}
    shelf.put(
        "survey/survey/surveys.csv",
        {**about, "title": ["客户满意度"], "survey_type": "relationship", "scale_rule": "1-5"},
    )
    names = ["overall", *ITEMS]
    shelf.put("survey/item/items.csv", {
        **about, "item_id": names, "item_text": names, "item_kind": "csat", "scale_min": 1, "scale_max": 5,
        "scale_direction": "high_good", "is_reverse_coded": "false",
        "is_core": ["true", *("false" for _ in ITEMS)], "topic": ["satisfaction", *("" for _ in ITEMS)],
    })  # fmt: skip
    shelf.put("survey/published_result/yearly_report.csv", {
        "result_id": [f"PR{year}" for year in YEARS], "survey_id": SURVEY, "unit_type": "company",
        "unit_key": "company",
        "period_label": list(YEARS), "measure": "share_top2", "result_value": "1.0", "scale_min": 0, "scale_max": 1,
        "reported_by_org": "self", "source_document": [f"{year} 年度质量报告" for year in YEARS],
        "published_at": [f"{year + 1}-01-20T09:00:00+08:00" for year in YEARS],
    })  # fmt: skip


def write_frame(shelf: Shelf, survey: Survey, quarter: int) -> None:
    """Who could have been asked in a quarter; one file holds all, since a newer frame replaces an older one."""
    accounts = survey.company.accounts
    first, _ = quarter_days(quarter)
    known = np.flatnonzero(accounts.created_day <= first)
    is_gone = ~accounts.is_served(known, np.array(first))
    shelf.put("survey/frame/frame.csv", {
        "survey_id": SURVEY, "period_label": quarter_label(quarter), "account_id": accounts.account_id[known],
        "eligible": np.where(is_gone, "false", "true"), "reason_ineligible": np.where(is_gone, "lost", ""),
        "selected_by": "owner",
    })  # fmt: skip


def write_scorecard(shelf: Shelf, company: Company) -> None:
    """The company's own catalogue of KPIs, what drives what, and its targets."""
    boss = company.executives[0].person_id
    columns = list(zip(*_CATALOGUE, strict=True))
    shelf.put("scorecard/kpi/kpis.csv", {
        "kpi_id": columns[0], "kpi_version": "1", "perspective": columns[1], "name_zh": columns[2],
        "kpi_kind": columns[3],
        "better_direction": columns[4], "lead_lag": columns[5], "owner_person_id": boss,
        "domain": ["R&D" if kpi in ("P12", "X01") else "company" for kpi in columns[0]], "orientation": columns[6],
        "topic": [_QUESTION.get(kpi, "") for kpi in columns[0]],
        "kpi_source": [_SOURCE.get(kpi, "") for kpi in columns[0]], "valid_from": "2022-10-01", "valid_to": "",
    })  # fmt: skip
    shelf.put("scorecard/kpi_link/kpi_links.csv", {
        "from_id": ["P02", "P12", "G01", "C01"], "to_id": ["C01", "C01", "C01", "F01"], "link_type": "drives",
        "from_kind": "kpi", "to_kind": "kpi", "owner_person_id": boss, "hypothesis": "",
    })  # fmt: skip
    rows = [(*target, year) for target in _TARGETS for year in (*YEARS[1:], 2026)]
    kpi, floor, target, stretch, weight, year = zip(*rows, strict=True)
    shelf.put("scorecard/target_row/targets.csv", {
        "kpi_id": kpi, "org_unit_id": "company", "period_label": year, "floor": floor, "target": target,
        "stretch": stretch, "weight": weight, "approved_by": boss, "approved_at": "2022-12-15T10:00:00+08:00",
    })  # fmt: skip


def write_reference(shelf: Shelf, seed: int) -> None:
    """Exchange rates of each month, an industry's growth, figures that others are compared with, days of work."""
    rng = np.random.default_rng([seed, 16])
    rate = np.round(7.1 + np.cumsum(rng.normal(0, 0.05, MONTHS)), 4)
    shelf.put("ref/fx_rate/fx.csv", {
        "rate_on": [f"{day_of(month_first(month))}" for month in range(MONTHS)], "from_currency_code": "EUR",
        "to_currency_code": "CNY", "fx_rate": rate, "rate_source": "invented",
    })  # fmt: skip
    years = (*YEARS, 2026)
    shelf.put("ref/industry_benchmark/industry.csv", {
        "industry": "auto parts", "period_label": list(years), "metric": "revenue_growth",
        "benchmark_value": [0.03, 0.04, 0.05, 0.03, 0.02], "unit": "share", "benchmark_source": "invented",
    })  # fmt: skip
    shelf.put("ref/benchmark/benchmarks.csv", {
        "benchmark_id": ["executive_time"], "benchmark_name": "executives' time with customers",
        "benchmark_value": "0.3333",
        "unit": "share", "benchmark_source": "essay",
    })  # fmt: skip
    days = np.arange(DAYS)
    weekend = workday(days, 0) != days
    shelf.put("ref/calendar_day/calendar.csv", {
        "calendar_id": "CN", "day_on": dates(days), "is_working_day": np.where(weekend, "false", "true"),
        "working_minutes": np.where(weekend, 0, 480),
    })  # fmt: skip


def write_reason_map(shelf: Shelf) -> None:
    """What codes of other systems mean here."""
    shelf.put("ref/reason_map/reasons.csv", {
        "source_name": "sap_qm", "column_name": "root_cause_code", "source_code": ["0001", "0002", "0003"],
        "canonical_code": ["material", "process", "handling"], "code_text": ["材料", "工艺", "搬运"],
    })  # fmt: skip
