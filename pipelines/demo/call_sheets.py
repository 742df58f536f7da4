"""The clerks' call-back sheets: one workbook a month, one for all closed years.

Belongs here: a line as each clerk spells it, and the call lists and back-checks that belong to it.
Elsewhere: what was said and what was done to it (asking, mechanisms).
"""

import numpy as np

from pipelines.demo.asking import CallList, Survey
from pipelines.demo.mechanisms import COMMENTS, Answers
from pipelines.demo.shelf import Column, Shelf, chosen
from pipelines.demo.span import ARCHIVE, DAYS, QUARTERS, dates, instants, month_label, month_of, part_of, quarter_label

SURVEY = "SATISFACTION"
ITEMS = ("产品质量", "交付", "服务", "价格", "投诉处理", "沟通", "技术支持", "资料")
_WORDS = np.array(["", "很不满意", "不满意", "一般", "满意", "非常满意"], dtype=object)
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d")
_NOTES = ("客户满意度电话回访记录（虚构公司）", "满意度：非常满意/满意/一般/不满意/很不满意", "分项：1-5")
_SHORT_NAMES = (3, 17, 40)  # customers whom the clerks call by a short name that nobody has confirmed yet
_CLOSED, _LATE_LINES = "2026-06", 12  # lines of a closed month that come two months late


def answer_ids(quarter: int, count: int) -> np.ndarray:
    """The number of each line; what back-checks refer to."""
    return np.array([f"HF{quarter_label(quarter).replace('-Q', '')}{n:06d}" for n in range(count)], dtype=object)


def write_calls(shelf: Shelf, survey: Survey, calls: CallList, quarter: int, by_month_from: int) -> None:
    """One quarter of call-backs: a workbook for each month from one on, one workbook for all before it."""
    frame = _lines(survey, calls.answers, quarter)
    month = month_of(calls.answers.day)
    for one in np.unique(month):
        label = month_label(int(one)) if one >= by_month_from else ARCHIVE
        rows = np.flatnonzero(month == one)
        rows = rows[np.lexsort((rows, calls.answers.entered_day[rows]))]
        name = f"callback/{label}/电话回访表_{label}.xlsx"
        shelf.put_book(name, "回访记录", chosen(frame, rows[_LATE_LINES if label == _CLOSED else 0 :]), _NOTES)
        if label == _CLOSED:
            shelf.put_book(
                "callback/2026-08/电话回访表_2026-06_补录.xlsx", "回访记录", chosen(frame, rows[:_LATE_LINES]), _NOTES
            )
    if quarter == QUARTERS - 1:
        shelf.put_book(name, "回访记录", chosen(frame, slice(4, 9)), _NOTES)
        broken = chosen(frame, slice(0, 2)) | {"回访编号": ["HF-X1", "HF-X2"], "回访日期": ["", "2026-09-30"],
                                               "满意度": ["满意", "还行吧"]}  # fmt: skip
        shelf.put_book(name, "回访记录", broken, _NOTES, broken=2)


def _lines(survey: Survey, answers: Answers, quarter: int) -> dict[str, Column]:
    company, contacts = survey.company, survey.company.contacts
    callers, owners = company.callers, company.owners
    habit = answers.caller % 4
    spelled = _spelled(survey, answers)
    return {
        "回访日期": _by(habit, *(dates(answers.day, form) for form in _DATES)), "客户名称": spelled,
        "联系人": contacts.name[answers.contact], "电话": contacts.phone[answers.contact],
        "回访人": np.array([p.full_name for p in callers], dtype=object)[answers.caller],
        "所属部门": np.array([p.department for p in callers], dtype=object)[answers.caller],
        "负责销售": np.array([p.full_name for p in owners], dtype=object)[answers.owner],
        "通话时长": _by(habit, *_durations(answers.seconds)), "满意度": _WORDS[answers.rating],
        "意见": COMMENTS[answers.comment], "回访编号": answer_ids(quarter, len(answers)),
        "通话开始": instants(answers.day, answers.minute, "%Y-%m-%d %H:%M:%S"),
        "录入日期": dates(answers.entered_day),
        **{name: answers.items[:, place] for place, name in enumerate(ITEMS)},
    }  # fmt: skip


def _spelled(survey: Survey, answers: Answers) -> np.ndarray:
    """Names as clerks write them: without hyphens, with a stray space, three by a short name."""
    names = survey.company.accounts.spelled.copy()
    for place in _SHORT_NAMES:
        names[place] = names[place].replace("有限公司", "").replace(" GmbH", "")
    spelled: np.ndarray = names[answers.account]
    return np.where(answers.contact % 61 == 5, spelled + " ", spelled)


def _durations(seconds: np.ndarray) -> tuple[np.ndarray, ...]:
    known = np.arange(int(seconds.max(initial=0)) + 1)
    words = [f"{s // 60}分{s % 60}秒" for s in known.tolist()]
    clock = [f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in known.tolist()]
    counted = [f"{s}秒" for s in known.tolist()]
    return (*(np.array(form, dtype=object)[seconds] for form in (words, counted, clock)), seconds.astype(object))


def _by(habit: np.ndarray, *forms: np.ndarray) -> np.ndarray:
    """The form of each row by the habit of its clerk."""
    return np.choose(habit, forms)


def write_call_list(shelf: Shelf, survey: Survey, calls: CallList, quarter: int) -> None:
    """Whom the clerks were to phone, and who could not be reached."""
    company, contact = survey.company, calls.contact
    part = str(part_of(calls.day[:1])[0]) if len(calls.day) else ARCHIVE
    shelf.put(f"survey/invitation/{part}/call_list_{part}.csv", {
        "invitation_id": np.array([f"T{quarter:02d}{n:07d}" for n in range(len(contact))], dtype=object),
        "survey_id": SURVEY, "account_id": company.accounts.account_id[company.contacts.account[contact]],
        "contact_id": company.contacts.contact_id[contact], "channel": "phone",
        "sent_at": instants(calls.day, np.full(len(contact), 480)),
        "status": np.where(calls.is_reached, "complete", "no_contact"),
    })  # fmt: skip


def write_back_checks(shelf: Shelf, answers: Answers, rows: np.ndarray, quarter: int, seed: int) -> None:
    """A third party phones some customers again: did they take part, and what do they say now?"""
    rng = np.random.default_rng([seed, 9, quarter])
    ids = answer_ids(quarter, len(answers))[rows]
    day = np.minimum(answers.day[rows] + rng.integers(3, 20, len(rows)), DAYS - 1)
    is_reached = rng.random(len(rows)) < 0.7
    counts = is_reached & answers.took_part[rows]
    shelf.put("survey/back_check/back_checks.csv", {
        "back_check_id": np.array("BC", dtype=object) + ids, "response_id": ids,
        "rechecked_at": instants(day, rng.integers(540, 1020, len(rows))), "is_independent": "true",
        "is_reached": np.where(is_reached, "true", "false"),
        "participated": np.where(~is_reached, "", np.where(counts, "true", "false")),
        "rating": np.where(counts, answers.true[rows].astype(object), ""), "scale_min": 1, "scale_max": 5,
        "scale_direction": "high_good",
    })  # fmt: skip
