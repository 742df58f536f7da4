"""The CRM as a Salesforce export lists its objects: every value in quotes, times in UTC.

Belongs here: Account, Contact, their histories, Opportunity, Event, Case.
Elsewhere: who exists (company), what happened (dealings, records, asking).
"""

import numpy as np

from pipelines.demo.company import Company
from pipelines.demo.dealings import PURPOSES, Deals, Visits
from pipelines.demo.names import PRODUCTS
from pipelines.demo.records import CHANNELS, Records
from pipelines.demo.shelf import Column, Form, Shelf, chosen, in_chunks, numbered, sliced
from pipelines.demo.span import DAYS, dates, day_of, utc_instants
from pipelines.demo.staff import BRANCHES
from pipelines.demo.typed import Written

QUOTED = Form(quote="all")
_AT = "%Y-%m-%dT%H:%M:%S.000Z"
_TITLES = {"decision": "采购总监 (Director)", "quality": "质量工程师", "purchase": "采购经理", "user": "生产主管"}
_ORIGINS = {"phone": "Phone", "email": "Email", "portal": "Customer Portal", "visit": "Visit",
            "exec_mailbox": "Executive Mailbox"}  # fmt: skip


def write_masters(shelf: Shelf, company: Company) -> None:
    """Accounts and contacts: the newest full export, and the one before it, which lacks the newest customers."""
    frame = _accounts(company)
    older = company.accounts.created_day < DAYS - 30
    last_month = chosen({**frame, "LastModifiedDate": "2026-08-31T01:30:00.000Z"}, older)
    shelf.put("salesforce/2026-08-31/Account.csv", last_month, QUOTED)
    shelf.put("salesforce/2026-09-30/Account.csv", frame, QUOTED)
    shelf.put("salesforce/2026-09-30/Contact.csv", _contacts(company), QUOTED)
    _write_handovers(shelf, company)


def _accounts(company: Company) -> dict[str, Column]:
    accounts = company.accounts
    people = np.array([person.person_id for person in company.owners], dtype=object)
    place = company.branch[accounts.later_owner]
    return {
        "Id": accounts.account_id, "IsDeleted": "false", "Name": accounts.name, "AccountNumber": accounts.sap_no,
        "Type": np.where(accounts.lost_day >= 0, "Former Customer", "Customer - Direct"), "ParentId": "",
        "Industry": "Automotive", "Ownership": np.where(accounts.is_key, "Public", "Private"),
        "BillingCountry": np.where(accounts.is_german, "Germany", "China"),
        "Website": np.array("https://www.", dtype=object) + accounts.domain, "OwnerId": people[accounts.later_owner],
        "Tier__c": np.where(accounts.is_key, "Key", "Standard"), "Branch__c": np.array(BRANCHES, dtype=object)[place],
        "Lost_Date__c": dates(accounts.lost_day), "CreatedDate": _long_ago(accounts.created_day),
        "LastModifiedDate": "2026-09-30T01:30:00.000Z",
    }  # fmt: skip


def _contacts(company: Company) -> dict[str, Column]:
    contacts = company.contacts
    return {
        "Id": contacts.contact_id, "IsDeleted": "false", "AccountId": company.accounts.account_id[contacts.account],
        "LastName": contacts.name, "FirstName": "", "Name": contacts.name, "Email": contacts.email,
        "Phone": contacts.phone, "Title": np.array([_TITLES[role] for role in contacts.role.tolist()], dtype=object),
        "MailingCountry": np.where(company.accounts.is_german[contacts.account], "Germany", "China"),
        "HasOptedOutOfEmail": "false", "CreatedDate": _long_ago(company.accounts.created_day[contacts.account]),
        "LastModifiedDate": "2026-09-30T01:30:00.000Z",
    }  # fmt: skip


def _write_handovers(shelf: Shelf, company: Company) -> None:
    """Each change of owner is written twice, once with names and once with identifiers, as the CRM does."""
    accounts = company.accounts
    rows = np.flatnonzero(accounts.handed_over_day < DAYS)
    ids = np.array([person.person_id for person in company.owners], dtype=object)
    names = np.array([person.full_name for person in company.owners], dtype=object)
    at = utc_instants(accounts.handed_over_day[rows], np.full(len(rows), 600), _AT)
    for kind, told in (("Text", names), ("EntityId", ids)):
        shelf.put("salesforce/2026-09-30/AccountHistory.csv", {
            "Id": _ids("017", rows * 2 + (kind == "Text")), "IsDeleted": "false",
            "AccountId": accounts.account_id[rows],
            "CreatedById": company.executives[1].person_id, "CreatedDate": at, "Field": "Owner", "DataType": kind,
            "OldValue": told[accounts.owner[rows]], "NewValue": told[accounts.later_owner[rows]],
        }, QUOTED)  # fmt: skip


def write_address_changes(shelf: Shelf, company: Company, written: Written, quarter: int) -> None:
    """Who changed the address of a contact (planted and spoilt ones look like any other); the CRM keeps the new one."""
    rows = np.flatnonzero(written.edited_day >= 0)
    contact = written.contact[rows]
    ids = np.array([person.person_id for person in company.owners], dtype=object)
    forms = ("c%d@mail.example", "x%d@kunde.invalid", "neu.%d@kunde.example")
    planted, spoilt, ordinary = (numbered(form, contact) for form in forms)
    new = np.where(written.is_planted[rows], planted, np.where(written.status[rows] == 3, spoilt, ordinary))
    shelf.put("salesforce/2026-09-30/ContactHistory.csv", {
        "Id": _ids("01Z", quarter * 10_000_000 + rows), "IsDeleted": "false",
        "ContactId": company.contacts.contact_id[contact], "CreatedById": ids[written.owner[rows]],
        "CreatedDate": utc_instants(written.edited_day[rows], np.full(len(rows), 1070), _AT), "Field": "Email",
        "DataType": "Email", "OldValue": company.contacts.email[contact], "NewValue": new,
    }, QUOTED)  # fmt: skip
    company.contacts.email[contact] = new


def write_deals(shelf: Shelf, company: Company, deals: Deals) -> None:
    """Opportunities with their competitors."""
    people = np.array([person.person_id for person in company.owners], dtype=object)
    owner = company.accounts.owner_on(deals.account, deals.created)
    rivals = np.array(["", "Rivalis AG", "东方零部件", "Kontrast GmbH"], dtype=object)
    reasons = np.array(["Price", "Quality", "Delivery", "Relationship"], dtype=object)
    shelf.put("salesforce/2026-09-30/Opportunity.csv", {
        "Id": _ids("006", np.arange(len(owner))), "IsDeleted": "false",
        "AccountId": company.accounts.account_id[deals.account], "Name": "Serienbedarf",
        "StageName": np.array(["Proposal", "Closed Won", "Closed Lost"], dtype=object)[deals.outcome],
        "Amount": [f"{amount}.0" for amount in deals.amount.tolist()], "CurrencyIsoCode": "CNY",
        "CloseDate": [f"{day_of(day)}" for day in deals.close.tolist()],
        "Type": np.where(deals.account % 3 == 0, "New Business", "Existing Business"),
        "IsClosed": np.where(deals.outcome > 0, "true", "false"),
        "IsWon": np.where(deals.outcome == 1, "true", "false"),
        "OwnerId": people[owner], "MainCompetitors__c": rivals[deals.competitor],
        "Loss_Reason__c": np.where(deals.outcome == 2, reasons[deals.competitor], ""),
        "CreatedDate": utc_instants(deals.created, np.full(len(owner), 560), _AT),
        "LastModifiedDate": utc_instants(np.minimum(deals.close, DAYS - 1), np.full(len(owner), 900), _AT),
    }, QUOTED)  # fmt: skip


def write_events(shelf: Shelf, company: Company, visits: Visits) -> None:
    """Visits, calls and dinners."""
    for rows in in_chunks(np.arange(len(visits.day))):
        _write_events(shelf, company, sliced(visits, rows), rows)


def _write_events(shelf: Shelf, company: Company, visits: Visits, number: np.ndarray) -> None:
    dines = visits.purpose == PURPOSES.index("hospitality")
    contacts = company.contacts
    with_whom = contacts.contact_id[contacts.first[visits.account]]
    shelf.put("salesforce/2026-09-30/Event.csv", {
        "Id": _ids("00U", number), "IsDeleted": "false", "WhoId": with_whom,
        "AccountId": company.accounts.account_id[visits.account], "OwnerId": visits.host,
        "Subject": np.where(dines, "商务宴请", "客户拜访"),
        "Type": np.where(dines, "Dinner", np.where(visits.is_on_site, "Customer Visit", "Meeting")),
        "StartDateTime": utc_instants(visits.day, visits.start, _AT),
        "EndDateTime": utc_instants(visits.day, visits.end, _AT),
        "Location": np.where(visits.is_on_site, "客户现场", ""),
        "Purpose__c": np.array(PURPOSES, dtype=object)[visits.purpose],
        "On_Site__c": np.where(visits.is_on_site, "true", "false"), "IsGroupEvent": "false", "IsChild": "false",
        "Description": np.where(number % 3 == 0, "记录见附件", ""),
        "LastModifiedDate": utc_instants(visits.day, np.full(len(number), 1200), _AT),
    }, QUOTED)  # fmt: skip


def write_cases(shelf: Shelf, company: Company, records: Records) -> None:
    """Complaints that the service desk took; once in a while a wish, which is no complaint."""
    rows = np.flatnonzero(records.complained == 2)
    people = np.array([person.person_id for person in company.callers], dtype=object)
    minute = 510 + rows % 500
    origin = np.array([_ORIGINS[name] for name in CHANNELS], dtype=object)[records.channel[rows]]
    closed = utc_instants(records.closed[rows], np.full(len(rows), 930), _AT)
    shelf.put("salesforce/2026-09-30/Case.csv", {
        "Id": _ids("500", rows), "IsDeleted": "false", "CaseNumber": numbered("%08d", rows),
        "AccountId": company.accounts.account_id[records.account[rows]],
        "ContactId": company.contacts.contact_id[company.contacts.first[records.account[rows]]],
        "ProductId": PRODUCTS[records.product[rows]], "Origin": origin,
        "Type": np.where(rows % 23 == 7, "Feature Request", "Problem"),
        "Reason": np.where(records.is_severe[rows], "Breakdown", "Performance"),
        "Priority": np.array(["", "Low", "Medium", "High", "Critical"], dtype=object)[records.severity[rows]],
        "Status": np.where(records.closed[rows] >= 0, "Closed", "Working"), "Subject": "客户投诉",
        "Description": np.where(records.is_severe[rows], "批次质量问题，\n已多次反馈", ""),
        "OwnerId": people[rows % len(people)], "CreatedById": people[(rows + 1) % len(people)],
        "CreatedDate": utc_instants(np.maximum(records.registered[rows], records.received[rows]), minute, _AT),
        "First_Response__c": utc_instants(records.acknowledged[rows], np.minimum(minute + 30, 1439), _AT),
        "Customer_Confirmed__c": utc_instants(records.confirmed[rows], np.full(len(rows), 920), _AT),
        "Reopened__c": utc_instants(records.reopened[rows], np.full(len(rows), 900), _AT),
        "ClosedDate": closed, "LastModifiedDate": np.where(closed == "", "2026-09-30T01:00:00.000Z", closed),
    }, QUOTED)  # fmt: skip


def _ids(prefix: str, numbers: np.ndarray) -> np.ndarray:
    return numbered(prefix + "8d%010dHDQ", numbers)


def _long_ago(days: np.ndarray) -> list[str]:
    return [f"{day_of(day)}T02:00:00.000Z" for day in days.tolist()]
