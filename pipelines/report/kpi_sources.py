"""What a KPI, a condition of pay or a criterion of implementation cannot be measured without.

Belongs here: for each KPI of the catalogue the tables (and columns) to hand over.
Elsewhere: the contracts of these tables (feeds), the formulas (dbt's catalogue), what was not measured (unmeasured).
"""

_INVOICES, _LOSSES, _DELIVERIES = "finance/invoice", "quality/loss_event", "crm/delivery"
_RESPONSES, _COMPLAINTS = "survey/response", "quality/complaint"

FEEDS: dict[str, tuple[str, ...]] = {
    "F01": (_INVOICES,),
    "F02": (_INVOICES, "ref/industry_benchmark"),
    "F03": (f"{_INVOICES}.cost_amount", _LOSSES),
    "F04": (_LOSSES, _INVOICES),
    "F05": (_LOSSES, _INVOICES),
    "F06": (f"{_LOSSES}.recovered_amount",),
    "F07": (_INVOICES,),
    "F08": (_INVOICES,),
    "F09": (_INVOICES,),
    "C01": (_RESPONSES,),
    "C02": (f"{_RESPONSES}.collector_org",),
    "C03": ("survey/item.item_kind", "survey/answer"),
    "C04": ("survey/item.item_kind", "survey/answer"),
    "C05": ("crm/touchpoint", "crm/touchpoint_event"),
    "C06": ("crm/account.lost_at",),
    "C07": ("project/customer_outcome", _INVOICES),
    "C08": (_INVOICES,),
    "C09": ("project/customer_outcome",),
    "C10": ("project/benefit_claim", _INVOICES),
    "C11": ("crm/need",),
    "C12": ("crm/opportunity.competitor",),
    "C13": (_COMPLAINTS, _DELIVERIES),
    "C14": ("quality/portal_rating",),
    "P01": ("quality/reject",),
    "P02": ("crm/order_line", _DELIVERIES),
    "P03": (f"{_DELIVERIES}.is_docs_ok", f"{_DELIVERIES}.is_damage_free"),
    "P04": (f"{_DELIVERIES}.freight_type", f"{_DELIVERIES}.freight_cost_amount"),
    "P05": (f"{_LOSSES}.is_disruption", _DELIVERIES),
    "P06": ("quality/warranty_claim.in_service_on", f"{_DELIVERIES}.built_on"),
    "P07": (f"{_COMPLAINTS}.acknowledged_at",),
    "P08": (f"{_COMPLAINTS}.due_at", f"{_COMPLAINTS}.customer_confirmed_at"),
    "P09": (f"{_COMPLAINTS}.root_cause_code",),
    "P10": ("crm/need.improvement_id",),
    "P11": ("crm/promise",),
    "P12": ("project/codev_metric",),
    "G01": ("people/executive_calendar", "people/person"),
    "G02": ("crm/visit", "crm/account.tier"),
    "G03": ("people/triangle_team",),
    "G04": ("people/incentive", "scorecard/kpi.orientation"),
    "G05": ("people/training",),
    "I01": ("survey/invitation", _INVOICES),
    "I02": ("survey/invitation",),
    "I03": (f"{_RESPONSES}.collector_id", "people/incentive"),
    "I04": (f"{_RESPONSES}.collector_org",),
    "I05": (_RESPONSES, _LOSSES),
    "I06": ("survey/back_check",),
}

CONDITION_FEEDS: dict[str, tuple[str, ...]] = {
    "independence": FEEDS["I04"],
    "coverage": FEEDS["I01"],
    "response_rate": FEEDS["I02"],
    "uncontradicted": FEEDS["I05"],
    "no_suspicious_unit": FEEDS["C01"],
    "back_checked": FEEDS["I06"],
    "target_below_100": ("scorecard/target_row",),
    "loss_weighs": ("people/incentive",),
}
"""The eight conditions under which pay may hang on satisfaction."""

CRITERION_FEEDS: dict[str, tuple[str, ...]] = {
    "independence": FEEDS["I04"],
    "coverage": FEEDS["I01"],
    "contradiction_free": FEEDS["I05"],
    "closure": FEEDS["P08"],
    "executive_time": FEEDS["G01"],
    "research_orientation": FEEDS["G04"],
    "iron_triangle": FEEDS["G03"],
    "value_proof": FEEDS["C10"],
    "touchpoint_coverage": FEEDS["C05"],
    "incentive_hygiene": FEEDS["I03"],
}
"""The ten criteria of implementation."""
