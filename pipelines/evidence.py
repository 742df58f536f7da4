"""What the terminal shows of checks, of findings, and of one unit in three sentences.

Belongs here: the catalogue as a table, findings of the published build with filters, why a unit is what it is.
Elsewhere: questions and thresholds (integrity), the page (report), the state of a workspace (overview).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from pipelines.overview import plain, query
from pipelines.publish.export import DATABASE
from pipelines.workspace import Workspace
from pipelines.yaml_file import ConfigurationError

SHOWN = 50
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def checks() -> RenderableType:
    """Every check: question, severity, family, least n, reference and source."""
    from pipelines.integrity import catalogue, policy

    lines = [
        plain(text.format(**row)) for row in catalogue.described(policy.load()) for text in ("{id}  {question}", *_SAID)
    ]
    return Group(*lines, Text("A finding is a reason to look, never an accusation of a person."))


_SAID = ("    {severity}, {family}; least n: {least_n}", "    held against: {reference}", "    {source}")


@dataclass(frozen=True)
class Wanted:
    """Which findings: parts of their ids, exact codes; None means all."""

    unit: str | None = None
    detector: str | None = None
    conclusion: str | None = None
    period: str | None = None

    def condition(self) -> tuple[str, list[str]]:
        """SQL and its values. Without any filter only the suspicious ones are wanted."""
        parts = [
            ("contains(f.unit_id, ?)", self.unit),
            ("f.detector_id = upper(?)", self.detector),
            ("v.conclusion_code = ?", self.conclusion),
            ("starts_with(f.period_id, ?)", self.period),
        ]
        said = [(sql, value) for sql, value in parts if value is not None]
        if self.unit is None:
            said.append(("f.finding_code = ?", "suspicious"))
        return " and ".join(sql for sql, _ in said), [value for _, value in said]


def findings(wanted: Wanted, workspace: Workspace, target: Path | None) -> RenderableType:
    """Findings of the published build; with a target all of them, as CSV. Raises ConfigurationError."""
    folder = published(workspace)
    condition, values = wanted.condition()
    rows = query(folder, f"{_ALL} where {condition} order by f.unit_id, f.detector_id", *values)
    if target is not None:
        return plain(f"{write_csv(target, _COLUMNS, rows):,} findings written to {target}")
    if not rows:
        return Text("No such findings in the published build.")
    units = dict.fromkeys(row[0] for row in rows[:SHOWN])
    lines = [line for unit in units for line in _of_unit(unit, [row for row in rows[:SHOWN] if row[0] == unit])]
    more = len(rows) - SHOWN
    last = [f"{more:,} more; next: narrow it down, or write all with --csv FILE"] if more > 0 else []
    return Group(*map(plain, (*lines, *last)))


def _of_unit(unit: str, rows: list[tuple[Any, ...]]) -> list[str]:
    """A line for the unit with its conclusion, and one for each finding."""
    told = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    code = told[0]["conclusion_code"]
    findings = [
        f"    {one['detector_id']}  {one['finding_code']}: {one['reason']}"
        + (f" (n {number(one['n'])}, p {number(one['p_value'])})" if one["p_value"] is not None else "")
        for one in told
    ]
    return [f"{unit}  ({code})" if code else unit, *findings]


def write_csv(target: Path, columns: Iterable[str], rows: list[tuple[Any, ...]]) -> int:
    """Rows as a new CSV file that no spreadsheet takes for formulas. Raises ConfigurationError if it exists."""
    try:
        with target.open("x", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows([_inert(value) for value in row] for row in rows)
    except FileExistsError:
        raise ConfigurationError(f"{target}: the file exists; next: name a new one") from None
    except OSError as error:
        raise ConfigurationError(f"{target}: {error.strerror}; next: name a file in a folder that exists") from None
    return len(rows)


def _inert(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def explain(unit: str, workspace: Workspace) -> RenderableType:
    """Three sentences on one unit in English and Chinese, then each detector's finding."""
    folder = published(workspace)
    chosen = _chosen(unit, folder)
    verdict = next((json.loads(row[0]) for row in query(folder, _VERDICT, chosen)), None)
    return Group(
        plain(chosen),
        *map(plain, _concluded(verdict) if verdict else ()),
        *map(plain, _explained(verdict or {}) or sentences(query(folder, _LEADING, chosen))),
        Text(),
        *[line for row in query(folder, _FINDINGS, chosen) for line in _finding(*row)],
        Text("A finding is a reason to look, never an accusation of a person."),
    )


def _concluded(verdict: dict[str, Any]) -> list[str]:
    code, why, score, q = (
        number(verdict.get(name)) for name in ("conclusion_code", "why", "suspicion_score", "q_value")
    )
    return [f"Conclusion: {code}. {why} Score {score}, q {q}."]


def _explained(verdict: dict[str, Any]) -> list[str]:
    """The published sentences of a unit's conclusion; subjects of their own have none."""
    return [verdict[name] for name in ("explanation_en", "explanation_zh") if verdict.get(name)]


def sentences(leading: list[tuple[Any, ...]]) -> list[str]:
    """What was seen, how unlikely it is for an honest subject, what would have to be true for it to be innocent."""
    if not leading:
        return [text for texts in _QUIET for text in texts]
    words_en, words_zh, statistic, n, rate, p, innocent_en, innocent_zh = leading[0]
    counted = f"{number(statistic)}, n {number(n)}, {number(rate)}"
    chance_en, chance_zh = _chance(p)
    return [
        f"Seen: {words_en} (statistic, n, reference: {counted})", f"How unlikely: {chance_en}.",
        f"Innocent if {innocent_en}.",
        f"所见：{words_zh}（统计量、n、参照值：{counted}）", f"可能性：{chance_zh}。",
        f"若属无辜，须是：{innocent_zh}。",
    ]  # fmt: skip


_QUIET = (
    (
        "Seen: nothing that does not add up; what could not be tested is listed below.",
        "How unlikely: not at all.",
        "Innocent if what was supplied is complete.",
    ),
    ("所见：没有不相符之处；未能检验的列于下文。", "可能性：并不罕见。", "前提是所提供的资料完整。"),
)


def _chance(p: float | None) -> tuple[str, str]:
    if p is None:
        return "this is arithmetic on what was recorded, chance has no part in it", "这是对记录的核算，与偶然无关"
    share = f"one honest unit in {1 / max(p, 1e-9):,.0f}" if p < 0.5 else "every second honest unit"
    chinese = f"约每{1 / max(p, 1e-9):,.0f}个正常单位中有一个会如此" if p < 0.5 else "正常单位中有一半会如此"
    return f"about {share} would show as much (p {number(p)}); many are judged at once, so see q", (
        f"{chinese}（p {number(p)}）；同时评判许多单位，故请看q值"
    )


def published(workspace: Workspace) -> Path:
    """The folder of the build that readers see. Raises ConfigurationError where there is none."""
    if not (workspace.current / DATABASE).exists():
        raise ConfigurationError(f"{workspace.root}: nothing is published yet; next: `touchstone run`")
    return workspace.current


def _chosen(unit: str, folder: Path) -> str:
    """The unit of that id, else the only one concluded on with this in its id, else the only subject of its own."""
    known = query(folder, _NAMED, unit)
    units = [name for name, _ in known]
    if unit in units:
        return unit
    concluded = [name for name, is_concluded in known if is_concluded]
    for names in (concluded, units):
        if len(names) == 1:
            return str(names[0])
    raise ConfigurationError(_which(unit, concluded or units))


def _finding(
    detector: str, question: str, finding: str, why: str, n: float | None, statistic: float | None,
    rate: float | None, origin: str, p: float | None, effect: float | None,
) -> list[Text]:  # fmt: skip
    """Two or three lines: the question, the answer, and the figures that it rests on."""
    lines = [plain(f"{detector}  {question}"), plain(f"    {finding}: {why}")]
    if p is not None:
        counted = f"statistic {number(statistic)}, n {number(n)}, p {number(p)}, effect {number(effect)}"
        lines.append(plain(f"    {counted}; honest units: {number(rate)} (from {origin})"))
    return lines


def number(value: object) -> str:
    """A number or a code for people; a dash where there is none."""
    return plain(value).plain


def _which(unit: str, units: list[str]) -> str:
    if not units:
        return f"{unit}: no such unit in the published build; next: see dim_unit or the page for its units"
    return (
        f"{unit}: {len(units)} units have this in their id, among them {', '.join(units[:5])}; next: name one in full"
    )


_COLUMNS = (
    "unit_id", "period_id", "detector_id", "finding_code", "reason_code", "reason", "severity_code", "statistic", "n",
    "reference_rate", "reference_origin_code", "p_value", "effect", "minimum_n", "method_version", "conclusion_code",
)  # fmt: skip
_ALL = """
select f.unit_id, f.period_id, f.detector_id, f.finding_code, f.reason_code, coalesce(r.text_en, f.reason_code),
    f.severity_code, f.statistic, f.n, f.reference_rate, f.reference_origin_code, f.p_value, f.effect, f.minimum_n,
    f.method_version, v.conclusion_code
from fct_finding as f
left join fct_verdict as v using (unit_id) left join dim_reason as r on r.reason_code = f.reason_code"""
_NAMED = """
select u.unit_id, v.unit_id is not null from dim_unit as u left join fct_verdict as v using (unit_id)
where contains(u.unit_id, ?) order by 1"""
_VERDICT = """
select to_json(told) from (
    select v.*, coalesce(r.text_en, v.reason_code) as why
    from fct_verdict as v left join dim_reason as r using (reason_code)
) as told where unit_id = ?"""
_LEADING = """
select r.text_en, r.text_zh, f.statistic, f.n, f.reference_rate, f.p_value, d.innocent_en, d.innocent_zh
from fct_finding as f inner join dim_reason as r using (reason_code) inner join dim_detector as d using (detector_id)
where f.unit_id = ? and f.finding_code = 'suspicious'
order by f.p_value nulls first, f.detector_id limit 1"""
_FINDINGS = """
select f.detector_id, d.question_en, f.finding_code, coalesce(r.text_en, f.reason_code), f.n, f.statistic,
    f.reference_rate, f.reference_origin_code, f.p_value, f.effect
from fct_finding as f left join dim_detector as d using (detector_id) left join dim_reason as r using (reason_code)
where f.unit_id = ? order by f.detector_id"""
