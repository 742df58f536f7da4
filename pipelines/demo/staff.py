"""The company's people, by what they do.

Belongs here: sales people, callers, executives and engineers, their departments, teams and superiors.
Elsewhere: whom they serve (company), how they behave (archetypes).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.demo.archetypes import Desk

BRANCHES = ("east", "north", "south", "central", "southwest", "germany")
MAIL = "hengduo-nowa.example"


@dataclass(frozen=True)
class Person:
    """An employee; `desk` is where a caller sits."""

    person_id: str
    full_name: str
    department: str
    role: str
    level: str
    team_id: str
    branch_id: str
    manager_person_id: str
    desk: Desk | None = None

    @property
    def email(self) -> str:
        """The address in the company's directory."""
        return f"u{self.person_id[5:12]}@{MAIL}"


def user_id(group: int, place: int) -> str:
    """The identifier of an employee in the directory, which the CRM uses as well."""
    return f"0058d{group}{place:06d}HDQAZ"


def seller(place: int, branch: int, given: Iterator[str]) -> Person:
    """A sales person of a branch."""
    name = BRANCHES[branch]
    return Person(user_id(1, place), next(given), "销售部", "客户经理", "staff", f"{name}_{place % 3 + 1}", name,
                  user_id(9, branch + 10))  # fmt: skip


def callers(owner_count: int, given: Iterator[str]) -> Iterator[Person]:
    """Clerks of every branch, clerks with habits, and assistants on the sales side."""
    clerks = [(Desk.BRANCH, branch) for branch in BRANCHES for _ in range(max(2, owner_count // 25))]
    others = (Desk.QUICK, Desk.TEMPLATE, Desk.LATE, Desk.SALES)
    habits = [(desk, "head_office") for desk in others for _ in range(max(3, owner_count // 20))]
    for place, (desk, branch) in enumerate([*clerks, *habits]):
        department = "销售部" if desk is Desk.SALES else "质量部" if place % 3 else "客户服务部"
        role = "销售助理" if desk is Desk.SALES else "回访专员"
        team, boss = f"callback_{desk}", user_id(9, 2)
        yield Person(user_id(7, place), next(given), department, role, "staff", team, branch, boss, desk)


def executives(given: Iterator[str], german: Iterator[str]) -> Iterator[Person]:
    """The board, and the heads of the branches."""
    roles = ("总经理", "销售副总", "质量副总", "技术副总", "Werkleiter")
    for place, role in enumerate(roles):
        name = next(german) if role == "Werkleiter" else next(given)
        boss = "" if place == 0 else user_id(9, 0)
        yield Person(user_id(9, place), name, "总经理办公室", role, "executive", "board", "head_office", boss)
    for place, branch in enumerate(BRANCHES):
        name = next(german) if branch == "germany" else next(given)
        yield Person(user_id(9, place + 10), name, "销售部", "分公司经理", "manager", branch, branch, user_id(9, 1))


def engineers(owner_count: int, given: Iterator[str]) -> Iterator[Person]:
    """Application engineers and delivery managers."""
    for place in range(max(6, owner_count // 3)):
        department, role = (("技术部", "应用工程师"), ("交付部", "交付经理"))[place % 2]
        yield Person(user_id(5, place), next(given), department, role, "staff", f"project_{place % 4}", "head_office",
                     user_id(9, 3))  # fmt: skip
