"""What `sources.yaml` may say: databases and REST services that are read into landing.

Belongs here: the model of the file, which refuses a password that stands in it.
Elsewhere: how a source is fetched (sources, sql_source, rest_source).
"""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from pipelines import yaml_file
from pipelines.feeds.contract import Strict
from pipelines.workspace import Workspace

SECRET = "env:"
_SECRET_KEYS = ("password", "token", "secret", "api_key", "client_secret", "access_token", "refresh_token")


def _named_secret(text: Any) -> Any:
    if not isinstance(text, str) or not text.startswith(SECRET) or not text[len(SECRET) :].isidentifier():
        raise ValueError("must be env:NAME: the address, with its password, stands in the environment variable NAME")
    return text


def _inside_landing(text: str) -> str:
    if any(part in ("", ".", "..") for part in text.split("/")):
        raise ValueError("must be a folder below landing, such as crm/account")
    return text


def _without_secrets(config: dict[str, Any]) -> dict[str, Any]:
    for key, value in _leaves(config):
        if key in _SECRET_KEYS and not str(value).startswith(SECRET):
            raise ValueError(f"{key} must be env:NAME: a secret never stands in a file")
    return config


def _leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, key)
    else:
        yield key, value


class Source(Strict):
    """One entry of `sources.yaml`."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    kind: Literal["sql", "rest"]
    target: Annotated[str, AfterValidator(_inside_landing)]
    url: Annotated[str, BeforeValidator(_named_secret)] | None = None
    table: Annotated[str, StringConstraints(min_length=1)] | None = None
    query: Annotated[str, StringConstraints(min_length=6)] | None = None
    high_water: Annotated[str, StringConstraints(min_length=1)] | None = None
    overlap: Decimal = Field(default=Decimal(0), ge=0)
    format: Literal["csv", "parquet"] = "csv"
    config: Annotated[dict[str, Any], AfterValidator(_without_secrets)] = Field(default={})

    @model_validator(mode="after")
    def _of_its_kind(self) -> Self:
        if self.kind == "rest":
            if not self.config or self.url or self.table or self.query or self.high_water:
                raise ValueError("a rest source needs `config`, and nothing of url, table, query and high_water")
        elif self.url is None or (self.table is None) == (self.query is None) or self.config:
            raise ValueError("a sql source needs `url`, and either `table` or `query`")
        if self.overlap and self.high_water is None:
            raise ValueError("an overlap belongs to a high_water column")
        return self

    @property
    def meaning(self) -> str:
        """Changes when other rows are asked for: then all is read again (SHA-256, hex)."""
        kept = self.model_dump_json(include={"kind", "url", "table", "query", "high_water", "config"})
        return hashlib.sha256(kept.encode()).hexdigest()


class Sources(Strict):
    """`sources.yaml`."""

    sources: tuple[Source, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [source.id for source in self.sources]
        if len(ids) != len(set(ids)):
            raise ValueError("an id occurs twice")
        return self


def load_sources(workspace: Workspace) -> tuple[Source, ...]:
    """The sources of a workspace. Raises ConfigurationError, also when it has none."""
    if not workspace.sources_file.exists():
        raise yaml_file.ConfigurationError(
            f"{workspace.sources_file}: there is no such file; next: name databases and services in it"
        )
    return yaml_file.load(workspace.sources_file, Sources).sources
