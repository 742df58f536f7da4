"""The two surveys that customers type themselves: a third party's Qualtrics export, and a 问卷星 sheet.

Belongs here: their headers, codes and encodings, with test answers and skipped questions.
Elsewhere: what was answered (asking), invitations by telephone (call_sheets).
"""

import json

import numpy as np

from pipelines.demo.asking import Survey
from pipelines.demo.call_sheets import ITEMS, SURVEY
from pipelines.demo.mechanisms import COMMENTS
from pipelines.demo.shelf import Column, Form, Shelf, chosen
from pipelines.demo.span import QUARTERS, dates, instants, part_of, quarter_days
from pipelines.demo.typed import WEB_STATUSES, Written

_AT = "%Y-%m-%d %H:%M:%S"
_ZONED = {"StartDate", "EndDate", "RecordedDate"}
_TEXTS = {"Q1": "Overall, how satisfied are you with us?\n总体而言，您对我们满意吗？", "Q3": "What could we do better?"}
_IMPORT = {"Q1": "QID1", "Q3": "QID3_TEXT", "ResponseId": "_recordId"}
WJX_TEXT = Form(encoding="gb18030", line_end="\r\n")
_WJX_WORDS = np.array(["", "很不满意", "不满意", "一般", "满意", "非常满意"], dtype=object)
_OWN_ADDRESS = "203.0.113.7"  # planted addresses answer from one place


def write_email(shelf: Shelf, survey: Survey, written: Written, quarter: int) -> None:
    """One quarter of the third party's survey; a test answer is among them."""
    rows = np.flatnonzero(written.status < 2)
    frame = _qualtrics(survey, written, rows, quarter)
    part = _part(quarter)
    form = Form(preamble=(tuple(_questions(frame)), tuple(_imports(frame))))
    name = f"qualtrics/{part}/Customer+Satisfaction_{part}.csv"
    shelf.put(name, frame, form)
    preview = {"ResponseId": [f"R_TEST{quarter:011d}"], "Status": ["Survey Preview"]}
    shelf.put(name, chosen(frame, slice(0, 1)) | preview, form)
    if quarter == QUARTERS - 1:
        broken = chosen(frame, slice(0, 2)) | {
            "ResponseId": ["R_BROKEN000000001", "R_BROKEN000000002"],
            "Q1": [11, "n/a?"],
        }
        shelf.put(name, broken, form, broken=2)
    _write_invitations(shelf, survey, written, quarter)


def _qualtrics(survey: Survey, written: Written, rows: np.ndarray, quarter: int) -> dict[str, Column]:
    company, contact = survey.company, written.contact[rows]
    start, day = written.minute[rows], written.day[rows]
    minutes = np.maximum(written.seconds[rows] // 60, 1)
    is_whole = written.status[rows] == 0
    items = written.items[rows].astype(object)
    items[~is_whole, 4:] = ""
    return {
        "StartDate": instants(day, start, _AT), "EndDate": instants(day, start + minutes, _AT), "Status": "IP Address",
        "IPAddress": _addresses(contact, written.is_planted[rows]), "Progress": np.where(is_whole, 100, 60),
        "Duration (in seconds)": written.seconds[rows], "Finished": np.where(is_whole, "True", "False"),
        "RecordedDate": instants(day, start + minutes, _AT), "ResponseId": _ids(rows, quarter),
        "RecipientLastName": company.contacts.name[contact], "RecipientFirstName": "",
        "RecipientEmail": company.contacts.email[contact],
        "ExternalReference": company.contacts.contact_id[contact], "LocationLatitude": "", "LocationLongitude": "",
        "DistributionChannel": "email",
        "UserLanguage": np.where(company.accounts.is_german[written.account[rows]], "DE", "ZH-S"),
        "Q1": written.rating[rows], **{f"Q2_{n + 1}": items[:, n] for n in range(len(ITEMS))},
        "Q3": COMMENTS[written.comment[rows]], "AccountId": company.accounts.account_id[written.account[rows]],
        "InvitationId": _invitation_ids(rows, quarter),
    }  # fmt: skip


def _questions(frame: dict[str, Column]) -> list[str]:
    items = {f"Q2_{n}": f"How satisfied are you with - {name}" for n, name in enumerate(ITEMS, 1)}
    return [(_TEXTS | items).get(name, name) for name in frame]


def _imports(frame: dict[str, Column]) -> list[str]:
    def told(name: str) -> dict[str, str]:
        plain = name if name[0] == "Q" else name[0].lower() + name[1:]
        known = {"ImportId": _IMPORT.get(name, plain.replace("Q2_", "QID2_"))}
        return known | ({"timeZone": "Asia/Shanghai"} if name in _ZONED else {})

    return [json.dumps(told(name), separators=(",", ":")) for name in frame]


def _write_invitations(shelf: Shelf, survey: Survey, written: Written, quarter: int) -> None:
    company, count = survey.company, len(written.contact)
    part = _part(quarter)
    at = np.full(count, 500)
    statuses = np.array(WEB_STATUSES, dtype=object)
    addresses = [address.split("@")[1] for address in company.contacts.email[written.contact].tolist()]
    shelf.put(f"survey/invitation/{part}/web_invitations_{part}.csv", {
        "invitation_id": _invitation_ids(np.arange(count), quarter), "survey_id": SURVEY,
        "account_id": company.accounts.account_id[written.account],
        "contact_id": company.contacts.contact_id[written.contact], "channel": "web",
        "sent_at": instants(written.day, at), "status": statuses[written.status],
        "bounced_at": np.where(written.status == 3, instants(written.day, at + 2), ""),
        "completed_at": np.where(written.status == 0, instants(written.day, written.minute), ""),
        "address_domain": addresses,
    })  # fmt: skip


def write_self_service(shelf: Shelf, survey: Survey, written: Written, quarter: int) -> None:
    """One quarter of the form behind the code on the delivery note."""
    company, count = survey.company, len(written.contact)
    part = _part(quarter)
    at = np.array("", dtype=object) + dates(written.day, "%Y/%m/%d ")
    items = written.items.astype(object)
    items[np.arange(count) % 11 == 3, 3] = "(跳过)"
    shelf.put(f"wjx/{part}/扫码满意度_{part}.csv", {
        "序号": np.arange(count) + 10_000_000 * quarter + 1,
        "提交答卷时间": at + np.array([f"{m // 60}:{m % 60:02d}:11" for m in written.minute.tolist()], dtype=object),
        "所用时间": [f"{s}秒" for s in written.seconds.tolist()],
        "来源": np.where(written.minute % 3 == 0, "手机提交", "微信"),
        "来源详情": "N/A",
        "来自IP": _addresses(written.contact, written.is_planted) + np.array("(浙江-宁波)", dtype=object),
        "1、您的单位名称": company.accounts.spelled[written.account],
        "2、您对我们的总体满意度": _WJX_WORDS[written.rating],
        **{f"3、请对下列各项打分—{name}": items[:, place] for place, name in enumerate(ITEMS)},
        "4、您最看重哪些方面？(多选题)": np.where(written.minute % 2 == 0, "质量┋交付", "价格"),
        "5、您的建议": np.where(written.comment == 0, "(空)", COMMENTS[written.comment]), "总分": 0,
    }, WJX_TEXT)  # fmt: skip


def _part(quarter: int) -> str:
    return str(part_of(np.array(quarter_days(quarter)[:1]))[0])


def _addresses(contact: np.ndarray, is_planted: np.ndarray) -> np.ndarray:
    known = np.array([f"198.51.100.{n}" for n in range(256)] + [f"192.0.2.{n}" for n in range(256)], dtype=object)
    return np.where(is_planted, _OWN_ADDRESS, known[contact % 512])


def _ids(rows: np.ndarray, quarter: int) -> np.ndarray:
    return np.array([f"R_{quarter:02d}hD{n:011d}" for n in rows.tolist()], dtype=object)


def _invitation_ids(rows: np.ndarray, quarter: int) -> np.ndarray:
    return np.array([f"W{quarter:02d}{n:07d}" for n in rows.tolist()], dtype=object)
