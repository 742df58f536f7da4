"""A chain of 60 branches over twelve months, without accounts: who answers where, and how a branch helps its number.

Belongs here: branches, visitors' opinions, five ways of asking, interference, and the tables of it all.
Elsewhere: the world around it, its configuration and its files (worlds_b); a firm that sells to firms (company_b).

Unusual and honest: tablets without a network that send all answers at night, children who play with the tablet,
a tablet out of order, QR codes for members of the loyalty programme (they like the shop), tourists, branches that
opened in spring or were renewed in summer, staff that tests the tablet (marked as test), December crowds.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.special import ndtr

Rng = np.random.Generator
Tables = dict[str, pd.DataFrame]
BRANCHES, MONTHS = 60, 12
SURVEY, SHARE = "SHOP", 0.17
SOURCES = pd.DataFrame({
    "source": ["tablet", "qr", "sheet", "central", "third"],
    "channel": ["onsite", "web", "phone", "phone", "phone"],
    "collector_org": ["self", "self", "sales", "quality_dept", "third_party"],
    "version": ["five", "five", "eleven", "eleven", "eleven"],
    "answers": [18.0, 8.0, 10.0, 4.0, 1.5],
    "lift": [0.0, 0.05, 0.22, 0.15, 0.12],
})  # fmt: skip
TABLET, QR, SHEET, CENTRAL, THIRD = range(5)
MONTH_STARTS = np.arange("2024-01", "2025-01", dtype="datetime64[M]").astype("datetime64[s]")
PERIODS = np.array([f"2024-{month:02d}" for month in range(1, MONTHS + 1)])
HONEST_KINDS = {"offline": 0.10, "playground": 0.10, "tourists": 0.10, "renewed": 0.05, "loyalty": 0.25}
STRENGTH = {"easy": 0.45, "middle": 0.25, "hard": 0.10}


def draw(difficulty: str | None, rng: Rng) -> tuple[Tables, pd.DataFrame]:
    """Tables and truth of a chain; None for a chain where nobody interferes."""
    branch = _branches(rng)
    mean, trouble = _opinions(branch, rng)
    honest = _ask(branch, mean, rng)
    rows = _help(honest, mean, difficulty, rng) if difficulty else honest
    truth = _truth(branch, mean, honest, rows, rng)
    return _tables(branch, mean, trouble, rows, truth, rng), truth


def branch_ids(numbers: np.ndarray) -> np.ndarray:
    """Identifiers of branches by their number."""
    return np.char.add("B", np.char.zfill(np.asarray(numbers).astype(str), 3)).astype(object)


def _branches(rng: Rng) -> pd.DataFrame:
    branch = pd.DataFrame({"quality": rng.normal(0, 0.3, BRANCHES), "volume": rng.lognormal(0, 0.35, BRANCHES)})
    for name, share in HONEST_KINDS.items():
        branch[name] = rng.random(BRANCHES) < share
    return branch.assign(opens=np.where(rng.random(BRANCHES) < 0.04, 3, 0))


def _opinions(branch: pd.DataFrame, rng: Rng) -> tuple[np.ndarray, np.ndarray]:
    """Mean opinion (latent, sd 1 among visitors) and number of mishaps, branch x month."""
    season = np.array([0, 0, 0, 0.03, 0.05, 0.05, 0, 0, 0, 0, -0.08, -0.22])
    staffing = rng.normal(0, 0.18, (BRANCHES, MONTHS))
    trouble = rng.poisson(1.2 * branch["volume"].to_numpy()[:, None] * np.exp(-staffing), (BRANCHES, MONTHS))
    mean = 0.95 + branch["quality"].to_numpy()[:, None] + season + staffing - 0.07 * (trouble - 1.2)
    mean[branch["renewed"], 6:] += 0.5
    return mean, trouble


def _ask(branch: pd.DataFrame, mean: np.ndarray, rng: Rng) -> pd.DataFrame:
    """One row per answer as it would be without interference."""
    expected = branch["volume"].to_numpy()[:, None, None] * SOURCES["answers"].to_numpy() * np.ones((1, MONTHS, 1))
    expected[:, 11] *= 1.5
    expected[:, :, TABLET][rng.random((BRANCHES, MONTHS)) < 0.03] = 0
    expected[np.arange(MONTHS) < branch["opens"].to_numpy()[:, None]] = 0
    rows = np.repeat(np.indices(expected.shape).reshape(3, -1), rng.poisson(expected).ravel(), axis=1)
    table = pd.DataFrame(rows.T, columns=["branch", "month", "way"])
    member = branch["loyalty"].to_numpy()[table["branch"]] & (table["way"] == QR)
    table["opinion"] = mean[table["branch"], table["month"]] + rng.normal(0, 1, len(table))
    table["said"] = table["opinion"] + SOURCES["lift"].to_numpy()[table["way"]] + 0.25 * member
    playing = branch["playground"].to_numpy()[table["branch"]] & (table["way"] == TABLET)
    random = playing & (rng.random(len(table)) < 0.06)
    table["said"] = table["said"].where(~random, rng.normal(0, 1.6, len(table)))
    test = (table["way"] == TABLET) & (rng.random(len(table)) < 0.01)
    plain: dict[str, object] = {"mechanism": "", "kept": ~test, "care": -1, "hidden": np.where(test, "test", "")}
    second, day = _seconds(len(table), rng), rng.integers(0, 28, len(table))
    return table.assign(final=table["said"], second=second, day=day, **plain)


def _seconds(count: int, rng: Rng) -> np.ndarray:
    """Second of the day: crowds at noon and after work."""
    peak = np.where(rng.random(count) < 0.45, rng.normal(12.5, 1.2, count), rng.normal(17.0, 1.5, count))
    return (np.clip(peak, 9.0, 19.9) * 3600).astype(int)


def _help(honest: pd.DataFrame, mean: np.ndarray, difficulty: str, rng: Rng) -> pd.DataFrame:
    """Interfere in some branch-months, rather where visitors are discontent; a branch keeps to its way of doing so."""
    rows = honest.copy()
    pressure = np.exp(-1.5 * mean)
    own = rows.index.to_numpy()[rows["kept"]]
    members = {unit: own[at] for unit, at in rows.loc[own].groupby(["branch", "month"]).indices.items()}
    able = [unit for unit in members if len(members[unit]) >= 15]
    weight = np.array([pressure[unit] for unit in able])
    chosen = rng.choice(len(able), round(SHARE * len(members)), replace=False, p=weight / weight.sum())
    habit = rng.choice(list(_WAYS), BRANCHES)
    added = []
    for unit in (able[n] for n in np.sort(chosen)):
        mechanism, mine = str(habit[unit[0]]), rows.iloc[members[unit]]
        wanted = max(2, round(STRENGTH[difficulty] * len(mine)))
        added.append(_WAYS[mechanism](rows, mine, wanted, difficulty, rng))
    return pd.concat([rows, *added], ignore_index=True)


def _coach(rows: pd.DataFrame, mine: pd.DataFrame, wanted: int, difficulty: str, rng: Rng) -> pd.DataFrame:
    """Visitors are asked for top marks where staff stands by: at the tablet and on the telephone."""
    touched = mine[mine["way"].isin([TABLET, SHEET])]["said"].nsmallest(wanted).index
    push = {"easy": 2.2, "middle": 1.6, "hard": 1.2}[difficulty]
    rows.loc[touched, "final"] = rows.loc[touched, "said"] + push * rng.uniform(0.6, 1.4, len(touched))
    rows.loc[touched, "mechanism"] = "coached"
    return rows.iloc[:0]


def _fill_in(rows: pd.DataFrame, mine: pd.DataFrame, wanted: int, difficulty: str, rng: Rng) -> pd.DataFrame:
    """Staff answers at the tablet itself: after closing in one go, in pairs, or spread over the day."""
    added = mine.iloc[np.zeros(wanted, int)].assign(way=TABLET, mechanism="self_filled")
    nth, care = np.arange(wanted), {"easy": 0, "middle": 1, "hard": 2}[difficulty]
    late = 20 * 3600 + 900 + nth * 22
    second = [late, 9 * 3600 + nth // 2 * 2700 + nth % 2 * 40, _seconds(wanted, rng)][care]
    day = [np.full(wanted, rng.integers(20, 28)), rng.integers(0, 28, wanted), rng.integers(0, 28, wanted)][care]
    final = [np.full(wanted, 2.5), np.full(wanted, 1.6), rng.normal(1.2, 0.5, wanted).clip(0.1)][care]
    return added.assign(second=np.minimum(second, 86_000), day=day, final=final, said=np.nan, care=care)


def _delete(rows: pd.DataFrame, mine: pd.DataFrame, wanted: int, difficulty: str, rng: Rng) -> pd.DataFrame:
    """Bad answers of tablet and call sheet disappear: marked as test, gone with a gap, or gone without a trace."""
    bad = mine[mine["way"].isin([TABLET, SHEET]) & (mine["said"] <= 0)]
    touched = bad["said"].nsmallest(wanted).index
    rows.loc[touched, ["mechanism", "kept"]] = ["deleted", False]
    rows.loc[touched, "hidden"] = {"easy": "test", "middle": "gap", "hard": "gone"}[difficulty]
    return rows.iloc[:0]


def _only_happy(rows: pd.DataFrame, mine: pd.DataFrame, wanted: int, difficulty: str, rng: Rng) -> pd.DataFrame:
    """Code and call go to those who left with a smile: others answer in the place of the discontent."""
    touched = mine[mine["way"].isin([QR, SHEET])]["said"].nsmallest(wanted).index
    noise = {"easy": 0.3, "middle": 0.6, "hard": 0.8}[difficulty]
    rows.loc[touched, "final"] = 1.3 + rng.normal(0, noise, len(touched))
    rows.loc[touched, "mechanism"] = "only_happy"
    return rows.iloc[:0]


_WAYS: dict[str, Callable[[pd.DataFrame, pd.DataFrame, int, str, Rng], pd.DataFrame]] = {
    "coached": _coach, "self_filled": _fill_in, "deleted": _delete, "only_happy": _only_happy,
}  # fmt: skip


def _truth(branch: pd.DataFrame, mean: np.ndarray, honest: pd.DataFrame, rows: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    """One row per branch and month; the true shares are those of all its visitors, in its own mix of ways."""
    key = ["branch", "month"]
    touched, content = rows["mechanism"] != "", rows["final"] > 0
    discontent = rows["said"].isna() | (rows["said"] <= 0)
    facts = rows[key].assign(
        mechanism=rows["mechanism"], touched_count=touched, answered_count=rows["kept"],
        flipped_count=touched & discontent & (content | ~rows["kept"]), satisfied_count=rows["kept"] & content,
    )  # fmt: skip
    sums = dict.fromkeys(["touched_count", "flipped_count", "answered_count", "satisfied_count"], "sum")
    truth = facts.groupby(key, as_index=False).agg({"mechanism": "max", **sums})
    lift = SOURCES["lift"].to_numpy()[honest["way"]]
    asked = honest[key].assign(share=ndtr(mean[honest["branch"], honest["month"]] + lift)).groupby(key)["share"].mean()
    at, visitors = mean[truth["branch"], truth["month"]], rng.poisson(500, len(truth)) + 50
    truth["true_share"] = rng.binomial(visitors, asked.to_numpy()) / visitors
    truth["private_share"] = rng.binomial(visitors, ndtr(at)) / visitors
    truth["honest_kind"] = _honest_kind(branch.iloc[truth["branch"]])
    truth["branch_id"], truth["period_label"] = branch_ids(truth["branch"]), PERIODS[truth["month"]]
    truth["unit"] = truth["branch_id"] + "|" + truth["period_label"]
    truth["is_manipulated"] = truth["touched_count"] > 0
    truth["reported_share"] = truth.pop("satisfied_count") / truth["answered_count"].replace(0, np.nan)
    return truth.drop(columns=key)


def _honest_kind(branch: pd.DataFrame) -> np.ndarray:
    return np.select([branch[name] for name in HONEST_KINDS], list(HONEST_KINDS), "ordinary")


def _tables(
    branch: pd.DataFrame, mean: np.ndarray, trouble: np.ndarray, rows: pd.DataFrame, truth: pd.DataFrame, rng: Rng
) -> Tables:
    rows = _numbered(rows)
    shown = rows[rows["kept"] | (rows["hidden"] == "test")]
    return {
        "people.person": _persons(), "people.incentive": _incentives(), "survey.survey": _surveys(),
        "survey.item": _items(),
        "survey.response": _responses(branch, shown, rng), "survey.answer": _answers(shown, rng),
        "survey.published_result": _published(mean, truth, rng), **_losses(trouble, rng),
    }  # fmt: skip


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """Each device and list numbers its answers in the order of time; what is deleted leaves a gap, or none."""
    rows = rows[rows["hidden"] != "gone"].sort_values(["branch", "way", "month", "day", "second"], kind="stable")
    nth = rows.groupby(["branch", "way"]).cumcount().astype(str).str.zfill(5)
    way = SOURCES["source"].str.upper().to_numpy()[rows["way"]]
    return rows.assign(response_id=way + "-" + branch_ids(rows["branch"]) + "-" + nth).reset_index(drop=True)


def _persons() -> pd.DataFrame:
    sellers = [f"{kind}{n:03d}" for kind in ("M", "E") for n in range(BRANCHES)]
    branches = list(branch_ids(np.arange(BRANCHES))) * 2
    staff = pd.DataFrame({"person_id": sellers, "branch_id": branches, "department": "branch"})
    staff["level"] = np.where(staff["person_id"].str.startswith("M"), "manager", "staff")
    desk = pd.DataFrame({"person_id": [f"Z{n}" for n in range(6)], "department": "customer desk", "level": "staff"})
    return pd.concat([staff, desk], ignore_index=True)


def _incentives() -> pd.DataFrame:
    managers = [f"M{n:03d}" for n in range(BRANCHES)]
    return pd.DataFrame({"person_id": managers, "kpi_id": "C01", "weight_share": 0.25, "incentive_type": "pay",
                         "target_value": 0.9, "valid_from_on": "2023-01-01"})  # fmt: skip


def _surveys() -> pd.DataFrame:
    return pd.DataFrame({"survey_id": SURVEY, "survey_version": ["five", "eleven"], "title": "How was it today?",
                         "survey_type": "transactional"})  # fmt: skip


def _items() -> pd.DataFrame:
    topics = ("friendliness", "waiting", "goods")
    rows = [(version, f"q{n}", topic) for version in ("five", "eleven") for n, topic in enumerate(topics, 1)]
    table = pd.DataFrame(rows, columns=["survey_version", "item_id", "topic"])
    return table.assign(survey_id=SURVEY, item_kind="csat", scale_min=1, scale_max=5, scale_direction="high_good")


def _responses(branch: pd.DataFrame, rows: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    way, count, names = rows["way"].to_numpy(), len(rows), branch_ids(rows["branch"])
    version = SOURCES["version"].to_numpy()[way]
    since = (rows["day"] * 86_400 + rows["second"]).to_numpy().astype(np.int64)
    at = MONTH_STARTS[rows["month"]] + since.astype("timedelta64[s]")
    night = branch["offline"].to_numpy()[rows["branch"]] & (way == TABLET)
    synced = at.astype("datetime64[D]").astype("datetime64[s]") + np.timedelta64(22 * 3600 + 5, "s")
    desk = "Z" + pd.Series(rng.integers(0, 6, count)).astype(str)
    caller = np.select([way == SHEET, way == CENTRAL], ["E" + rows["branch"].astype(str).str.zfill(3), desk])
    own = pd.Series(np.isin(way, [SHEET, CENTRAL]))
    tourist = branch["tourists"].to_numpy()[rows["branch"]] & (rng.random(count) < 0.5)
    voice, seconds = pd.Series(SOURCES["channel"].to_numpy()[way] == "phone"), _durations(rows, rng)
    return pd.DataFrame({
        "response_id": rows["response_id"].to_numpy(), "survey_id": SURVEY, "survey_version": version,
        "branch_id": names, "channel": SOURCES["channel"].to_numpy()[way], "submitted_at": np.where(night, synced, at),
        "collector_org": SOURCES["collector_org"].to_numpy()[way], "collector_id": pd.Series(caller).where(own),
        "rating": _scores(rows["final"].to_numpy(), version), "scale_min": np.where(version == "five", 1, 0),
        "scale_max": np.where(version == "five", 5, 10), "scale_direction": "high_good", "is_anonymous": ~voice,
        "device_id": pd.Series(np.where(way == TABLET, "tab-" + names, "phone-" + rows["response_id"].to_numpy()))
        .where(np.isin(way, [TABLET, QR])),
        "response_status": np.where(rows["hidden"] == "test", "test", "complete"),
        "language": np.where(tourist, "en", "de"),
        "call_seconds": seconds.where(voice), "duration_seconds": seconds.where(~voice),
        "call_start_at": pd.Series(at).where(voice),
    })  # fmt: skip


def _durations(rows: pd.DataFrame, rng: Rng) -> pd.Series:
    usual = np.array([9.0, 70.0, 150.0, 190.0, 210.0])[rows["way"]]
    return pd.Series((usual * np.where(rows["care"] == 0, 0.4, 1) * rng.lognormal(0, 0.4, len(rows))).round(1))


def _scores(opinion: np.ndarray, version: np.ndarray) -> np.ndarray:
    five = np.where(opinion > 0, 4 + (opinion > 0.8), 3 - (opinion < -0.6) * 1 - (opinion < -1.3))
    eleven = np.where(opinion > 0, 8 + (opinion > 0.5) * 1 + (opinion > 1.1), np.clip(7 - np.floor(-opinion * 3), 0, 7))
    return np.where(version == "five", five, eleven).astype(int)


def _answers(rows: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    """Three items on the code and on the telephone; the tablet asks one thing only."""
    rows = rows[rows["way"] != TABLET]
    felt = (0.5 * rows["said"] + 0.5 * rows["final"]).to_numpy()[:, None]
    value = 3.7 + 0.6 * felt + np.array([0.2, -0.3, 0.0]) + rng.normal(0, 0.7, (len(rows), 3))
    return pd.DataFrame({
        "response_id": np.repeat(rows["response_id"].to_numpy(), 3), "item_id": np.tile(["q1", "q2", "q3"], len(rows)),
        "value_num": np.clip(np.rint(value), 1, 5).astype(int).ravel(),
    })  # fmt: skip


def _published(mean: np.ndarray, truth: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    """Mystery visits to a third of the branches each month (twenty points to meet), and each branch's own figure."""
    branch, month = np.nonzero(rng.random(mean.shape) < 1 / 3)
    met = rng.binomial(20, np.clip(ndtr(mean[branch, month] + rng.normal(0, 0.25, len(branch))), 0.02, 0.98)) / 20
    visit = pd.DataFrame({"unit_key": branch_ids(branch), "period_label": PERIODS[month], "result_value": met,
                          "reported_by_org": "inspection", "source_document": "mystery visit"})  # fmt: skip
    own = truth.dropna(subset=["reported_share"])
    figure = pd.DataFrame({"unit_key": own["branch_id"], "period_label": own["period_label"],
                           "result_value": own["reported_share"].round(4), "answered_count": own["answered_count"],
                           "reported_by_org": "self", "source_document": "monthly sheet"})  # fmt: skip
    table = pd.concat([visit, figure], ignore_index=True).astype({"answered_count": "Int64"})
    return table.assign(
        result_id=[f"F{n:04d}" for n in range(len(table))], unit_type="branch", measure="share_top2",
        survey_id=SURVEY, scale_min=0, scale_max=1, published_at="2025-01-15 09:00:00",
    )  # fmt: skip


def _losses(trouble: np.ndarray, rng: Rng) -> Tables:
    branch, month = np.repeat(np.indices(trouble.shape).reshape(2, -1), trouble.ravel(), axis=1)
    count = len(branch)
    at = MONTH_STARTS[month] + (rng.integers(0, 28, count) * 86_400 + 40_000).astype("timedelta64[s]")
    level = rng.choice(np.array(["1", "2", "3", "4"]), count, p=[0.5, 0.3, 0.15, 0.05])
    cost = np.array([20.0, 80.0, 300.0, 12_000.0])[level.astype(int) - 1] * rng.lognormal(0, 0.4, count)
    loss = pd.DataFrame({
        "loss_id": [f"L{n:05d}" for n in range(count)], "org_unit_id": branch_ids(branch), "loss_category": "external",
        "loss_type": rng.choice(["return", "credit", "complaint_handling"], count), "severity": level,
        "event_on": at.astype("datetime64[D]").astype(str), "loss_amount": cost.round(2), "currency_code": "EUR",
    })  # fmt: skip
    told = np.nonzero(rng.random(count) < 0.6)[0]
    complaint = pd.DataFrame({
        "complaint_id": [f"Q{n:05d}" for n in told], "org_unit_id": branch_ids(branch[told]), "received_at": at[told],
        "channel": "phone", "severity": level[told], "justified": "yes", "complaint_status": "closed",
    })  # fmt: skip
    return {"quality.loss_event": loss, "quality.complaint": complaint}
