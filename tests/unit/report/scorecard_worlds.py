"""Rows of the scorecard's marts as small worlds: perspectives, total, pay, implementation, executives, losses."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
CONDITIONS = (
    ("independence", "at_least", 0.5), ("coverage", "at_least", 0.8), ("response_rate", "at_least", 0.3),
    ("uncontradicted", "at_most", 0.5), ("no_suspicious_unit", "at_most", 0.0), ("back_checked", "at_most", 0.05),
    ("target_below_100", "at_most", 0.99), ("loss_weighs", "at_least", 0.000001),
)  # fmt: skip
CRITERIA = (
    "independence", "coverage", "contradiction_free", "closure", "executive_time", "research_orientation",
    "iron_triangle", "value_proof", "touchpoint_coverage", "incentive_hygiene",
)  # fmt: skip


def perspective(code: str, year: str, **values: Any) -> Row:
    return {
        "org_unit_id": "company", "period_kind": "year", "period_id": year, "perspective_code": code,
        "perspective_weight": {"finance": 25.0, "customer": 35.0, "process": 25.0, "growth": 15.0}[code],
        "score": None, "measured_weight_share": 0.0, "weighted_kpi_count": 1, "scored_kpi_count": 0,
        "not_scorable_kpi_count": 0, "status_code": "not_rated", **values,
    }  # fmt: skip


def total(year: str, **values: Any) -> Row:
    return {
        "org_unit_id": "company", "period_kind": "year", "period_id": year, "uncapped_score": None, "score": None,
        "measured_weight_share": 0.4, "not_rated_perspective_count": 2, "not_scorable_kpi_count": 1,
        "status_code": "not_rated", "success_index": None, "success_customer_count": 0, "success_floor": 0.0,
        "success_cap": 60.0, "gate_code": None, **values,
    }  # fmt: skip


def conditions(year: str, measured: Mapping[str, tuple[float | None, str]]) -> list[Row]:
    """The eight conditions of pay; `measured` gives value and readiness of those that were measured."""
    codes = {code: measured.get(code, (None, "not_measured")) for code, _, _ in CONDITIONS}
    is_fit = all(readiness == "met" for _, readiness in codes.values())
    return [
        {"period_id": year, "condition_no": number, "condition_code": code, "comparison_code": comparison,
         "limit_value": limit, "reason_en": "why", "measured_value": codes[code][0], "readiness_code": codes[code][1],
         "is_fit_to_pay_on": is_fit}
        for number, (code, comparison, limit) in enumerate(CONDITIONS, start=1)
    ]  # fmt: skip


def criteria(year: str, scores: dict[str, float]) -> list[Row]:
    """The ten criteria of implementation; what is not in `scores` was not measured."""
    index = sum(scores.values()) / len(scores) if scores else None
    return [
        {"org_unit_id": "company", "period_id": year, "criterion_no": number, "criterion_code": code,
         "evidence": "fct_kpi_value", "measured_share": scores[code] / 100 if code in scores else None,
         "criterion_score": scores.get(code), "maturity_index": index, "measured_criterion_count": len(scores)}
        for number, code in enumerate(CRITERIA, start=1)
    ]  # fmt: skip


def executive(year: str, person: str | None, share: float | None, **values: Any) -> Row:
    minutes = None if share is None else share * 100_000
    return {
        "period_kind": "year", "period_id": year, "subject_kind_code": "executive" if person else "company",
        "person_id": person, "executive_count": 1 if person else 5, "recorded_executive_count": 1 if person else 4,
        "working_minutes": 100_000.0, "customer_minutes": minutes, "customer_share": share, "proof_a_minutes": 0.0,
        "proof_b_minutes": None if minutes is None else minutes / 4,
        "proof_c_minutes": None if minutes is None else minutes * 3 / 4,
        "proof_d_minutes": 0.0, "hospitality_day_count": 40, "line_code": None, "needed_share_of_rest": None, **values,
    }  # fmt: skip


def loss_year(year: str, external: int | None, **values: Any) -> Row:
    return {
        "period_id": year, "currency_code": "CNY", "external_amount": None if external is None else Decimal(external),
        "internal_amount": None, "appraisal_amount": None, "prevention_amount": None, "estimated_amount": None,
        "recovered_amount": None, "external_loss_count": 24, "unconverted_count": 0, **values,
    }  # fmt: skip


def loss_place(year: str, code: str, name: str, amount: int) -> Row:
    return {"period_id": year, "place_code": code, "place_name": name, "external_amount": Decimal(amount)}


def feed(table: str, is_present: bool = True, is_fresh: bool | None = None) -> Row:
    name, table_name = table.split("/")
    return {
        "feed": name, "table_name": table_name, "is_present": is_present, "is_fresh": is_fresh,
        "last_as_of_on": "2026-06-30",
    }  # fmt: skip


def closure(year: str, **values: Any) -> Row:
    return {
        "org_unit_id": "company", "period_kind": "year", "period_id": year, "received_count": None,
        "mailbox_registered_count": None, "closed_count": None, "closed_unconfirmed_count": None, **values,
    }  # fmt: skip


def branch(kpi: str, year: str, name: str, value: float, n: int, direction: str = "low_good") -> Row:
    return {
        "kpi_id": kpi, "org_unit_id": f"branch:{name}", "org_unit_name": name, "period_id": year,
        "direction": direction, "reported_value": value, "n": n,
    }  # fmt: skip


def nothing() -> dict[str, list[Row]]:
    """The queries of this part of the page for a company that has handed over nothing."""
    names = (
        "branches", "perspectives", "totals", "readiness", "maturity", "executives", "closure", "perception",
        "reference", "losses", "places_of_loss", "feeds",
    )  # fmt: skip
    return {name: [] for name in names}


def essay() -> dict[str, list[Row]]:
    """The essay's company: executives who only dine, losses at two customers, nothing else."""
    return {
        **nothing(),
        "perspectives": [
            perspective("finance", "2025", score=0.0, measured_weight_share=1.0, status_code="red"),
            perspective("customer", "2025"),
            perspective("process", "2025"),
            perspective("growth", "2025", score=0.0, measured_weight_share=1.0, status_code="red"),
        ],
        "totals": [total("2025")],
        "readiness": conditions("2025", {"target_below_100": (0.95, "met")}),
        "maturity": criteria("2025", {"executive_time": 0.0}),
        "executives": [
            executive("2025", None, 0.0, line_code="below_tenth"),
            executive("2025", "a" * 32, 0.0, line_code="below_tenth"),
        ],
        "losses": [loss_year("2025", 13_452_000)],
        "places_of_loss": [
            loss_place("2025", "account", "北方轨道车辆有限公司", 2_618_700),
            loss_place("2025", "account", "盛华纺织机械有限公司", 2_110_800),
        ],
        "feeds": [feed("survey/response", is_present=False), feed("finance/invoice", is_fresh=True)],
    }


def demo() -> dict[str, list[Row]]:
    """The demo company in its running year."""
    shares = {"a" * 32: 0.07, "b" * 32: 0.14, "c" * 32: 0.21}
    return {
        "branches": [
            branch("I05", "2026", "east", 0.37, 78),
            branch("I05", "2026", "germany", 0.65, 48),
            branch("I05", "2026", "tiny", 1.0, 2),
        ],
        "perspectives": [
            perspective("finance", "2026", score=50.1, measured_weight_share=1.0, status_code="red"),
            perspective("customer", "2026"),
            perspective("process", "2026", score=103.0, measured_weight_share=1.0, status_code="green"),
            perspective("growth", "2026", score=18.0, measured_weight_share=1.0, status_code="red"),
        ],
        "totals": [
            total("2026", uncapped_score=63.0, score=60.0, measured_weight_share=0.65, status_code="amber",
                  success_index=-0.007, success_customer_count=21, gate_code="customers_did_not_succeed")
        ],
        "readiness": conditions(
            "2026",
            {
                "independence": (0.239, "failed"), "coverage": (0.996, "met"), "response_rate": (0.74, "met"),
                "uncontradicted": (0.42, "met"), "no_suspicious_unit": (34.0, "failed"),
                "target_below_100": (0.95, "met"), "loss_weighs": (0.0, "failed"),
            },
        ),
        "maturity": criteria("2026", {code: 10.0 * place for place, code in enumerate(CRITERIA[:9])}),
        "executives": [
            executive("2025", None, 0.106, line_code="tenth"),
            executive("2026", None, 0.142, line_code="tenth", needed_share_of_rest=2.2),
            *(executive("2026", person, share) for person, share in shares.items()),
        ],
        "closure": [
            closure("2026", received_count=28, mailbox_registered_count=4, closed_count=187,
                    closed_unconfirmed_count=82)
        ],
        "perception": [
            {"period_id": "2026", "topic": "delivery", "internal_share": 0.95, "perceived_share": 0.71,
             "gap_share": 0.24}
        ],
        "reference": [{"period_id": "2026", "reference_rate": 0.307}],
        "losses": [
            loss_year("2026", 8_828_375, internal_amount=Decimal(288_728), estimated_amount=Decimal(321_362),
                      recovered_amount=Decimal(54_575), external_loss_count=491, unconverted_count=3)
        ],
        "places_of_loss": [
            loss_place("2026", "account", "常州恒驰制动有限公司", 131_291),
            loss_place("2026", "account", "d" * 32, 102_202),
            loss_place("2026", "product", "HD-STR-0110", 724_877),
        ],
        "feeds": [feed("survey/comment", is_present=False), feed("crm/visit", is_fresh=False)],
    }  # fmt: skip
