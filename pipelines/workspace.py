"""One company: every path in one place, and its validated configuration.

Belongs here: where things lie in a workspace, what `company.yaml` and `targets/` may say.
Elsewhere: what is done there (the rooms); mappings of files (feeds.mapping).
"""

import datetime as dt
import hashlib
import shutil
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from pipelines import settings, yaml_file

CONFIGURATION = "company.yaml"
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Dimension = Literal["owner", "account", "branch", "team", "collector", "collector_org", "channel"]
PeriodKind = Literal["month", "quarter", "year"]


class Strict(BaseModel):
    """Configuration refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class UnitDefinition(Strict):
    """What is judged: the answers of one survey, split by some dimensions and a period."""

    id: Slug
    by: tuple[Dimension, ...] = Field(min_length=1)
    period: PeriodKind


class SevereLoss(Strict):
    """When a loss is severe enough that a content customer would surprise."""

    minimum_amount: Decimal | None = Field(default=None, gt=0)
    severities: tuple[str, ...] = ("4", "safety")
    within_days: int = Field(default=180, gt=0, le=3660)


class PerspectiveWeights(Strict):
    """What each perspective weighs in the total; all sum to 100."""

    finance: float = Field(default=25, ge=0, le=100)
    customer: float = Field(default=35, ge=0, le=100)
    process: float = Field(default=25, ge=0, le=100)
    growth: float = Field(default=15, ge=0, le=100)

    @model_validator(mode="after")
    def _sum_to_100(self) -> "PerspectiveWeights":
        if abs(self.finance + self.customer + self.process + self.growth - 100) > 0.01:
            raise ValueError("perspective_weights: they do not sum to 100; allowed: four weights that do")
        return self


class SuccessGate(Strict):
    """If customers did not succeed, the company did not: below the floor the total is capped."""

    floor: float = Field(default=0.0, ge=-1, le=1)
    cap: float = Field(default=60, ge=0, le=120)
    least_customers: int = Field(default=3, ge=1)


class Scorecard(Strict):
    """How scores become colours, and what caps them."""

    red_below: float = Field(default=60, ge=0, le=120)
    amber_below: float = Field(default=90, ge=0, le=120)
    least_measured_share: float = Field(default=0.5, ge=0, le=1)
    conflict_limit: float = Field(default=0.6, ge=0, le=1)
    perspective_weights: PerspectiveWeights = PerspectiveWeights()
    success_gate: SuccessGate = SuccessGate()

    @model_validator(mode="after")
    def _colours_in_order(self) -> "Scorecard":
        if self.red_below > self.amber_below:
            raise ValueError("scorecard: red_below is above amber_below; allowed: at most amber_below")
        return self


class Company(Strict):
    """`company.yaml`."""

    company: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    company_id: Slug
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    time_zone: str = "UTC"
    accounts: Literal["organisations", "persons"] = "organisations"
    invented: bool = False
    language: Literal["en", "zh"] = "en"
    smallest_cell: int = Field(default=5, ge=1)
    satisfied_from: float = Field(default=0.75, gt=0, le=1)
    severe_loss: SevereLoss = SevereLoss()
    external_failure_cost_limit: float = Field(default=0.01, gt=0, lt=1)
    exchange_rate_within_days: int = Field(default=31, ge=0, le=3660)
    scorecard: Scorecard = Scorecard()
    units: tuple[UnitDefinition, ...] = (UnitDefinition(id="owner_quarter", by=("owner",), period="quarter"),)
    keep_builds_days: int = Field(default=90, ge=0)
    settle_seconds: int = Field(default=60, ge=0)
    mail_domains: tuple[str, ...] = ()
    unused_files: tuple[str, ...] = ()
    keys: str | None = None

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError("not a time zone name; allowed: names such as Asia/Shanghai, Europe/Berlin, UTC")
        return zone

    @model_validator(mode="after")
    def _each_unit_once(self) -> "Company":
        names = [unit.id for unit in self.units]
        if len(names) != len(set(names)):
            raise ValueError("units: an id occurs twice; allowed: each id once")
        return self


class Target(Strict):
    """What is wanted of one KPI from one day on; a changed target is a new entry, never an edit of an old period."""

    kpi: Annotated[str, StringConstraints(pattern=r"^[A-Z]\d{2}$")]
    org_unit: str = "company"
    valid_from: dt.date
    valid_to: dt.date | None = None
    floor: float
    target: float
    stretch: float
    weight: float = Field(ge=0, le=100)
    approved_by: str | None = None
    approved_on: dt.date | None = None


class Targets(Strict):
    """One file of `targets/`."""

    targets: tuple[Target, ...]


class OutsideRate(Strict):
    """A satisfaction rate from outside the company, for one survey (or `any`)."""

    survey: str = "any"
    satisfied_share: float = Field(gt=0, lt=1)
    strength: float = Field(gt=0, description="Number of answers that the rate is worth.")
    source: Annotated[str, StringConstraints(min_length=3)]


class References(Strict):
    """`references.yaml`."""

    references: tuple[OutsideRate, ...] = ()


@dataclass(frozen=True)
class Workspace:
    """Where everything of one company lies."""

    root: Path
    config: Company

    @property
    def landing(self) -> Path:
        """Where files arrive."""
        return self.root / "landing"

    @property
    def archive(self) -> Path:
        """Each received file once, read-only, named by its SHA-256."""
        return self.root / "archive"

    @property
    def raw(self) -> Path:
        """Typed rows as Parquet, and the manifest."""
        return self.root / "raw"

    @property
    def quarantine(self) -> Path:
        """Refused rows."""
        return self.root / "quarantine"

    @property
    def manifest_file(self) -> Path:
        """What came, when, and what became of it."""
        return self.raw / "manifest.jsonl"

    @property
    def warehouse_file(self) -> Path:
        """The work file; one process at a time."""
        return self.root / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """Everything that readers may see."""
        return self.root / "published"

    @property
    def current(self) -> Path:
        """The build that readers see."""
        return self.published / "current"

    @property
    def logs(self) -> Path:
        """Logs."""
        return self.root / "logs"

    @property
    def lock_file(self) -> Path:
        """The lock of the one writer."""
        return self.root / "run.lock"

    @property
    def mappings_dir(self) -> Path:
        """Mappings of this company's files."""
        return self.root / "feeds"

    @property
    def accounts_file(self) -> Path:
        """What a person confirmed of identifiers that other systems use for accounts."""
        return self.mappings_dir / "accounts.csv"

    @property
    def targets_dir(self) -> Path:
        """Targets of its KPIs."""
        return self.root / "targets"

    @property
    def references_file(self) -> Path:
        """Rates from outside the company."""
        return self.root / "references.yaml"

    @property
    def sources_file(self) -> Path:
        """Databases and services that are fetched into landing."""
        return self.root / "sources.yaml"

    @property
    def sources_dir(self) -> Path:
        """What each fetch remembers for the next."""
        return self.root / "sources"

    @property
    def dbt_target(self) -> Path:
        """What dbt writes while it runs."""
        return self.root / "dbt"

    @property
    def dagster_home(self) -> Path:
        """Where Dagster stores its history."""
        return self.root / "dagster"

    @cached_property
    def keys(self) -> Path:
        """The folder of keys: named by the environment or the configuration, else outside the workspace."""
        named = settings.keys_from_environment()
        if named is None and self.config.keys:
            named = self.root / Path(self.config.keys).expanduser()
        return named or Path.home() / ".touchstone" / "keys" / self.config.company_id

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """All targets, from every file of `targets/`."""
        files = sorted(self.targets_dir.glob("*.yaml"))
        return tuple(target for file in files for target in yaml_file.load(file, Targets).targets)

    @cached_property
    def references(self) -> tuple[OutsideRate, ...]:
        """Rates from outside the company."""
        if not self.references_file.exists():
            return ()
        return yaml_file.load(self.references_file, References).references

    def configuration_files(self) -> list[Path]:
        """Every file that may change a figure."""
        folders = (self.mappings_dir, self.targets_dir)
        found = [file for folder in folders for file in sorted(folder.glob("*.y*ml"))]
        single = (self.root / CONFIGURATION, self.references_file, self.accounts_file)
        return [f for f in (*single, *found) if f.is_file()]

    def configuration_hash(self) -> str:
        """SHA-256 over names and contents of the configuration files."""
        digest = hashlib.sha256()
        for file in self.configuration_files():
            digest.update(file.relative_to(self.root).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        return digest.hexdigest()


def find_root(named: Path | None) -> Path:
    """The flag, else the environment, else the nearest `company.yaml` upwards, else `./workspace`."""
    chosen = named or settings.workspace_from_environment()
    if chosen:
        return chosen
    here = Path.cwd()
    upwards = (folder for folder in (here, *here.parents) if (folder / CONFIGURATION).is_file())
    return next(upwards, here / "workspace")


def open_workspace(named: Path | None = None) -> Workspace:
    """Read one workspace.

    Raises yaml_file.ConfigurationError, with file, line, key and the allowed values, when it cannot be used.
    """
    root = find_root(named).absolute()
    if any(character in str(root) for character in "?:"):
        raise yaml_file.ConfigurationError(f"{root}: a path with ? or : cannot hold the work file; next: rename it")
    file = root / CONFIGURATION
    try:
        present = file.is_file()
    except OSError as error:
        raise yaml_file.ConfigurationError(
            f"{root}: cannot be read ({error.strerror}); check its permissions"
        ) from None
    if not present:
        raise yaml_file.ConfigurationError(
            f"{root}: no {CONFIGURATION} here; next: `touchstone init {root}` writes one, or use --workspace DIR"
        )
    workspace = Workspace(root.resolve(), yaml_file.load(file, Company))
    _ = workspace.targets, workspace.references
    return workspace


def create(directory: Path, example: str | None = None) -> Path:
    """Write a new workspace: an example's files, or a configuration to fill in. Nothing existing is overwritten."""
    root = directory.absolute()
    if (root / CONFIGURATION).exists():
        raise yaml_file.ConfigurationError(f"{root}: is a workspace already; next: choose another folder")
    if example is not None and not (settings.EXAMPLES / example / CONFIGURATION).is_file():
        known = sorted(folder.parent.name for folder in settings.EXAMPLES.glob(f"*/{CONFIGURATION}"))
        raise yaml_file.ConfigurationError(f"{example}: no such example; allowed: {', '.join(known)}")
    root.mkdir(parents=True, exist_ok=True)
    if example is not None:
        shutil.copytree(settings.EXAMPLES / example, root, dirs_exist_ok=True)
    else:
        (root / CONFIGURATION).write_text(_TEMPLATE, encoding="utf-8")
    for folder in ("landing", "feeds", "targets"):
        (root / folder).mkdir(exist_ok=True)
    return root


_TEMPLATE = """\
# One company. Every key is explained in docs/operate.md; a wrong one is refused with its line.
company: My company
company_id: my_company
currency: EUR
time_zone: UTC
accounts: organisations   # or persons: then their names never leave raw

# What is judged. Dimensions: owner, account, branch, team, collector, collector_org, channel.
units:
  - {id: owner_quarter, by: [owner], period: quarter}

# A loss so severe that a content customer would surprise.
severe_loss: {minimum_amount: 10000, within_days: 180}

# External failure cost above this share of revenue contradicts a perfect satisfaction figure.
external_failure_cost_limit: 0.01
"""
