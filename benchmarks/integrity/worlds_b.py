"""Three kinds of worlds whose truth is known, drawn from the literature alone, as files that a company could export.

Belongs here: the worlds, their files and truth; who is asked in the firm, and how the number is helped there.
Elsewhere: the firm and what its customers think (company_b); the chain of branches (chain_b).

How a number is helped: filling in for customers, asking for top marks, leaving out or misaddressing the discontent,
answering from an address of one's own (Maritz and TrueDelta on car dealers: a quarter of buyers was asked for perfect
scores, one in eight gave them), changing sheets at entry and dropping bad ones (Koczela et al. 2015 on fabrication
beyond interviewers). Fabricated answers vary less, lack no item and cluster in time (Schwanhaeuser et al. 2022).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from benchmarks.integrity import chain_b, company_b
from benchmarks.integrity.company_b import CALLED, CLERKS, DAY, QUARTERS, Firm, Plan, Rng, Tables

Difficulty = Literal["easy", "middle", "hard"]
MAIN, OUTSIDE = "REL", "IND"
SCALES = {"five": (1, 5), "eleven": (0, 10), "yes_no": (0, 1)}
TOPICS = ("quality", "delivery", "price", "contact person", "complaints")


@dataclass(frozen=True)
class World:
    """One world: the company's configuration, the survey that is judged, canonical tables, the truth of every unit.

    `truth` columns: unit, is_manipulated, mechanism, touched_count (answers made, changed or kept out), flipped_count
    (of them: not satisfied without it), answered_count, reported_share, honest_kind, true_share (of all customers of
    the unit, the share that would answer satisfied in the survey's own way without interference), private_share (in
    a form that nobody of the company sees).
    """

    name: str
    company: str
    survey_id: str
    tables: Tables
    truth: pd.DataFrame

    def write(self, folder: Path) -> Path:
        """Make a workspace of it: company.yaml and one Parquet file for each table. Returns the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "company.yaml").write_text(self.company, encoding="utf-8")
        for place, table in self.tables.items():
            landing = folder / "landing" / Path(*place.split("."))
            landing.mkdir(parents=True, exist_ok=True)
            _exact(table.dropna(axis=1, how="all")).to_parquet(landing / f"{self.name}.parquet", index=False)
        return folder


def _exact(table: pd.DataFrame) -> pd.DataFrame:
    """Money as text to the cent: a binary fraction is no amount, and the ingest refuses its stray digits."""
    money = [name for name in table.columns if name.endswith("_amount")]
    return table.assign(**{name: table[name].map("{:.2f}".format) for name in money})


_COMPANY = """\
company: {name} (invented)
company_id: {name}
currency: EUR
time_zone: UTC
invented: true
settle_seconds: 0
units:
  - {{id: {unit}, by: [{by}], period: {period}}}
severe_loss: {{minimum_amount: 10000, within_days: 180}}
"""


def firm(difficulty: Difficulty, seed: int, *, honest: bool = False) -> World:
    """World B1: a firm of 122 sales people and 3,000 accounts, asked in six ways; some units help their number."""
    return _firm_world(f"firm_{difficulty}", Plan(), seed, None if honest else difficulty)


def essay(seed: int, *, independent: float = 0.0) -> World:
    """World B2, the essay's: clerks telephone, sales people are appraised, customers are kind, losses are large.

    Nobody cheats. `independent` is the share of accounts that a third party asks in a quarter, too.
    """
    plan = Plan(regions=CALLED, opinion=0.35, kindness=2.0, incidents=0.3, loss=2.5, independent=independent)
    return _firm_world("essay_b", plan, seed, None)


def chain(difficulty: Difficulty, seed: int, *, honest: bool = False) -> World:
    """World B3: 60 branches, 12 months, no accounts; tablets, QR codes, call sheets, call teams, mystery visits."""
    tables, truth = chain_b.draw(None if honest else difficulty, np.random.default_rng([seed, 3]))
    company = _COMPANY.format(name=f"chain_{difficulty}", unit="branch_month", by="branch", period="month")
    return World(f"chain_{difficulty}", company, chain_b.SURVEY, tables, truth)


def _firm_world(name: str, plan: Plan, seed: int, difficulty: Difficulty | None) -> World:
    rng = np.random.default_rng([seed, 1])
    drawn = company_b.draw(plan, rng)
    asked = _ask(drawn, rng)
    helped = _help(drawn, asked, difficulty, np.random.default_rng([seed, 2])) if difficulty else asked
    truth = _truth(drawn, helped)
    tables = company_b.feeds(drawn, rng) | _main_survey(drawn, helped, rng)
    tables |= {"survey.back_check": _back_checks(helped, rng), "survey.published_result": _published(truth)}
    for place, more in _outside_survey(drawn, rng).items():
        tables[place] = pd.concat([tables[place], more], ignore_index=True)
    company = _COMPANY.format(name=name, unit="owner_quarter", by="owner", period="quarter")
    return World(name, company, MAIN, tables, truth)


INVITED = {"phone": 0.66, "web": 0.97, "onsite": 0.52, "paper": 0.72}
ANSWERS = {"phone": 0.66, "web": 0.45, "onsite": 0.86, "paper": 0.60}
LIFT = {"phone": 0.20, "web": 0.0, "onsite": 0.24, "paper": 0.08}  # politeness to a voice: 5-12 points at the mean


def _ask(firm: Firm, rng: Rng) -> pd.DataFrame:
    """One row per account and quarter: how it is asked, and what it says when nobody interferes."""
    account, quarter = (axis.ravel() for axis in np.indices(firm.owner.shape))
    regions, region = firm.plan.regions, firm.column("region", account)
    rows = pd.DataFrame({"account": account, "quarter": quarter, "owner": firm.owner.ravel(), "region": region})
    rows["mode"] = np.array([r.mode for r in regions])[region]
    rows["version"] = np.array([r.version for r in regions])[region]
    rows["is_contractor"] = (rows["mode"] == "phone") & (quarter >= 2) & (region == 4)
    rows["clerk"] = np.where(rows["is_contractor"], CLERKS + rng.integers(0, company_b.AGENTS, len(rows)),
                             rng.integers(0, CLERKS, len(rows)))  # fmt: skip
    rows["opinion"] = firm.opinion.ravel()
    heard = rows["mode"].isin(["phone", "paper"]) * firm.clerk_lift[rows["clerk"]]
    lift = rows["mode"].map(LIFT) + np.array([r.agreement for r in regions])[region] + heard
    kind = firm.plan.kindness * np.maximum(firm.column("terms", account), -1.5) * (rng.random(len(rows)) < 0.98)
    rows["undisturbed"] = rows["opinion"] + lift
    rows["said"] = rows["undisturbed"] + kind
    return _invite(firm, rows, rng)


def _invite(firm: Firm, rows: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    """Who may be asked, who is, who answers: the discontent answer the telephone a little less, the web a bit more."""
    key = firm.people["is_key"].to_numpy()[rows["owner"]]
    chance = rng.random((3, len(rows)))
    why = [chance[0] < 0.03, chance[1] < 0.015, (rows["opinion"] < -0.8) & (chance[2] < 0.1)]
    rows["reason"] = np.select(why, ["opted out", "contact on leave", "legal dispute"], "")
    chosen = (rng.random(len(rows)) < rows["mode"].map(INVITED)) | key
    rows["selected_by"] = np.where(chosen, np.where(rows["mode"] == "web", "all", "random"), "none")
    # In one region the owner names the contact: it is the rule there, and nobody means harm.
    rows.loc[chosen & (rows["mode"] == "onsite"), "selected_by"] = "owner"
    rows["invited"] = chosen & (rows["reason"] == "")
    willing = rows["mode"].map(ANSWERS) * np.where(rows["opinion"] > 0, 1, np.where(rows["mode"] == "web", 1.1, 0.9))
    rows["answered"] = rows["invited"] & (rng.random(len(rows)) < willing + 0.12 * key)
    window = rng.integers(3, 55, firm.people.shape[0])[rows["owner"]]
    rows["day"] = window + rng.integers(0, 15, len(rows))
    plain: dict[str, object] = {"mechanism": "", "contact": 0, "fate": "", "care": -1, "halo": 1.0, "quiet": False}
    return rows.assign(final=rows["said"], **plain)


STRENGTH = {"easy": 0.75, "middle": 0.50}
KNOWS = {"easy": 0.25, "middle": 0.45, "hard": 0.60}  # noise of the guess who is discontent
MECHANISMS = {
    "phone": ("fabricated", "recoded", "coached", "left_out", "friendly_contact", "dropped"),
    "web": ("redirected", "misaddressed", "coached", "left_out"),
    "onsite": ("fabricated", "coached", "left_out", "dropped"),
    "paper": ("recoded", "dropped", "fabricated", "coached"),
}
SHARE = 0.175


def _help(firm: Firm, asked: pd.DataFrame, difficulty: Difficulty, rng: Rng) -> pd.DataFrame:
    """Interfere in some units: rather where customers are discontent, by people who know roughly which ones."""
    rows = asked.copy()
    counts = {"invited": ("invited", "sum"), "answered": ("answered", "sum"), "opinion": ("opinion", "mean")}
    units = rows.groupby(["owner", "quarter"]).agg(**counts)
    able = units[(units["invited"] >= 6) & (units["answered"] >= 4)]
    pressure = np.exp(-2.0 * able["opinion"].to_numpy())
    count = round(SHARE * len(units))
    chosen = rng.choice(len(able), count, replace=False, p=pressure / pressure.sum())
    members = rows.groupby(["owner", "quarter"]).indices
    guess = rows["opinion"] + rng.normal(0, KNOWS[difficulty], len(rows))
    for unit in able.index[np.sort(chosen)]:
        _help_unit(rows, rows.index[members[unit]], guess, difficulty, rng)
    return rows


def _help_unit(rows: pd.DataFrame, unit: pd.Index, guess: pd.Series, difficulty: Difficulty, rng: Rng) -> None:
    """Touch the customers of one unit who are thought least content, in a way that its mode of asking allows."""
    mine = rows.loc[unit]
    mechanism = str(rng.choice(MECHANISMS[str(mine["mode"].mode()[0])]))
    if mechanism == "dropped" and (mine["answered"] & (mine["said"] <= 0)).sum() < 2:
        mechanism = "coached"  # nobody drops the answers of the content
    open_to = mine[mine["answered"] if mechanism in ("recoded", "coached", "dropped") else mine["invited"]]
    wanted = int(rng.integers(2, 5)) if difficulty == "hard" else round(STRENGTH[difficulty] * len(open_to))
    known = mine["said"] if mechanism in ("dropped", "recoded") else guess
    order = known.loc[open_to.index].sort_values(kind="stable").index
    if mechanism == "dropped":
        order = order[mine.loc[order, "said"].to_numpy() <= 0]
    if mechanism in ("left_out", "misaddressed", "dropped"):
        wanted = min(wanted, max(2, len(order) // 2))  # a unit without answers would be noticed
    touched = order[:wanted]
    rows.loc[touched, ["mechanism", "quiet"]] = [mechanism, difficulty == "hard"]
    _EFFECTS[mechanism](rows, touched, difficulty, rng)


def _fabricate(rows: pd.DataFrame, touched: pd.Index, difficulty: Difficulty, rng: Rng) -> None:
    imitated = rng.normal(1.3, 0.5, len(touched)).clip(0.1) if difficulty == "hard" else 2.2
    rows.loc[touched, "final"] = imitated
    rows.loc[touched, "answered"] = True
    rows.loc[touched, "care"] = {"easy": 0, "middle": 1, "hard": 2}[difficulty]
    rows.loc[touched, "day"] = rows.loc[touched, "day"].min() + (rng.integers(0, 6, len(touched)) // 3)


def _recode(rows: pd.DataFrame, touched: pd.Index, difficulty: Difficulty, rng: Rng) -> None:
    rows.loc[touched, "final"] = rng.normal(1.2, 0.4, len(touched)).clip(0.1)
    rows.loc[touched, "halo"] = {"easy": 0.0, "middle": 0.3, "hard": 0.7}[difficulty]


def _coach(rows: pd.DataFrame, touched: pd.Index, difficulty: Difficulty, rng: Rng) -> None:
    push = {"easy": 2.2, "middle": 1.5, "hard": 1.1}[difficulty]
    rows.loc[touched, "final"] = rows.loc[touched, "said"] + push * rng.uniform(0.6, 1.4, len(touched))
    rows.loc[touched, "halo"] = 0.6


def _befriend(rows: pd.DataFrame, touched: pd.Index, difficulty: Difficulty, rng: Rng) -> None:
    warmth = {"easy": 1.8, "middle": 1.3, "hard": 1.0}[difficulty]
    rows.loc[touched, "final"] = rows.loc[touched, "said"] + warmth + rng.normal(0, 0.3, len(touched))
    rows.loc[touched, "contact"] = 1
    rows.loc[touched, "answered"] = rng.random(len(touched)) < 0.85


def _keep_out(fate: str) -> Callable[[pd.DataFrame, pd.Index, Difficulty, Rng], None]:
    def keep_out(rows: pd.DataFrame, touched: pd.Index, difficulty: Difficulty, rng: Rng) -> None:
        hidden = {"easy": "spam", "middle": "vanished", "hard": "no_contact"}[difficulty]
        rows.loc[touched, "fate"] = hidden if fate == "dropped" else fate
        rows.loc[touched, "answered"] = False
        if fate == "left_out":
            rows.loc[touched, "invited"] = False
            rows.loc[touched, "selected_by"] = "none" if difficulty == "hard" else "owner"
            rows.loc[touched, "reason"] = "" if difficulty == "hard" else "contact on leave"

    return keep_out


def _redirect(rows: pd.DataFrame, touched: pd.Index, difficulty: Difficulty, rng: Rng) -> None:
    _fabricate(rows, touched, difficulty, rng)
    rows.loc[touched, "fate"] = "redirected"


_EFFECTS = {
    "fabricated": _fabricate, "recoded": _recode, "coached": _coach, "friendly_contact": _befriend,
    "left_out": _keep_out("left_out"), "misaddressed": _keep_out("misaddressed"), "dropped": _keep_out("dropped"),
    "redirected": _redirect,
}  # fmt: skip


def _truth(firm: Firm, rows: pd.DataFrame) -> pd.DataFrame:
    """One row per unit, with what is really so."""
    touched = rows["mechanism"] != ""
    lost = touched & ~rows["answered"] & (rows["said"] <= 0)
    facts = pd.DataFrame({
        "owner": rows["owner"], "quarter": rows["quarter"], "mechanism": rows["mechanism"], "touched_count": touched,
        "flipped_count": touched & rows["answered"] & (rows["final"] > 0) & (rows["said"] <= 0) | lost,
        "answered_count": rows["answered"], "satisfied_count": rows["answered"] & (rows["final"] > 0),
        "true_share": rows["undisturbed"] > 0, "private_share": rows["opinion"] > 0,
        "honest_kind": _honest_kind(firm, rows),
    })  # fmt: skip
    counts = dict.fromkeys(["touched_count", "flipped_count", "answered_count", "satisfied_count"], "sum")
    how = {"mechanism": "max", **counts, "true_share": "mean", "private_share": "mean", "honest_kind": "first"}
    truth = facts.groupby(["owner", "quarter"], as_index=False).agg(how)
    truth["owner_person_id"] = company_b.person_ids(truth["owner"].to_numpy())
    truth["period_label"] = np.array(QUARTERS)[truth["quarter"]]
    truth["unit"] = truth["owner_person_id"] + "|" + truth["period_label"]
    truth["is_manipulated"] = truth["touched_count"] > 0
    truth["reported_share"] = truth.pop("satisfied_count") / truth["answered_count"].replace(0, np.nan)
    return truth.drop(columns=["owner", "quarter"])


def _honest_kind(firm: Firm, rows: pd.DataFrame) -> np.ndarray:
    """What is honest and yet unusual about a unit."""
    people = firm.people.iloc[rows["owner"]]
    mode, version = rows["mode"], rows["version"]
    kinds = {
        "new_owner": people["is_new"].to_numpy(), "key_accounts": people["is_key"].to_numpy(),
        "excellent": people["is_excellent"].to_numpy(), "contractor": rows["is_contractor"],
        "paper_typed_in_batches": mode == "paper", "tablet_on_visit": mode == "onsite", "web": mode == "web",
        "yes_no": version == "yes_no", "eleven_points": version == "eleven",
    }  # fmt: skip
    return np.select(list(kinds.values()), list(kinds), "kindness" if firm.plan.kindness else "ordinary")


def _scores(opinion: pd.Series, version: pd.Series, extreme: np.ndarray) -> pd.Series:
    """The answer on the scale of its version; satisfied (4 of 5, 8 of 10, yes) above an opinion of 0."""
    top = 1.3 - extreme
    five = np.where(opinion > 0, 4 + (opinion > top), 3 - (opinion < top - 1.3) - (opinion < top - 2.1))
    low = np.clip(7 - np.floor(-opinion * (1.5 + 2 * extreme)), 0, 7)
    eleven = np.where(opinion > 0, 8 + (opinion > 0.45) * 1 + (opinion > top + 0.3), low)
    score = np.select([version == "five", version == "eleven"], [five, eleven], (opinion > 0) * 1)
    return pd.Series(score, index=opinion.index).astype("Int64")


def _scale(version: pd.Series) -> dict[str, object]:
    ends = {name: version.map({key: limits[at] for key, limits in SCALES.items()}) for at, name in
            enumerate(("scale_min", "scale_max"))}  # fmt: skip
    return {**ends, "scale_direction": "high_good"}


def _main_survey(firm: Firm, rows: pd.DataFrame, rng: Rng) -> Tables:
    """The company's own survey as its systems export it."""
    rows = rows.reset_index(names="row")
    rows["contact_id"] = company_b.contact_ids(rows["account"].to_numpy(), rows["contact"].to_numpy())
    rows["account_id"] = company_b.account_ids(rows["account"].to_numpy())
    rows["owner_person_id"] = company_b.person_ids(rows["owner"].to_numpy())
    rows["invitation_id"] = "I" + rows["row"].astype(str)
    rows["asked_at"] = company_b.moments(rows["quarter"].to_numpy(), rows["day"].to_numpy(), _hours(rows, rng))
    shown = rows[rows["answered"] | (rows["fate"] == "spam")]
    changes = _contact_changes(firm, rows, rng)
    contact = company_b.contact_table(firm)
    newest = changes[changes["field_name"] == "email"].sort_values("changed_at").groupby("contact_id")["new_value"]
    return {
        "survey.survey": _surveys(), "survey.item": _items(), "survey.frame": _frame(rows),
        "survey.invitation": _invitations(firm, rows, rng), "survey.response": _responses(firm, shown, rng),
        "survey.answer": _answers(shown, rng),
        "crm.contact_change": changes,
        "crm.contact": contact.assign(email=contact["contact_id"].map(newest.last()).fillna(contact["email"])),
    }  # fmt: skip


def _hours(rows: pd.DataFrame, rng: Rng) -> np.ndarray:
    """Second of the day: office hours, the contractor's evening shift, hurried series of what was made up."""
    second = rng.integers(8 * 3600, 17 * 3600, len(rows))
    second = np.where(rows["is_contractor"], rng.integers(16 * 3600, 20 * 3600, len(rows)), second)
    series = rows.groupby(["owner", "quarter"]).cumcount().to_numpy()
    gap = np.select([rows["care"] == 0, rows["care"] == 1], [150, 600], 2400)
    hurried = np.minimum(17 * 3600 + series % 12 * gap + rng.integers(0, 90, len(rows)), 86_000)
    return np.where(rows["care"] >= 0, hurried, second)


def _surveys() -> pd.DataFrame:
    main = [{"survey_id": MAIN, "survey_version": version, "survey_type": "relationship"} for version in SCALES]
    outside = {"survey_id": OUTSIDE, "survey_version": "eleven", "survey_type": "relationship"}
    return pd.DataFrame([*main, outside]).assign(title="Satisfaction of our customers")


def _items() -> pd.DataFrame:
    rows = [(MAIN, version, f"q{n}", f"How content are you with: {topic}?", topic)
            for version in SCALES for n, topic in enumerate(TOPICS, 1)]  # fmt: skip
    table = pd.DataFrame(rows, columns=["survey_id", "survey_version", "item_id", "item_text", "topic"])
    return table.assign(item_kind="csat", scale_min=1, scale_max=5, scale_direction="high_good", is_core=True)


def _frame(rows: pd.DataFrame) -> pd.DataFrame:
    table = rows[["account_id", "contact_id", "selected_by"]].assign(
        survey_id=MAIN, period_label=np.array(QUARTERS)[rows["quarter"]], is_eligible=rows["reason"] == ""
    )
    return table.assign(ineligible_reason=rows["reason"].replace("", None))


def _invitations(firm: Firm, rows: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    rows = rows[rows["invited"]]
    chance, mode = rng.random(len(rows)), rows["mode"]
    silent = np.select([(mode == "web") & (chance < 0.03), mode.isin(["web", "paper"]), chance < 0.6],
                       ["bounced", "sent", "no_contact"], "refused")  # fmt: skip
    status = np.where(rows["answered"] | rows["fate"].isin(["spam", "vanished"]), "complete", silent)
    status = np.where(rows["fate"] == "misaddressed", "bounced", status)
    status = np.where(rows["fate"] == "no_contact", "no_contact", status)
    sent = rows["asked_at"] - pd.Timedelta(days=4)
    table = rows[["invitation_id", "account_id", "contact_id"]].assign(survey_id=MAIN, channel=mode, sent_at=sent)
    table["invitation_status"], table["completed_at"] = status, rows["asked_at"].where(status == "complete")
    table["bounced_at"] = (sent + pd.Timedelta(minutes=3)).where(status == "bounced")
    table["attempt_count"] = np.where(rows["care"] >= 0, 1, rng.geometric(0.5, len(rows)).clip(max=6))
    return table.assign(address_domain=company_b.domains(firm)[rows["account"]])


def _responses(firm: Firm, rows: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    extreme = np.array([r.extreme for r in firm.plan.regions])[rows["region"]]
    table = rows[["invitation_id", "account_id", "contact_id", "owner_person_id"]].assign(
        response_id="R" + rows["row"].astype(str), survey_id=MAIN, survey_version=rows["version"], channel=rows["mode"],
        rating=_scores(rows["final"], rows["version"], extreme), **_scale(rows["version"]),
        response_status=np.where(rows["fate"] == "spam", "spam", "complete"), submitted_at=rows["asked_at"],
        language=np.array([r.language for r in firm.plan.regions])[rows["region"]],
    )  # fmt: skip
    table["team_id"] = "T" + (rows["region"] + 1).astype(str)
    return table.assign(**_askers(rows), **_paradata(firm, rows, rng))


def _askers(rows: pd.DataFrame) -> dict[str, object]:
    """Clerks telephone and type, customers fill in web forms alone, sales people hand over the tablet."""
    mode, clumsy = rows["mode"], (rows["care"] == 0) & (rows["mode"] == "phone")
    by_owner, alone = (mode == "onsite") | clumsy, mode == "web"
    which = [by_owner, alone, rows["is_contractor"]]
    clerk = company_b.clerk_ids(rows["clerk"].to_numpy())
    return {
        "collector_id": pd.Series(np.where(by_owner, rows["owner_person_id"], clerk), rows.index).where(~alone),
        "collector_org": np.select(which, ["sales", "self", "other"], "quality_dept"),
        "collector_role": np.select(which, ["account manager", "customer", "agent"], "clerk"),
    }


def _paradata(firm: Firm, rows: pd.DataFrame, rng: Rng) -> dict[str, object]:
    """Times and devices: sheets of paper typed in one go, shared gateways, one tablet a sales person: all honest."""
    mode, care, count = rows["mode"], rows["care"].to_numpy(), len(rows)
    pace = np.exp(firm.clerk_lift[rows["clerk"]] * 1.5) * np.where(rows["is_contractor"], 115, 235)
    pace = np.select([care == 0, care == 1, care == 2], [40, 110, 190], pace) * rng.lognormal(0, 0.35, count)
    form = np.select([mode == "onsite", care == 0, care == 1], [80, 45, 85], 150) * rng.lognormal(0, 0.5, count)
    typed = company_b.moments(rows["quarter"].to_numpy(), np.full(count, 84), np.full(count, 32_400))
    nth = rows.groupby(["clerk", "quarter"]).cumcount().to_numpy()
    typed = typed + (nth * 55 + rng.integers(0, 25, count)).astype("timedelta64[s]")
    phone, paper, formed = mode == "phone", mode == "paper", mode.isin(["web", "onsite"])
    submitted = pd.Series(typed, rows.index).where(paper, rows["asked_at"])
    began = submitted - pd.to_timedelta(form.round(), unit="s")
    tries = pd.Series(np.where(care >= 0, 1, rng.geometric(0.45, count).clip(max=6))).astype("Int64").array
    recorded = phone & ~rows["is_contractor"] & (rng.random(count) < np.select([care >= 0], [0.25 * care], 0.88))
    return {
        "submitted_at": submitted, "started_at": began.where(formed), "duration_seconds": _where(form, formed),
        "call_start_at": rows["asked_at"].where(phone), "call_seconds": _where(pace, phone),
        "attempt_count": tries, "recording_ref": ("rec/" + rows["row"].astype(str)).where(recorded),
        **_devices(firm, rows, rng),
    }  # fmt: skip


def _where(values: np.ndarray, kept: pd.Series) -> pd.Series:
    return pd.Series(values.round(1), kept.index).where(kept)


def _devices(firm: Firm, rows: pd.DataFrame, rng: Rng) -> dict[str, pd.Series]:
    """Groups of firms share a gateway; who answers for customers uses one device, or a fresh one if careful."""
    account, owner = rows["account"].astype(str), rows["owner"].astype(str)
    group = pd.Series(firm.column("group", rows["account"].to_numpy()), rows.index)
    address = ("net-a" + account).where(group < 0, "net-g" + group.astype(str))
    address = address.where(rng.random(len(rows)) > 0.03, "net-mobile")
    device = ("dev-a" + account + "-" + rows["contact"].astype(str)).where(rows["mode"] == "web", "tab-s" + owner)
    own = (rows["fate"] == "redirected") & (rows["care"] < 2)
    device = device.mask(own & (rows["care"] == 0), "dev-s" + owner)
    address, seen = address.mask(own, "net-s" + owner), rows["mode"].isin(["web", "onsite"])
    return {"ip_address": address.where(rows["mode"] == "web"), "device_id": device.where(seen)}


def _answers(rows: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    """Five items: a halo of the whole, a mood of their own; made-up ones vary less and lack none."""
    count = len(rows)
    felt = rows["said"] + rows["halo"] * (rows["final"] - rows["said"])
    spread = np.select([rows["care"] == n for n in (0, 1, 2)], [0.12, 0.35, 0.6], 0.75)
    topic = np.where(rows["care"].to_numpy()[:, None] == 0, 0.0, np.array([0.0, -0.1, -0.5, 0.35, -0.15]))
    value = 3.75 + 0.6 * felt.to_numpy()[:, None] + topic + spread[:, None] * rng.normal(size=(count, 5))
    missing = (rng.random((count, 5)) < 0.05) & (rows["care"].to_numpy()[:, None] < 0)
    scores = np.where(missing, np.nan, np.clip(np.rint(value), 1, 5))
    table = pd.DataFrame({"response_id": np.repeat("R" + rows["row"].astype(str).to_numpy(), 5)})
    table["item_id"] = np.tile([f"q{n}" for n in range(1, 6)], count)
    table["value_num"] = pd.Series(scores.ravel()).astype("Int64")
    return table.assign(missing_reason=pd.Series("no answer", table.index).where(missing.ravel()))


def _contact_changes(firm: Firm, rows: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    """Mail addresses that changed: daily care, a newcomer tidying up, two groups that moved their mail; and misuse."""
    fresh = firm.people["is_new"].to_numpy()[rows["owner"]] & (rng.random(len(rows)) < 0.18)
    daily = (rng.random(len(rows)) < 0.025) | fresh
    moved = np.isin(firm.column("group", rows["account"].to_numpy()), [3, 17]) & (rows["quarter"] == 2)
    misused = rows["fate"].isin(["misaddressed", "redirected"])
    changed = rows[daily | moved | misused]
    bad, bulk = misused[changed.index], moved[changed.index] & ~misused[changed.index]
    count = len(changed)
    days = np.where(bad, rng.integers(5, 15, count), rng.integers(-30, 31, count))
    night = company_b.moments(changed["quarter"].to_numpy(), np.full(count, 9), np.full(count, 79_200))
    at = (changed["asked_at"] - pd.to_timedelta(days, unit="D")).where(~bulk, pd.Series(night, changed.index))
    domain, number = company_b.domains(firm)[changed["account"]], changed["row"].astype(str)
    cared_for = changed["contact_id"].astype(str) + "-new@" + domain
    addresses = ["x" + number + "@freemail.example", "m" + number + "@newmail.example"]
    new = np.select([bad & ~changed["quiet"], bulk], addresses, cared_for)
    clerk = company_b.clerk_ids(changed["clerk"].to_numpy())
    by = np.where(bad | (~bulk & (rng.random(count) < 0.6)), changed["owner_person_id"], clerk)
    old = changed["contact_id"].astype(str) + "@" + domain
    return pd.DataFrame({"contact_id": changed["contact_id"], "changed_at": at, "field_name": "email", "old_value": old,
                         "new_value": new, "changed_by_person_id": by}).reset_index(drop=True)  # fmt: skip


def _outside_survey(firm: Firm, rng: Rng) -> Tables:
    """A third party asks some accounts by web; those with strong opinions answer rather than the lukewarm."""
    if not firm.plan.independent:
        return {}
    account, quarter = np.nonzero(rng.random(firm.opinion.shape) < firm.plan.independent)
    opinion = pd.Series(firm.opinion[account, quarter])
    answered = rng.random(len(opinion)) < 0.36 + 0.05 * np.minimum(opinion.abs(), 2)
    at = company_b.moments(quarter, rng.integers(20, 80, len(opinion)), rng.integers(25_000, 75_000, len(opinion)))
    rows = pd.DataFrame({"invitation_id": [f"U{n}" for n in range(len(opinion))], "survey_id": OUTSIDE,
                         "account_id": company_b.account_ids(account),
                         "contact_id": company_b.contact_ids(account, np.zeros(len(account), int))})  # fmt: skip
    status = np.where(answered, "complete", "sent")
    invitation = rows.assign(channel="web", sent_at=at - np.timedelta64(3 * DAY, "s"), invitation_status=status)
    version = pd.Series("eleven", rows.index)
    extreme = np.array([r.extreme for r in firm.plan.regions])[firm.column("region", account)]
    response = rows.assign(
        response_id="V" + rows.index.astype(str), survey_version=version, channel="web", collector_org="third_party",
        owner_person_id=company_b.person_ids(firm.owner[account, quarter]), submitted_at=at,
        rating=_scores(opinion + rng.normal(0, 0.15, len(rows)), version, extreme), response_status="complete",
        duration_seconds=(140 * rng.lognormal(0, 0.5, len(rows))).round(1), **_scale(version),
    )  # fmt: skip
    return {"survey.invitation": invitation, "survey.response": response[answered]}


def _back_checks(rows: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    """A few answers are asked again by somebody without a stake; honest people forget that they took part, too."""
    shown = rows[rows["answered"] & (rng.random(len(rows)) < 0.05)]
    reached = rng.random(len(shown)) < 0.68
    took_part = rng.random(len(shown)) < np.where(shown["care"] >= 0, 0.08, 0.97)
    said = shown["said"] + rng.normal(0, 0.3, len(shown))
    later = company_b.moments(shown["quarter"].to_numpy(), shown["day"].to_numpy() + 9, np.full(len(shown), 40_000))
    table = pd.DataFrame({"back_check_id": "B" + shown.index.astype(str), "response_id": "R" + shown.index.astype(str),
                          "rechecked_at": later, "is_independent": True, "is_reached": reached})  # fmt: skip
    known = pd.Series(reached)
    table["is_participation_confirmed"] = pd.Series(took_part).astype("boolean").where(known)
    rating = _scores(said, shown["version"], np.full(len(shown), 0.5)).reset_index(drop=True)
    return table.assign(rating=rating.where(known), **_scale(shown["version"].reset_index(drop=True)))


def _published(truth: pd.DataFrame) -> pd.DataFrame:
    """The figure that the firm publishes of each quarter."""
    answered = truth["answered_count"]
    satisfied = truth["reported_share"].fillna(0) * answered
    sums = pd.DataFrame({"period_label": truth["period_label"], "n": answered, "s": satisfied}).groupby("period_label")
    total = sums.sum().reset_index()
    share = (total["s"] / total["n"]).round(4)
    return pd.DataFrame({
        "result_id": "F" + total["period_label"], "survey_id": MAIN, "unit_type": "company", "unit_key": "company",
        "period_label": total["period_label"], "measure": "share_top2", "result_value": share,
        "scale_min": 0, "scale_max": 1, "answered_count": total["n"], "reported_by_org": "self",
        "published_at": "2025-01-20 10:00:00",
    })  # fmt: skip
