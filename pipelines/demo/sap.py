"""Goods and quality notifications as an SAP system lists its tables: tabs, leading zeros, 20260131, trailing minus.

Belongs here: VBAK, VBAP, VBEP, LIKP, LIPS, VBRK and QMEL with its subtables.
Elsewhere: what was ordered (goods), what went wrong (records).
"""

import numpy as np

from pipelines.demo.company import Company
from pipelines.demo.goods import Lines, Orders
from pipelines.demo.names import PRODUCTS
from pipelines.demo.records import Records
from pipelines.demo.shelf import Form, Frame, Shelf, chosen, in_chunks
from pipelines.demo.span import DAYS, dates, day_of, part_of

TABS = Form(delimiter="\t", line_end="\r\n", quote="never")
_DAY, _NO_DAY = "%Y%m%d", "00000000"
_RATE = 7.7  # yuan for a euro, for prices in euro; dated rates are in ref
_CLERKS = np.array(["LIWEI", "ZHANGMIN", "MUELLER", "CHENJ"], dtype=object)


def write_goods(shelf: Shelf, company: Company, orders: Orders, lines: Lines) -> None:
    """One month of orders, schedule lines, deliveries and invoices, into the archive or this year's files."""
    if not len(orders):
        return
    part = str(part_of(orders.day[:1])[0])
    currency = np.where(company.accounts.is_german[orders.account], "EUR", "CNY").astype(object)
    divisor = np.where(company.accounts.is_german[orders.account], _RATE, 1.0)
    number = orders.month * 200_000 + np.arange(len(orders))
    customer = company.accounts.sap_no[orders.account]
    heads = {"VBELN": _padded(number, 10, 1), "KUNNR": customer, "WAERK": currency, "value": orders.total / divisor}
    _orders(shelf, part, orders, heads)
    _lines(shelf, part, orders, lines, heads, divisor)
    _deliveries(shelf, part, orders, lines, number, customer)
    _invoices(shelf, orders, heads, number)


def _orders(shelf: Shelf, part: str, orders: Orders, heads: dict[str, np.ndarray]) -> None:
    clock = np.array([f"{m // 60:02d}{m % 60:02d}00" for m in range(1440)], dtype=object)
    shelf.put(f"sap/{part}/VBAK_{part}.txt", {
        "VBELN": heads["VBELN"], "ERDAT": dates(orders.day, _DAY), "ERZET": clock[orders.minute],
        "ERNAM": _CLERKS[orders.account % 4], "AUART": "TA", "VBTYP": "C", "KUNNR": heads["KUNNR"],
        "VDATU": _later(orders.promised), "NETWR": money(heads["value"]), "WAERK": heads["WAERK"],
        "AEDAT": _NO_DAY, "GBSTK": np.where(orders.arrived >= 0, "C", "A"), "BSTNK": _padded(orders.account, 6, 0),
    }, TABS)  # fmt: skip


def _lines(
    shelf: Shelf, part: str, orders: Orders, lines: Lines, heads: dict[str, np.ndarray], divisor: np.ndarray
) -> None:
    price = lines.price / divisor[lines.order]
    key = {"VBELN": heads["VBELN"][lines.order], "POSNR": _padded(lines.number * 10, 6, 0)}
    shelf.put(f"sap/{part}/VBAP_{part}.txt", {
        **key, "MATNR": PRODUCTS[lines.product], "KWMENG": quantity(lines.quantity), "VRKME": "ST",
        "NETPR": money(price), "NETWR": money(price * lines.quantity), "WAERK": heads["WAERK"][lines.order],
        "ERDAT": dates(orders.day[lines.order], _DAY), "AEDAT": _NO_DAY, "ABGRU": "",
    }, TABS)  # fmt: skip
    promised = orders.promised[lines.order]
    shelf.put(f"sap/{part}/VBEP_{part}.txt", {
        **key, "ETENR": "0001", "ETTYP": "CP", "EDATU": _later(promised), "WMENG": quantity(lines.quantity),
        "BMENG": quantity(lines.quantity),
    }, TABS)  # fmt: skip


def _deliveries(
    shelf: Shelf, part: str, orders: Orders, lines: Lines, number: np.ndarray, customer: np.ndarray
) -> None:
    sent = np.flatnonzero(orders.arrived >= 0)
    arrived = orders.arrived[sent]
    shelf.put(f"sap/{part}/LIKP_{part}.txt", {
        "VBELN": _padded(number[sent], 10, 8), "LFART": "LF", "KUNNR": customer[sent], "KUNAG": customer[sent],
        "LFDAT": _later(orders.promised[sent]), "WADAT": dates(arrived - 2, _DAY),
        "WADAT_IST": dates(arrived - 2, _DAY), "PODAT": dates(arrived, _DAY), "AEDAT": dates(arrived, _DAY),
        "BTGEW": quantity(orders.line_count[sent] * 120),
    }, TABS)  # fmt: skip
    rows = np.flatnonzero(orders.arrived[lines.order] >= 0)
    order, posted = lines.order[rows], orders.arrived[lines.order[rows]] - 2
    shelf.put(f"sap/{part}/LIPS_{part}.txt", {
        "VBELN": _padded(number[order], 10, 8), "POSNR": _padded(lines.number[rows] * 10, 6, 0),
        "MATNR": PRODUCTS[lines.product[rows]],
        "LFIMG": quantity(lines.quantity[rows] - 10 * lines.is_short[rows]), "VRKME": "ST",
        "CHARG": _batch(posted), "VGBEL": _padded(number[order], 10, 1),
        "VGPOS": _padded(lines.number[rows] * 10, 6, 0), "ERDAT": dates(posted, _DAY),
    }, TABS)  # fmt: skip


def _invoices(shelf: Shelf, orders: Orders, heads: dict[str, np.ndarray], number: np.ndarray) -> None:
    sent = np.flatnonzero(orders.arrived >= 0)
    day = np.minimum(orders.arrived[sent] + 1, DAYS - 1)
    frame: Frame = {
        "VBELN": _padded(number[sent], 10, 9), "FKART": "F2", "VBTYP": "M", "FKDAT": dates(day, _DAY),
        "KUNRG": heads["KUNNR"][sent], "KUNAG": heads["KUNNR"][sent], "NETWR": money(heads["value"][sent]),
        "WAERK": heads["WAERK"][sent], "FKSTO": "", "SFAKN": "", "ERDAT": dates(day, _DAY), "AEDAT": _NO_DAY,
    }  # fmt: skip
    _put_by_part(shelf, frame, day)


def write_broken_orders(shelf: Shelf) -> None:
    """Three lines that nobody can book: without a number, dated tomorrow's century, for no day."""
    shelf.put("sap/2026/VBAK_2026.txt", {
        "VBELN": ["", "1999999998", "1999999999"], "ERDAT": ["20260901", "20991231", "2026-9-31"], "ERZET": "101500",
        "ERNAM": "LIWEI", "AUART": "TA", "VBTYP": "C", "KUNNR": "0000104000", "VDATU": "20261015", "NETWR": "100.00",
        "WAERK": "CNY", "AEDAT": _NO_DAY, "GBSTK": "A", "BSTNK": "",
    }, TABS, broken=3)  # fmt: skip


def write_credit_memos(shelf: Shelf, company: Company, records: Records) -> None:
    """Credits after a return, as negative billing documents."""
    rows = np.flatnonzero(records.is_of("return") & (records.posted < DAYS - 1))
    is_german = company.accounts.is_german[records.account[rows]]
    day = records.posted[rows]
    customer = company.accounts.sap_no[records.account[rows]]
    frame: Frame = {
        "VBELN": _padded(rows, 10, 95), "FKART": "G2", "VBTYP": "O", "FKDAT": dates(day, _DAY), "KUNRG": customer,
        "KUNAG": customer, "NETWR": money(-records.amount[rows] / np.where(is_german, _RATE, 1.0)),
        "WAERK": np.where(is_german, "EUR", "CNY"), "FKSTO": "", "SFAKN": "", "ERDAT": dates(day, _DAY),
        "AEDAT": _NO_DAY,
    }  # fmt: skip
    _put_by_part(shelf, frame, day)


def _put_by_part(shelf: Shelf, frame: Frame, days: np.ndarray) -> None:
    """Billing documents into the part of their own day, which may be later than that of the order."""
    parts = part_of(days)
    for part in np.unique(parts):
        shelf.put(f"sap/{part}/VBRK_{part}.txt", chosen(frame, parts == part), TABS)


def write_notifications(shelf: Shelf, company: Company, records: Records) -> None:
    """Quality notifications of customers with defect, cause and the steps of the 8D report."""
    for rows in in_chunks(np.flatnonzero(records.complained == 1)):
        _notify(shelf, company, records, rows)


def _notify(shelf: Shelf, company: Company, records: Records, rows: np.ndarray) -> None:
    number = _padded(rows, 12, 2)
    day = records.received[rows]
    day_text = dates(day, _DAY)
    shelf.put("sap/qm/QMEL.txt", {
        "QMNUM": number, "QMART": "Q1", "QMTXT": _TEXTS[rows % len(_TEXTS)],
        "PRIOK": (5 - records.severity[rows]).astype(str), "ERNAM": _CLERKS[rows % 4],
        "ERDAT": dates(records.registered[rows], _DAY, _NO_DAY), "AEDAT": dates(records.closed[rows], _DAY, _NO_DAY),
        "MZEIT": "093000", "QMDAT": day_text, "QMNAM": _CLERKS[(rows + 1) % 4],
        "LTRMN": _later(records.due[rows]), "KUNUM": company.accounts.sap_no[records.account[rows]],
        "MATNR": PRODUCTS[records.product[rows]], "CHARG": _batch(np.maximum(day - 30, 0)),
        "RKMNG": quantity(records.quantity[rows]), "QMDAB": dates(records.closed[rows], _DAY, _NO_DAY),
        "QMGRP": "QM-KD", "QMCOD": _codes(rows, 4), "BEZDT": dates(records.acknowledged[rows], _DAY, _NO_DAY),
    }, TABS)  # fmt: skip
    shelf.put("sap/qm/QMFE.txt", {"QMNUM": number, "FENUM": "0001", "FEGRP": "QM-01", "FECOD": _codes(rows, 9),
                                  "FMGEIG": quantity(records.quantity[rows]), "ERDAT": day_text}, TABS)  # fmt: skip
    shelf.put("sap/qm/QMUR.txt", {"QMNUM": number, "FENUM": "0001", "URNUM": "0001", "URGRP": "QM-UR",
                                  "URCOD": _codes(rows // 3, 6), "URTXT": "", "ERDAT": day_text}, TABS)  # fmt: skip
    _write_steps(shelf, number, rows, records)


def _write_steps(shelf: Shelf, number: np.ndarray, rows: np.ndarray, records: Records) -> None:
    """Containment, corrective action and, where it was sought, the customer's word that all is well."""
    steps = (
        ("D3", "围堵", 2, records.contained),
        ("D5", "纠正措施", 20, records.corrected),
        ("D8", "客户确认", 30, records.confirmed),
    )
    for place, (step, text, days, done) in enumerate(steps, 1):
        here = np.flatnonzero(done[rows] >= 0) if step == "D8" else np.arange(len(rows))
        shelf.put("sap/qm/QMSM.txt", {
            "QMNUM": number[here], "MANUM": f"{place:04d}", "MNGRP": "QM-8D", "MNCOD": step, "MATXT": text,
            "PETER": _later(records.received[rows[here]] + days), "ERLDAT": dates(done[rows[here]], _DAY, _NO_DAY),
            "ERLNAM": _CLERKS[rows[here] % 4],
        }, TABS)  # fmt: skip


_TEXTS = np.array(
    ["裂纹", "尺寸超差", "漏装卡簧", "Riss am Gehäuse", "表面划伤", "异响", "标签错误", "包装破损"], dtype=object
)


def money(amounts: np.ndarray) -> list[str]:
    """Two decimals; a minus stands behind."""
    return [f"{-a:.2f}-" if a < 0 else f"{a:.2f}" for a in amounts.tolist()]


def quantity(amounts: np.ndarray) -> list[str]:
    """Three decimals."""
    return [f"{a}.000" for a in amounts.tolist()]


def _padded(numbers: np.ndarray, width: int, prefix: int) -> np.ndarray:
    rest = width - len(str(prefix)) if prefix else width
    return np.array([f"{prefix or ''}{n:0{rest}d}" for n in numbers.tolist()], dtype=object)


def _codes(rows: np.ndarray, count: int) -> np.ndarray:
    return np.array([f"{n:04d}" for n in range(1, count + 1)], dtype=object)[rows % count]


def _batch(days: np.ndarray) -> np.ndarray:
    return np.array("B", dtype=object) + dates(days, "%y%m")


def _later(days: np.ndarray) -> list[str]:
    """Days that may lie beyond the last one."""
    return [f"{day_of(day):%Y%m%d}" for day in days.tolist()]
