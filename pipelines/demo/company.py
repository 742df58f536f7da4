"""The made-up company: its people, its accounts, and the losses that befall them.

Belongs here: who exists, who serves whom, what went wrong and when.
Elsewhere: orders and deliveries (trade), what customers think and say (answers), files (write_feeds).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from pipelines.demo.archetypes import Archetype, owners_of_each

START_ON = dt.date(2024, 10, 1)
END_ON = dt.date(2026, 9, 30)
QUARTERS = 8
DAYS = (END_ON - START_ON).days + 1
BRANCHES = ("east", "north", "south", "central")
SEVERE_DAYS = 180

_FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华建文红斌宇浩凯健俊帆雪琳慧鹏飞志远思源晓东海波新民国庆"
_CITIES = (
    "宁波",
    "苏州",
    "无锡",
    "常州",
    "天津",
    "青岛",
    "大连",
    "沈阳",
    "广州",
    "佛山",
    "东莞",
    "武汉",
    "长沙",
    "郑州",
    "合肥",
)
_MARKS = (
    "恒达",
    "瑞丰",
    "华盛",
    "永固",
    "天工",
    "鼎力",
    "宏远",
    "金川",
    "新锐",
    "安泰",
    "博源",
    "联创",
    "东升",
    "海润",
    "正和",
)
_FORMS = ("", "股份", "实业")
_TRADES = ("泵业", "阀门", "机电", "重工", "化工", "水务", "冶金", "食品机械", "造纸", "船舶")


@dataclass(frozen=True)
class Person:
    """An employee."""

    person_id: str
    full_name: str
    department: str
    role: str
    level: str
    team_id: str
    branch_id: str


@dataclass(frozen=True)
class Owner:
    """A sales person and the kind of customers that he or she has."""

    person: Person
    kind: Archetype
    leaning: float


@dataclass(frozen=True)
class Account:
    """A customer; `leaning` is its own share in the log odds of being satisfied."""

    account_id: str
    account_name: str
    owner: Owner
    leaning: float
    created_day: int
    is_key: bool
    order_rate: float
    contact_name: str
    phone: str


@dataclass(frozen=True)
class Loss:
    """Something that the customer found: day counted from START_ON, amount in whole yuan (severe from 20,000)."""

    account: Account
    day: int
    is_severe: bool
    amount: int


@dataclass
class Company:
    """Everything that exists before anyone trades or talks."""

    owners: list[Owner]
    clerks: list[Person]
    executives: list[Person]
    accounts: list[Account]
    losses: list[Loss] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        """Every employee."""
        return [owner.person for owner in self.owners] + self.clerks + self.executives


def day_of(day: int) -> dt.date:
    """The date of a day counted from START_ON."""
    return START_ON + dt.timedelta(days=int(day))


def quarter_of(day: int) -> int:
    """The number of the quarter, from 0, in which a day lies."""
    date = day_of(day)
    return (date.year - START_ON.year) * 4 + (date.month - 1) // 3 - (START_ON.month - 1) // 3


def quarter_days(quarter: int) -> tuple[int, int]:
    """First day and day after the last of a quarter."""
    first = [dt.date(2024 + (10 + 3 * q - 1) // 12, (10 + 3 * q - 1) % 12 + 1, 1) for q in (quarter, quarter + 1)]
    return (first[0] - START_ON).days, (first[1] - START_ON).days


def quarter_label(quarter: int) -> str:
    """The label of a quarter, such as 2025-Q1."""
    first = day_of(quarter_days(quarter)[0])
    return f"{first.year}-Q{(first.month - 1) // 3 + 1}"


def found(owner_count: int, rng: np.random.Generator) -> Company:
    """A company with `owner_count` sales people and all that happens to their accounts' goods."""
    names = _names(rng)
    owners = _owners(owner_count, names, rng)
    clerks = [
        Person(f"P7{i:04d}", next(names), "质量部" if i % 3 else "客户服务部", "回访专员", "staff", "callback", branch)
        for i, branch in enumerate([*BRANCHES, "southwest"] * max(2, owner_count // 30))
    ]
    executives = [
        Person(f"P9{i:04d}", next(names), "总经理办公室", role, "executive", "board", "head_office")
        for i, role in enumerate(("总经理", "销售副总", "质量副总", "技术副总", "运营副总"))
    ]
    company = Company(owners, clerks, executives, _accounts(owners, names, rng))
    company.losses = _losses(company.accounts, rng)
    return company


def _names(rng: np.random.Generator) -> Iterator[str]:
    """Names of people, each once."""
    given = [*_GIVEN, *(a + b for a in _GIVEN for b in _GIVEN)]
    order = rng.permutation(len(_FAMILY) * len(given))
    return (_FAMILY[i % len(_FAMILY)] + given[i // len(_FAMILY)] for i in order)


def _owners(count: int, names: Iterator[str], rng: np.random.Generator) -> list[Owner]:
    kinds = [kind for kind, number in owners_of_each(count) for _ in range(number)]
    shuffled = [kinds[i] for i in rng.permutation(len(kinds))]
    return [
        Owner(
            Person(f"P1{i:04d}", next(names), "销售部", "客户经理", "staff", f"{branch}_{i % 3 + 1}", branch),
            kind,
            float(rng.normal(0, 0.25)),
        )
        for i, kind in enumerate(shuffled)
        for branch in (kind.branch or BRANCHES[i % len(BRANCHES)],)
    ]


def _accounts(owners: list[Owner], names: Iterator[str], rng: np.random.Generator) -> list[Account]:
    portfolio = [owner for owner in owners for _ in range(max(3, round(owner.kind.accounts * rng.uniform(0.85, 1.15))))]
    spelled = [
        city + mark + trade + form for city in _CITIES for mark in _MARKS for trade in _TRADES for form in _FORMS
    ]
    order = rng.permutation(len(spelled))
    return [
        Account(
            account_id=f"C{100000 + i}",
            account_name=f"{spelled[order[i % len(spelled)]]}{i // len(spelled) or ''}有限公司",
            owner=owner,
            leaning=float(rng.normal(0, 0.5)),
            created_day=int(rng.integers(-900, -30)),
            is_key=bool(rng.random() < 0.12),
            order_rate=float(rng.lognormal(0, 0.35)),
            contact_name=next(names),
            phone=f"000-5550-{i:05d}",
        )
        for i, owner in enumerate(portfolio)
    ]


def _losses(accounts: list[Account], rng: np.random.Generator) -> list[Loss]:
    """Losses of every account and quarter, as its owner's kind has it."""
    losses = []
    for account in accounts:
        for quarter in range(QUARTERS):
            first, end = quarter_days(quarter)
            severe, minor = rng.random(2)
            if severe < account.owner.kind.severe:
                amount = 20_000 + int(rng.lognormal(9.4, 0.5))
                losses.append(Loss(account, int(rng.integers(first, end)), True, amount))
            if minor < account.owner.kind.minor:
                amount = min(15_000, 300 + int(rng.lognormal(8.4, 0.7)))
                losses.append(Loss(account, int(rng.integers(first, end)), False, amount))
    return losses
