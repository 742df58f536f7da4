"""People and their time: the directory, calendars, expenses, appraisals, trainings, teams.

Belongs here: calendars as Microsoft Graph lists them, expenses as Concur does, personnel in the contracts' words.
Elsewhere: what happened on a day (dealings).
"""

from collections.abc import Iterator

import numpy as np

from pipelines.demo.company import Company
from pipelines.demo.dealings import Entries, Visits
from pipelines.demo.shelf import Column, Form, Shelf, chosen, in_chunks, numbered, sliced
from pipelines.demo.span import LAST_INSTANT, dates, part_of, utc_instants
from pipelines.demo.staff import Person

_CONCUR = Form(delimiter="|", line_end="\r\n")
_GRAPH = "%Y-%m-%dT%H:%M:%S.0000000"
_NO_TIME = {"dateTime": "gestern", "timeZone": "UTC"}
_SUBJECTS = ("经营例会", "拜访客户", "商务晚宴", "线上周会")


def write_people(shelf: Shelf, company: Company) -> None:
    """Every employee, who reports to whom, and what each is appraised by."""
    people = company.people
    minutes = [420 if p.branch_id == "germany" else 480 for p in people]
    shelf.put("people/person/persons.csv", {
        "person_id": [p.person_id for p in people], "full_name": [p.full_name for p in people],
        "email": [p.email for p in people], "department": [p.department for p in people],
        "role": [p.role for p in people],
        "level": [p.level for p in people], "manager_id": [p.manager_person_id for p in people],
        "team_id": [p.team_id for p in people], "branch_id": [p.branch_id for p in people],
        "working_minutes_per_day": minutes, "updated_at": LAST_INSTANT,
    })  # fmt: skip
    led = [p for p in people if p.manager_person_id]
    shelf.put("people/reporting_line/reporting_lines.csv", {
        "person_id": [p.person_id for p in led], "manager_id": [p.manager_person_id for p in led], "line_type": "solid",
        "valid_from": "2022-10-01", "valid_to": "",
    })  # fmt: skip
    _write_incentives(shelf, company)


def _write_incentives(shelf: Shelf, company: Company) -> None:
    """Sales people and their assistants are appraised by reported satisfaction; nobody by external losses."""
    rows: list[tuple[Person, str, float]] = []
    for person in company.people:
        if person.department == "销售部":
            rows += [(person, "C01", 0.4 if person.level == "staff" else 0.3), (person, "F01", 0.6)]
        elif person.department == "技术部":
            rows += [(person, "P12", 0.3), (person, "X01", 0.7)]
    shelf.put("people/incentive/incentives.csv", {
        "person_id": [p.person_id for p, _, _ in rows], "kpi_id": [kpi for _, kpi, _ in rows],
        "weight": [weight for _, _, weight in rows], "incentive_type": "appraisal", "valid_from": "2022-10-01",
        "valid_to": "",
    })  # fmt: skip


def write_teams(shelf: Shelf, company: Company) -> None:
    """Triangle teams of the key accounts, some without their third corner; courses in survey conduct."""
    keys = np.flatnonzero(company.accounts.is_key)
    experts = [p.person_id for p in company.engineers if p.department == "技术部"]
    carriers = [p.person_id for p in company.engineers if p.department == "交付部"]
    place = {p.person_id: p.person_id for p in company.owners}
    owner = [list(place)[o] for o in company.accounts.owner[keys]]
    shelf.put("people/triangle_team/triangle_teams.csv", {
        "account_id": company.accounts.account_id[keys], "market_person_id": owner,
        "technical_person_id": [experts[k % len(experts)] if k % 4 else "" for k in keys.tolist()],
        "delivery_person_id": [carriers[k % len(carriers)] if k % 3 else "" for k in keys.tolist()],
        "valid_from": "2023-01-01", "valid_to": "",
    })  # fmt: skip
    trained = [p for n, p in enumerate(company.callers + company.owners) if n % 3 != 1]
    shelf.put("people/training/trainings.csv", {
        "person_id": [p.person_id for p in trained],
        "course_id": ["survey-2025" if p.desk else "voice-2025" for p in trained],
        "course_topic": ["survey_conduct" if p.desk else "customer_voice" for p in trained], "is_required": "true",
        "completed_on": [f"2025-{1 + n % 12:02d}-15" for n in range(len(trained))],
    })  # fmt: skip


def write_calendars(shelf: Shelf, company: Company, entries: Entries) -> None:
    """JSON lines as calendarView returns them; the last one is broken."""
    start, end = (utc_instants(entries.day, minute, _GRAPH) for minute in (entries.start, entries.end))
    parts = part_of(entries.day)
    for part in np.unique(parts):
        rows = np.flatnonzero(parts == part)
        shelf.put_lines(f"graph/{part}/calendarView_{part}.jsonl", _events(company, entries, rows, start, end))
    broken = next(_events(company, entries, np.array([0]), start, end)) | {"id": "EX1", "start": _NO_TIME}
    shelf.put_lines("graph/2026/calendarView_2026.jsonl", [broken], broken=1)


def _events(
    company: Company, entries: Entries, rows: np.ndarray, start: np.ndarray, end: np.ndarray
) -> Iterator[dict[str, object]]:
    for row in rows.tolist():
        person, kind, account = (
            company.executives[entries.person[row]],
            int(entries.kind[row]),
            int(entries.account[row]),
        )
        guests = [(f"contact@{company.accounts.domain[account]}", "Gast")] if account >= 0 else []
        here = company.accounts.name[account] if kind == 1 else "公司" if kind == 0 else "酒店" if kind == 2 else ""
        yield {
            "id": f"AAMkHD{row:07d}=", "userPrincipalName": person.email, "createdDateTime": f"{start[row]}Z",
            "lastModifiedDateTime": f"{start[row]}Z", "categories": [("内部", "客户", "接待", "内部")[kind]],
            "isCancelled": row % 97 == 11, "isOrganizer": True, "subject": _SUBJECTS[kind], "type": "singleInstance",
            "showAs": "busy", "sensitivity": "normal", "isOnlineMeeting": kind == 3, "seriesMasterId": None,
            "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
            "start": {"dateTime": start[row], "timeZone": "UTC"}, "end": {"dateTime": end[row], "timeZone": "UTC"},
            "location": {"displayName": here, "locationType": "default"},
            "attendees": [{"type": "required", "status": {"response": "accepted", "time": f"{start[row]}Z"},
                           "emailAddress": {"name": name, "address": mail}} for mail, name in guests],
            "organizer": {"emailAddress": {"name": person.full_name, "address": person.email}},
        }  # fmt: skip


def write_expenses(shelf: Shelf, company: Company, visits: Visits, seed: int) -> None:
    """Every dinner and some journeys, as Concur's attendee extract lists them: a row for each side at the table."""
    rng = np.random.default_rng([seed, 12])
    rows = np.flatnonzero((visits.purpose == 3) | (rng.random(len(visits.day)) < 0.12))
    share, guests = np.exp(rng.normal(6.0, 0.5, len(rows))), rng.integers(1, 5, len(rows))
    for some in in_chunks(np.arange(len(rows))):
        _write_attendees(shelf, company, sliced(visits, rows[some]), rows[some], share[some], guests[some])


def _write_attendees(
    shelf: Shelf, company: Company, visits: Visits, number: np.ndarray, share: np.ndarray, guests: np.ndarray
) -> None:
    dines = visits.purpose == 3
    frame: dict[str, Column] = {
        "Report ID": numbered("R%08d", number // 5), "Report Entry ID": numbered("%010d", number),
        "Employee ID": visits.host, "Report Entry Transaction Date": dates(visits.day),
        "Report Entry Expense Type Name": np.where(dines, "Business Meal (attendees)", "Train"),
        "Report Entry Business Purpose": np.where(dines, "商务宴请", "客户拜访"),
        "Report Entry Currency Alpha Code": "CNY",
    }  # fmt: skip
    everyone, alone = np.ones(len(number), dtype=bool), np.ones(len(number), dtype=int)
    guest = (company.accounts.name[visits.account], guests, dines)
    host = (np.full(len(number), "", dtype=object), alone, everyone)
    for place, (kind, (theirs, heads, here)) in enumerate((("Customer", guest), ("Employee", host)), 1):
        whole = frame | {"Attendee ID": f"A{place}", "Attendee Type": kind, "Attendee Company": theirs,
                         "Attendee Amount": [f"{a:.2f}" for a in (share * heads).tolist()],
                         "Associated Attendee Count": heads}  # fmt: skip
        shelf.put("concur/2026-09-30/attendee_detail.txt", chosen(whole, here), _CONCUR)
