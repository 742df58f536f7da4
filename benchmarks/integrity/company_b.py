"""A firm that sells to firms, and what its customers think of it before anybody asks: drawn from the literature alone.

Belongs here: owners, accounts, contacts, what goes wrong at the customer, and the feeds that tell of it.
Elsewhere: who is asked, and how the number is helped (worlds_b); a chain of branches (chain_b).

Sources of its assumptions: satisfaction is skewed to the good end and depends on the mode of asking (Peterson & Wilson
1992); regions and languages use scales differently (Harzing 2006; Dolnicar & Gruen 2007); a well handled complaint
costs little (service recovery). Written without knowledge of the engine's detectors.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

Rng = np.random.Generator
Tables = dict[str, pd.DataFrame]
QUARTERS = ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4")
STARTS = pd.to_datetime(["2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01"]).values.astype("datetime64[s]")
DAY = 86_400


@dataclass(frozen=True)
class Region:
    """How one region is asked: mode, questionnaire version, language, agreement (latent), love of extremes (0-1)."""

    name: str
    mode: str
    version: str
    language: str
    agreement: float = 0.0
    extreme: float = 0.5


REGIONS = (
    Region("north", "phone", "five", "de"),
    Region("coast", "web", "five", "en"),
    Region("south", "onsite", "five", "es", agreement=0.18, extreme=0.8),
    Region("west", "paper", "five", "de", extreme=0.4),
    Region("inland", "phone", "eleven", "en"),
    Region("east", "phone", "yes_no", "zh", agreement=0.12, extreme=0.3),
)
CALLED = tuple(Region(r.name, "phone", "five", "zh", extreme=r.extreme) for r in REGIONS)


@dataclass(frozen=True)
class Plan:
    """How a firm is drawn: sizes, mean opinion (latent), kindness to the person measured, how much goes wrong."""

    owners: int = 116
    newcomers: int = 6
    accounts: int = 3000
    regions: tuple[Region, ...] = REGIONS
    opinion: float = 0.6
    kindness: float = 0.0
    incidents: float = 0.14
    loss: float = 1.0
    independent: float = 0.22


@dataclass(frozen=True)
class Firm:
    """One firm. `owner`, `opinion` are account x quarter; `incident` has one row per loss at a customer."""

    plan: Plan
    people: pd.DataFrame
    account: pd.DataFrame
    owner: np.ndarray
    opinion: np.ndarray
    incident: pd.DataFrame
    clerk_lift: np.ndarray = field(repr=False)

    def column(self, of: str, rows: np.ndarray) -> np.ndarray:
        """One column of the accounts with these numbers."""
        return self.account[of].to_numpy()[rows]


CLERKS, AGENTS = 14, 8


def draw(plan: Plan, rng: Rng) -> Firm:
    """A firm of four quarters."""
    people = _people(plan, rng)
    account = _accounts(plan, people, rng)
    owner = _owners(plan, account, rng)
    incident = _incidents(plan, account, rng)
    opinion = _opinions(plan, people, account, owner, incident, rng)
    # sd 0.13 of about 0.95 is an intra-interviewer correlation of 0.02, the usual size on the telephone.
    return Firm(plan, people, account, owner, opinion, incident, rng.normal(0, 0.13, CLERKS + AGENTS))


def person_ids(numbers: np.ndarray) -> np.ndarray:
    """Identifiers of owners by their number."""
    return np.char.add("S", np.char.zfill(numbers.astype(str), 3)).astype(object)


def account_ids(numbers: np.ndarray) -> np.ndarray:
    """Identifiers of accounts by their number."""
    return np.char.add("A", np.char.zfill(numbers.astype(str), 4)).astype(object)


def clerk_ids(numbers: np.ndarray) -> np.ndarray:
    """Identifiers of those who telephone or type; from CLERKS on they are agents of the contractor."""
    return np.char.add("C", np.char.zfill(numbers.astype(str), 2)).astype(object)


def _people(plan: Plan, rng: Rng) -> pd.DataFrame:
    """The owners: region, whether they serve key accounts, how good they are for their customers."""
    count = plan.owners + plan.newcomers
    quality = rng.normal(0, 0.28, count) + 0.9 * (rng.random(count) < 0.10)
    people = pd.DataFrame({"region": np.arange(count) % len(plan.regions), "quality": quality})
    people["is_new"] = np.arange(count) >= plan.owners
    people["is_key"] = (rng.random(count) < 0.08) & ~people["is_new"]
    return people.assign(is_excellent=quality > 0.75)


def _accounts(plan: Plan, people: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    """The accounts: first owner (key owners have few), group they belong to, standing opinion, relationship."""
    weight = rng.gamma(9.0, 1.0, plan.owners)
    weight[people["is_key"].to_numpy()[: plan.owners]] *= 0.25
    first = np.sort(rng.choice(plan.owners, plan.accounts, p=weight / weight.sum()))
    count = plan.accounts
    account = pd.DataFrame({"first": first, "region": first % len(plan.regions)})
    account["group"] = np.where(rng.random(count) < 0.15, rng.integers(0, 40, count), -1)
    account["standing"] = rng.normal(0, 0.55, count)
    account["other_contact"] = rng.normal(0.1, 0.45, count)
    # Good terms with nearly all, a quarrel with few: what the essay says of sales people and their customers.
    account["terms"] = np.where(rng.random(count) < 0.012, -1.5, rng.normal(1.6, 0.5, count))
    account["size"] = rng.lognormal(0, 0.8, count)
    return account


def _owners(plan: Plan, account: pd.DataFrame, rng: Rng) -> np.ndarray:
    """Who owns each account in each quarter: some owners are followed by a newcomer, some accounts move."""
    owner = np.repeat(account["first"].to_numpy()[:, None], 4, axis=1)
    step = len(plan.regions)
    for newcomer in range(plan.owners, plan.owners + plan.newcomers):
        leaver, since = newcomer % step + step * int(rng.integers(plan.owners // step)), int(rng.integers(1, 4))
        owner[:, since:][owner[:, since:] == leaver] = newcomer
    for since in (1, 2, 3):
        moved = rng.random(len(owner)) < 0.008
        owner[moved, since:] = ((owner[moved, since] + step) % (plan.owners - plan.owners % step))[:, None]
    return owner


SEVERITIES, SEVERITY_SHARES = np.array(["1", "2", "3", "4", "safety"]), (0.36, 0.34, 0.20, 0.08, 0.02)
WEIGHT = np.array([0.10, 0.35, 0.80, 1.40, 1.80])
AMOUNT = np.array([300.0, 1500.0, 6000.0, 25000.0, 60000.0])
LOSS_TYPES = np.array(["complaint_handling", "return", "warranty", "credit", "sorting", "line_stop", "premium_freight"])


def _incidents(plan: Plan, account: pd.DataFrame, rng: Rng) -> pd.DataFrame:
    """What went wrong: a bad production lot hits one region in the second quarter, winter is worse than summer."""
    season = np.array([1.15, 1.0, 0.8, 1.05])
    rate = plan.incidents * np.outer(np.ones(len(account)), season)
    rate[account["region"].to_numpy() == 3, 1] *= 2.2
    row, quarter = np.nonzero(rng.random(rate.shape) < rate)
    level = rng.choice(5, len(row), p=SEVERITY_SHARES)
    incident = pd.DataFrame({"account": row, "quarter": quarter, "level": level})
    incident["day"] = rng.integers(0, 88, len(row))
    incident["is_handled_well"] = rng.random(len(row)) < 0.4
    incident["is_complaint"] = rng.random(len(row)) < np.array([0.3, 0.5, 0.7, 0.85, 0.95])[level]
    incident["amount"] = (AMOUNT[level] * plan.loss * rng.lognormal(0, 0.5, len(row))).round(2)
    incident["loss_type"] = LOSS_TYPES[np.minimum(rng.integers(0, 4, len(row)) + level // 2, 6)]
    return incident


def _opinions(
    plan: Plan, people: pd.DataFrame, account: pd.DataFrame, owner: np.ndarray, incident: pd.DataFrame, rng: Rng
) -> np.ndarray:
    """What the main contact thinks (above 0: satisfied): owner, standing, mood, and what went wrong, fading."""
    harm = np.zeros(owner.shape)
    hurt = WEIGHT[incident["level"].to_numpy()] * np.where(incident["is_handled_well"], 0.45, 1.0)
    np.add.at(harm, (incident["account"].to_numpy(), incident["quarter"].to_numpy()), hurt)
    harm[:, 1:] += 0.4 * harm[:, :-1]
    season = np.array([-0.05, 0.0, 0.08, -0.03])
    mood = rng.normal(0, 0.55, owner.shape)
    return plan.opinion + people["quality"].to_numpy()[owner] + account["standing"].to_numpy()[:, None] + mood + (
        season - harm
    )  # fmt: skip


def moments(quarter: np.ndarray, day: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Instants from quarter, day of the quarter (weekends move to Monday) and second of the day."""
    days = STARTS[quarter].astype("datetime64[D]") + day.astype("timedelta64[D]")
    weekday = (days.astype(int) + 3) % 7
    days = days + np.where(weekday > 4, 7 - weekday, 0).astype("timedelta64[D]")
    return days.astype("datetime64[s]") + second.astype("timedelta64[s]")


def feeds(firm: Firm, rng: Rng) -> Tables:
    """Everything that the firm exports, beside its surveys."""
    return {
        "people.person": _person_table(firm),
        "people.incentive": _incentive_table(firm),
        "crm.account": _account_table(firm),
        "crm.contact": contact_table(firm),
        "crm.account_owner_change": _owner_changes(firm),
        **_losses(firm),
        **_orders(firm, rng),
    }


def _person_table(firm: Firm) -> pd.DataFrame:
    owners = np.arange(len(firm.people))
    team = np.char.add("T", (firm.people["region"].to_numpy() + 1).astype(str)).astype(object)
    leads = person_ids(900 + np.arange(len(REGIONS)))
    sales = pd.DataFrame(
        {
            "person_id": person_ids(owners),
            "department": "sales",
            "role": "account manager",
            "level": "staff",
            "manager_person_id": leads[firm.people["region"]],
            "team_id": team,
        }
    )
    lead = pd.DataFrame({"person_id": leads, "department": "sales", "role": "sales lead", "level": "manager",
                         "team_id": [f"T{n + 1}" for n in range(len(leads))]})  # fmt: skip
    clerks = np.arange(CLERKS + AGENTS)
    own = clerks < CLERKS
    desk = pd.DataFrame({"person_id": clerk_ids(clerks), "department": np.where(own, "service desk", "contractor"),
                         "role": np.where(own, "clerk", "agent"), "level": "staff",
                         "team_id": np.where(own, "DESK", "CALLCENTRE")})  # fmt: skip
    return pd.concat([sales, lead, desk], ignore_index=True)


def _incentive_table(firm: Firm) -> pd.DataFrame:
    persons = person_ids(np.arange(len(firm.people)))
    return pd.DataFrame({"person_id": persons, "kpi_id": "C01", "weight_share": 0.2, "incentive_type": "appraisal",
                         "target_value": 0.95, "valid_from_on": "2023-01-01"})  # fmt: skip


def domains(firm: Firm) -> np.ndarray:
    """The mail domain of each account; a group of firms shares one."""
    group = firm.account["group"].to_numpy()
    own = np.char.add(np.char.add("firm", np.arange(len(group)).astype(str)), ".example")
    return np.where(group >= 0, np.char.add(np.char.add("group", group.astype(str)), ".example"), own).astype(object)


def _account_table(firm: Firm) -> pd.DataFrame:
    number, last = np.arange(len(firm.account)), firm.owner[:, 3]
    revenue = (firm.account["size"] * 240_000).round(2)
    key = firm.people["is_key"].to_numpy()[last]
    return pd.DataFrame({
        "account_id": account_ids(number), "account_name": np.char.add("Customer ", number.astype(str)),
        "owner_person_id": person_ids(last), "region": [firm.plan.regions[r].name for r in firm.account["region"]],
        "tier": np.where(key, "key", "standard"), "status": "active", "created_at": "2021-05-03 08:00:00",
        "annual_revenue_amount": revenue, "currency_code": "EUR", "email_domain": domains(firm),
    })  # fmt: skip


def contact_ids(account: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Identifiers of the first (0) or the second (1) contact of accounts."""
    return np.char.add(np.char.add(account_ids(account).astype(str), "-"), which.astype(str)).astype(object)


def contact_table(firm: Firm) -> pd.DataFrame:
    """Two contacts an account, the first of whom is asked as a rule."""
    count = len(firm.account)
    account, which = np.tile(np.arange(count), 2), np.repeat([0, 1], count)
    mail = np.char.add(np.char.add(contact_ids(account, which).astype(str), "@"), domains(firm)[account].astype(str))
    role = np.where(which == 0, np.array(["quality", "purchase", "user"])[account % 3], "purchase")
    return pd.DataFrame({"contact_id": contact_ids(account, which), "account_id": account_ids(account), "email": mail,
                         "job_role": role, "is_active": True, "created_at": "2021-05-03 08:00:00"})  # fmt: skip


def _owner_changes(firm: Firm) -> pd.DataFrame:
    account, since = np.nonzero(np.diff(firm.owner, axis=1))
    return pd.DataFrame({
        "account_id": account_ids(account), "changed_at": STARTS[since + 1] + np.timedelta64(1800, "s"),
        "old_owner_person_id": person_ids(firm.owner[account, since]),
        "new_owner_person_id": person_ids(firm.owner[account, since + 1]),
        "changed_by_person_id": person_ids(900 + firm.account["region"].to_numpy()[account]),
    })  # fmt: skip


def _losses(firm: Firm) -> Tables:
    rows = firm.incident
    account, quarter, day = (rows[name].to_numpy() for name in ("account", "quarter", "day"))
    happened = moments(quarter, day, np.full(len(rows), 36_000))
    loss = pd.DataFrame({
        "loss_id": [f"L{n:05d}" for n in range(len(rows))], "account_id": account_ids(account),
        "loss_category": "external", "loss_type": rows["loss_type"], "severity": SEVERITIES[rows["level"]],
        "event_on": happened.astype("datetime64[D]").astype(str), "loss_amount": rows["amount"], "currency_code": "EUR",
    })  # fmt: skip
    told = rows["is_complaint"].to_numpy()
    complaint = pd.DataFrame({
        "complaint_id": [f"Q{n:05d}" for n in np.nonzero(told)[0]], "account_id": account_ids(account[told]),
        "received_at": happened[told] + np.timedelta64(2 * DAY, "s"), "channel": "phone",
        "severity": SEVERITIES[rows["level"]][told], "justified": "yes", "complaint_status": "closed",
        "closed_at": happened[told] + np.timedelta64(9 * DAY, "s"),
    })  # fmt: skip
    return {"quality.loss_event": loss, "quality.complaint": complaint}


def _orders(firm: Firm, rng: Rng) -> Tables:
    """One line an order; the discontent order less in the next quarter, and what is late is late for all to see."""
    mean = np.full(firm.opinion.shape, 1.1) * np.array([1.0, 1.05, 0.9, 1.15])
    mean[:, 1:] *= np.where(firm.opinion[:, :-1] > 0, 1.0, 0.65)
    account, quarter = np.repeat(np.indices(mean.shape).reshape(2, -1), rng.poisson(mean).ravel(), axis=1)
    count = len(account)
    ordered = moments(quarter, rng.integers(0, 60, count), rng.integers(28_800, 61_200, count))
    promised = ordered.astype("datetime64[D]") + np.timedelta64(14, "D")
    late = rng.random(count) < np.where(firm.opinion[account, quarter] > 0, 0.07, 0.22)
    arrived = promised.astype("datetime64[s]") + (np.where(late, 4, -1) * DAY + 40_000).astype("timedelta64[s]")
    amount = (firm.account["size"].to_numpy()[account] * rng.lognormal(10.3, 0.4, count)).round(2)
    key = {"order_id": np.char.add("O", np.arange(count).astype(str)), "account_id": account_ids(account)}
    line = {"line_no": 1, "product_id": np.char.add("P", rng.integers(1, 9, count).astype(str))}
    promise = {"committed_on": promised.astype(str)}
    money = {"currency_code": "EUR"}
    return {
        "crm.sales_order": pd.DataFrame({**key, "ordered_at": ordered, "order_amount": amount, **promise, **money}),
        "crm.order_line": pd.DataFrame({**key, **line, "ordered_qty": 10, **promise}),
        "crm.delivery": pd.DataFrame({"delivery_id": key["order_id"], **key, **line, "order_line_no": 1, **promise,
                                      "delivered_at": arrived, "delivered_qty": 10, "is_docs_ok": True,
                                      "is_damage_free": rng.random(count) > 0.01}),
        "finance.invoice": pd.DataFrame({"invoice_id": key["order_id"], "account_id": key["account_id"],
                                         "invoiced_on": promise["committed_on"], "net_amount": amount, **money}),
    }  # fmt: skip
