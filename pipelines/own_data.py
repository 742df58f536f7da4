"""What the terminal shows of one's own data: a file that is tried out, proposals, matches, quarantine.

Belongs here: short tables and sentences for people at a terminal.
Elsewhere: everything that is found or done (feeds); the state of a workspace and its builds (overview).
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from pipelines.overview import plain, table
from pipelines.workspace import Workspace
from pipelines.yaml_file import ConfigurationError

if TYPE_CHECKING:
    from pipelines.feeds.batch_load import Loaded
    from pipelines.feeds.match import Unmatched
    from pipelines.feeds.propose import Proposal
    from pipelines.feeds.replay import Replayed

SHOWN = 20


def check(file: Path, workspace: Workspace) -> tuple[RenderableType, bool]:
    """What would be loaded and refused of a file, for each mapping that takes it; and whether anything is wrong."""
    from pipelines.feeds import ingest
    from pipelines.feeds.problem import Problem

    _need(file)
    parts: list[RenderableType] = []
    outcomes = ingest.check_file(file, workspace)
    for outcome in outcomes:
        parts += [plain(f"Refused: {outcome}")] if isinstance(outcome, Problem) else _would_load(outcome, workspace)
    if not any(isinstance(outcome, ingest.Loaded) for outcome in outcomes) and not _is_taken(file, workspace):
        parts += _would_map(file, workspace)
    wrong = any(isinstance(o, Problem) or o.refused_by_rule for o in outcomes)
    return Group(*parts), wrong


def _would_load(loaded: Loaded, workspace: Workspace) -> list[RenderableType]:
    counts = f"{loaded.loaded_count} rows would be loaded, {sum(loaded.refused_by_rule.values())} refused"
    ignored = f", {loaded.ignored_count} ignored by declaration" if loaded.ignored_count else ""
    parts: list[RenderableType] = [plain(f"{loaded.contract} by mapping {loaded.mapping}: {counts}{ignored}")]
    by_rule = ", ".join(f"{rule} {count}" for rule, count in sorted(loaded.refused_by_rule.items()))
    parts += [plain(f"  Refused by rule: {by_rule}")] if by_rule else []
    parts += [plain(f"  {problem}") for problem in loaded.problems]
    parts += [plain(f"  Would be held back by {reason}") for reason in _held(loaded, workspace)]
    parts += [plain(f"  Note: {note}") for note in loaded.notes if note.next_step]
    if loaded.facts:
        rows = [(f.column, f.source, f"{f.filled_share:.0%}", f.variety) for f in loaded.facts]
        parts.append(table("", ("column", "from", "filled", "values"), rows))
    empty = [f.column for f in loaded.facts if not f.filled_share]
    for words, names in (("Mapped but always empty", empty), ("Unknown columns, not read", loaded.unknown),
                         ("Columns that will be empty", list(loaded.absent))):  # fmt: skip
        parts += [plain(f"  {words}: {', '.join(names)}")] if names else []
    return parts


def _held(loaded: Loaded, workspace: Workspace) -> list[str]:
    """Why the batch would be held back; asked only of one of which rows are refused or which declares a scale."""
    if not loaded.refused_by_rule and not loaded.scales:
        return []
    from pipelines import gate
    from pipelines.manifest import Batch
    from pipelines.vocabulary import BatchStatus

    feed, _, name = loaded.contract.partition("__")
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)
    blank = Batch(sys.maxsize, feed, name, loaded.file, "", f"{now.isoformat()}Z", 0, loaded.mapping, "",
                  BatchStatus.LOADED)  # fmt: skip
    return gate.would_hold(workspace, loaded.onto(blank))


def _is_taken(file: Path, workspace: Workspace) -> bool:
    """Whether a mapping is for the file, though it may refuse it."""
    from pipelines.feeds import ingest
    from pipelines.feeds.mapping_choice import Candidate, choose
    from pipelines.feeds.problem import RefusedFileError

    try:
        return bool(choose(Candidate(file, ingest.below_landing(file, workspace)), *ingest.load_all(workspace)))
    except RefusedFileError:
        return True


def _would_map(file: Path, workspace: Workspace) -> list[RenderableType]:
    """In two lines what `touchstone map` would propose."""
    from pipelines.feeds.problem import RefusedFileError

    try:
        found = _proposal(file, workspace, None)
    except RefusedFileError:
        return []
    sure = sum(match.is_sure for match in found.matches)
    lacking = f"; nothing looks like {', '.join(found.lacking)}" if found.lacking else ""
    words = (
        f"It looks most like {found.contract.name}: {sure} columns surely, {len(found.matches) - sure} perhaps{lacking}"
    )
    return [plain(words), plain(f"Next: touchstone map {file}")]


def propose(
    file: Path, workspace: Workspace, contract: str | None, *, write: bool
) -> tuple[RenderableType, Path | None]:
    """A mapping for a file, as YAML for a person to confirm; where it was written, if it was."""
    from pipelines.feeds import proposal_text
    from pipelines.feeds.problem import RefusedFileError

    _need(file)
    try:
        found = _proposal(file, workspace, contract)
    except RefusedFileError as refusal:
        raise ConfigurationError(str(refusal)) from None
    shipped = _knowing(file, workspace, found.contract.name)
    saved = proposal_text.write(found, workspace, shipped) if write else None
    return Group(*(plain(line) for line in proposal_text.text_of(found, shipped).splitlines())), saved


def _knowing(file: Path, workspace: Workspace, contract: str) -> list[str]:
    """The shipped mappings for a table that know the header or read most of it, each as a line that says so."""
    from pipelines.feeds import ingest
    from pipelines.feeds.mapping import shipped_mappings
    from pipelines.feeds.mapping_choice import Candidate, fitting

    candidate = Candidate(file, ingest.below_landing(file, workspace))
    known = [named for named in shipped_mappings() if named.signature and named.contract.name == contract]
    sure = [named.id for named in known if candidate.shows(named)]
    most = [(id_, lacking) for id_, lacking in fitting(candidate, known) if id_ not in sure]
    return [
        *(f"The shipped mapping {id_} knows this header: `use: {id_}` may be all." for id_ in sure),
        *(
            f"The shipped mapping {id_} reads most of this header{_but(lacking)}: "
            f"`use: {id_}`, `files:` and what differs may be all."
            for id_, lacking in most[:1]
        ),
    ]


def _but(lacking: list[str]) -> str:
    return f" (it lacks {', '.join(lacking)})" if lacking else ""


def _proposal(file: Path, workspace: Workspace, contract: str | None) -> Proposal:
    from pipelines.feeds import ingest, sniff
    from pipelines.feeds import propose as proposals
    from pipelines.feeds.contract import load_contracts

    named = contract.replace(".", "__", 1) if contract else None
    if named is not None and named not in load_contracts():
        raise ConfigurationError(f"{contract}: no such table; allowed: {', '.join(load_contracts())}")
    return proposals.propose(sniff.sample(file.absolute(), ingest.below_landing(file, workspace)), named)


def match(workspace: Workspace) -> RenderableType:
    """Which identifiers of accounts are no account yet, and what they may be; proposals are written for a person."""
    from pipelines.feeds import match as matching

    found = matching.match(workspace)
    persons = workspace.config.accounts == "persons"
    certain = ", ".join(f"{count} {how}" for how, count in sorted(found.matched.items())) or "none"
    parts: list[RenderableType] = [plain(f"{found.account_count:,} accounts; identifiers matched: {certain}.")]
    parts += [plain(f"{workspace.accounts_file}:{line.number}: account_id: no account file has this account")
              for line in found.stale]  # fmt: skip
    if found.removed_count:
        parts.append(plain(f"{found.removed_count} earlier proposals are settled and taken out; decided lines stay."))
    if not found.unmatched:
        return Group(*parts, Text("Every identifier is an account."))
    rows = sum(unmatched.row_count for unmatched in found.unmatched)
    parts.append(plain(f"{len(found.unmatched):,} identifiers in {rows:,} rows are no account."))
    proposed: dict[str, list[str]] = {}
    for p in found.proposals:
        words = (
            f"{p.account_id} {'' if persons else p.account_name} {p.score}: {p.reason}" if p.account_id else p.reason
        )
        proposed.setdefault(p.identifier, []).append(words)
    shown = [_unmatched_row(unmatched, proposed, persons) for unmatched in found.unmatched[:SHOWN]]
    parts.append(table("", ("identifier", "rows", "where", "may be (score 0-100: reason)"), shown))
    more = len(found.unmatched) - SHOWN
    parts += [plain(f"… and {more:,} more, which touch fewer rows")] if more > 0 else []
    parts.append(plain(f"{found.written_count} proposals written to {workspace.accounts_file}"))
    parts.append(Text("Next: write yes or no into its column confirmed, then touchstone run"))
    return Group(*parts)


def _unmatched_row(unmatched: Unmatched, proposed: dict[str, list[str]], persons: bool) -> tuple[object, ...]:
    from pipelines.feeds.values import shape

    where = ", ".join(f"{place} {count:,}" for place, count in unmatched.rows.items())
    identifier = shape(unmatched.identifier) if persons else unmatched.identifier
    return identifier, unmatched.row_count, where, "\n".join(proposed.get(unmatched.identifier, []))


def quarantine(workspace: Workspace) -> RenderableType:
    """Files with refused rows, by table and rule."""
    from pipelines.feeds import refused

    found = refused.counts(workspace)
    if not found:
        return Text("Nothing is in quarantine.")
    rows = [(c.table, c.file, c.rule, "all" if c.rows is None else c.rows) for c in found]
    return Group(
        table("", ("table", "file", "rule", "rows"), rows),
        Text("Next: touchstone quarantine show FILE; after a correction of the mapping, touchstone quarantine replay"),
    )


def refused_rows(workspace: Workspace, file: str, rule: str | None, target: Path | None) -> RenderableType:
    """The first refused rows of a file by rule; with a target all of them, as CSV."""
    from pipelines.feeds import refused

    if target is not None:
        written = refused.write_csv(refused.rows(workspace, file, rule), target)
        return plain(f"{written:,} rows written to {target}")
    whole = [count for count in refused.counts(workspace) if count.rows is None and count.file.endswith(file)]
    rows = refused.rows(workspace, file, rule, per_rule=SHOWN if rule else 5)
    steps = {row.rule: row.next_step for row in rows}
    shown = [(row.file, row.row, row.column, row.rule, row.value) for row in rows]
    return Group(
        *(plain(f"Refused as a whole: {count.reason}") for count in whole),
        *([table("", ("file", "row", "column", "rule", "value"), shown)] if shown else []),
        *(plain(f"{known}; next: {step}") for known, step in sorted(steps.items())),
    )


def replayed(outcomes: list[Replayed]) -> RenderableType:
    """What became of files that were read again."""
    if not outcomes:
        return Text("Nothing is in quarantine: nothing was read again.")
    rows = [
        (f"{o.before.feed}.{o.before.table}", o.before.file, o.before.loaded_count, o.after.loaded_count,
         o.before.quarantined_count, o.after.quarantined_count)
        for o in outcomes
    ]  # fmt: skip
    return Group(
        table("", ("table", "file", "loaded before", "now", "refused before", "now"), rows),
        *(plain(f"Stays as it was: {o.problem}") for o in outcomes if o.problem),
        Text("Next: touchstone run, which builds with what is loaded now"),
    )


def _need(file: Path) -> None:
    if not file.is_file():
        raise ConfigurationError(f"{file}: no such file; next: name a file as it lies in landing/")
