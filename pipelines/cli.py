"""The `touchstone` command: each verb calls one function and prints what it returns.

Belongs here: verbs, their options, exit codes, words on the terminal.
Elsewhere: everything that is done. Heavy imports stay inside the verbs.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from pipelines.run import Outcome

OK, UNEXPECTED, USAGE, ATTENTION, BLOCKED, BUSY = range(6)
NOTES = 10  # notes of a run that are shown; more of them would not be read

app = typer.Typer(
    help="How far can your customer-satisfaction figures be believed?\n\n"
    "Exit codes: 0 done, also with suspicious units or nothing new; 1 unexpected error; 2 wrong use or configuration; "
    "3 done, but files wait, were refused or are held back; 4 blocked, nothing published; 5 another run is at work.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=True,
)
quarantine = typer.Typer(help="Rows that were refused: list, show, read again.", no_args_is_help=True)
app.add_typer(quarantine, name="quarantine")
checks = typer.Typer(help="The questions that are asked of every unit, figure and record.", no_args_is_help=True)
app.add_typer(checks, name="checks")
console = Console(highlight=False, soft_wrap=True)
problems = Console(stderr=True, highlight=False, soft_wrap=True)

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", "-w", help="The workspace; else TOUCHSTONE_WORKSPACE, else the nearest company.yaml."),
]


@app.command()
def init(
    directory: Annotated[Path, typer.Argument(help="Folder of the new workspace.")],
    example: Annotated[str | None, typer.Option(help="Start from an example: essay or olist.")] = None,
) -> None:
    """Write a new workspace: configuration to fill in, and a landing folder for your files."""
    from pipelines import workspace

    root = workspace.create(directory, example)
    console.print(f"Workspace written: [bold]{_safe(root)}[/]")
    console.print(
        f"Next: put files into {_safe(root / 'landing')}/<feed>/<table>/, then `touchstone run -w {_safe(root)}`"
    )


@app.command()
def demo(
    directory: Annotated[Path, typer.Argument(help="Folder of the demo workspace.")],
    size: Annotated[
        int, typer.Option(min=1000, max=100_000_000, help="About how many rows over all feeds (40,000 at least).")
    ] = 100_000,
    seed: Annotated[int, typer.Option(help="Another seed is another company.")] = 7,
) -> None:
    """Write a workspace of a made-up company whose truth is known."""
    from pipelines.demo.write_feeds import write_demo

    with console.status(f"Writing about {size:,} rows of a made-up company"):
        write_demo(directory, size=size, seed=seed)
    console.print(f"Demo workspace written: [bold]{_safe(directory.absolute())}[/]")
    console.print(f"Next: `touchstone run -w {_safe(directory)}`")


@app.command()
def run(
    workspace: WorkspaceOption = None,
    force: Annotated[bool, typer.Option("--force", help="Build again although nothing is new.")] = False,
) -> None:
    """Ingest, transform, assess, score, publish. With nothing new it says so and ends."""
    from pipelines import run as runs
    from pipelines.workspace import open_workspace

    opened = open_workspace(workspace)
    with closing(_Bar()) as bar:
        outcome = runs.run(opened, bar, force=force)
    _print_outcome(outcome)
    raise typer.Exit(BLOCKED if outcome.state == "blocked" else ATTENTION if outcome.attention else OK)


@app.command()
def fetch(
    source: Annotated[str | None, typer.Argument(help="One source of sources.yaml; else all of them.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Read databases and REST services into landing: what came since the last time."""
    from pipelines.feeds import sources
    from pipelines.workspace import open_workspace

    try:
        outcomes = sources.fetch(open_workspace(workspace), source)
    except sources.AnotherFetchError as error:
        problems.print(_safe(error))
        raise typer.Exit(BUSY) from None
    for outcome in outcomes:
        if outcome.problem is not None:
            problems.print(f"Not fetched: {_safe(outcome.problem)}")
        elif not outcome.files:
            console.print(f"{outcome.source}: nothing new")
        else:
            console.print(f"{outcome.source}: {outcome.row_count:,} rows in {_safe(', '.join(outcome.files))}")
    raise typer.Exit(ATTENTION if any(outcome.problem for outcome in outcomes) else OK)


@app.command()
def status(workspace: WorkspaceOption = None) -> None:
    """What arrived, what was refused, what is published."""
    from pipelines import overview
    from pipelines.workspace import open_workspace

    console.print(overview.status(open_workspace(workspace)))


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A file as it would lie in landing/.")],
    workspace: WorkspaceOption = None,
) -> None:
    """What would be loaded and refused of a file, without loading it."""
    from pipelines import own_data
    from pipelines.workspace import open_workspace

    text, refused = own_data.check(file, open_workspace(workspace))
    console.print(text)
    raise typer.Exit(ATTENTION if refused else OK)


@app.command("map")
def map_file(
    file: Annotated[Path, typer.Argument(help="A file with headers of its own.")],
    workspace: WorkspaceOption = None,
    table: Annotated[str | None, typer.Option(help="Propose for this table, such as survey.response.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Save the proposal in feeds/ for you to confirm.")] = False,
) -> None:
    """Propose a mapping for a file, with a reason for each column. Nothing is applied by itself."""
    from pipelines import own_data
    from pipelines.workspace import open_workspace

    text, saved = own_data.propose(file, open_workspace(workspace), table, write=write)
    console.print(text)
    if saved is not None:
        problems.print(
            f"Written: {_safe(saved)}. Next: decide its `# confirm:` lines, then `touchstone check {_safe(file)}`"
        )


@app.command()
def contracts(
    name: Annotated[str | None, typer.Argument(help="A canonical table, such as crm.account.")] = None,
    odcs: Annotated[Path | None, typer.Option(help="Write the contracts into this folder (ODCS v3.1 YAML).")] = None,
) -> None:
    """The canonical tables, or the columns of one: what a file may hold."""
    from pipelines import canonical

    console.print(canonical.export(odcs, name) if odcs is not None else canonical.show(name))


@app.command()
def match(workspace: WorkspaceOption = None) -> None:
    """Identifiers of accounts that are no account yet, and what they may be; proposals go to feeds/accounts.csv."""
    from pipelines import own_data
    from pipelines.workspace import open_workspace

    console.print(own_data.match(open_workspace(workspace)))


@quarantine.command("list")
def quarantine_list(workspace: WorkspaceOption = None) -> None:
    """Files with refused rows, by table and rule."""
    from pipelines import own_data
    from pipelines.workspace import open_workspace

    console.print(own_data.quarantine(open_workspace(workspace)))


@quarantine.command("show")
def quarantine_show(
    file: Annotated[str, typer.Argument(help="A file as it is named by `quarantine list`, or the end of its path.")],
    workspace: WorkspaceOption = None,
    rule: Annotated[str | None, typer.Option(help="Only rows that this rule refused.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write all of them into this new CSV file instead.")] = None,
) -> None:
    """The first refused rows of a file by rule: row, column, value, next step."""
    from pipelines import own_data
    from pipelines.workspace import open_workspace

    console.print(own_data.refused_rows(open_workspace(workspace), file, rule, csv))


@quarantine.command("replay")
def quarantine_replay(
    file: Annotated[str | None, typer.Argument(help="One file; else every file with refused rows.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Read archived files again by the mappings of today, also when they are gone from landing/."""
    from pipelines import own_data
    from pipelines import run as runs
    from pipelines.workspace import open_workspace

    outcomes = runs.replay(open_workspace(workspace), file)
    console.print(own_data.replayed(outcomes))
    raise typer.Exit(ATTENTION if any(o.problem or o.after.quarantined_count for o in outcomes) else OK)


@checks.command("list")
def checks_list() -> None:
    """Every check: its question, how it weighs, the least that it needs, what it is held against, its source."""
    from pipelines import evidence

    console.print(evidence.checks())


@app.command()
def findings(
    workspace: WorkspaceOption = None,
    unit: Annotated[str | None, typer.Option(help="Part of a unit's id; shows all its findings.")] = None,
    detector: Annotated[str | None, typer.Option(help="One check, such as C1.")] = None,
    conclusion: Annotated[str | None, typer.Option(help="Units so concluded, such as warn.")] = None,
    period: Annotated[str | None, typer.Option(help="A period, such as 2026-Q1, or the year.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write all of them into this new CSV file instead.")] = None,
) -> None:
    """What the checks found in the published build: the suspicious findings, or all of a unit."""
    from pipelines import evidence
    from pipelines.workspace import open_workspace

    wanted = evidence.Wanted(unit, detector, conclusion, period)
    console.print(evidence.findings(wanted, open_workspace(workspace), csv))


@app.command()
def explain(
    unit: Annotated[str, typer.Argument(help="A unit's id, or a part of it that only one unit has.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Why one unit was concluded on as it was, in three sentences and then in full."""
    from pipelines import evidence
    from pipelines.workspace import open_workspace

    console.print(evidence.explain(unit, open_workspace(workspace)))


@app.command("as-reported")
def as_reported(
    kpi: Annotated[str, typer.Argument(help="A KPI, such as C01.")],
    period: Annotated[str, typer.Argument(help="A period: 2026, 2026-Q1 or 2026-03.")],
    workspace: WorkspaceOption = None,
    on: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what was known on this day.")
    ] = None,
    unit: Annotated[str, typer.Option(help="An organisation unit, such as branch:north.")] = "company",
) -> None:
    """What a KPI was reported to be, since when, and why it became another figure."""
    from pipelines import overview
    from pipelines.workspace import open_workspace

    console.print(overview.as_reported(open_workspace(workspace), kpi, period, unit, on.date() if on else None))


@app.command(hidden=True)
def prepare() -> None:
    """Parse the dbt project, so that Dagster's definitions load. Part of the set-up."""
    from pipelines.warehouse import build

    if not build.is_prepared():
        console.print("Preparing the dbt project (some seconds, once for each state of its files)")
        build.prepare()


def _safe(text: object) -> str:
    """Text from outside, inert on a terminal: no markup, no control characters."""
    return escape("".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(text)))


class _Bar:
    """A bar over the steps of a run; it appears when the first step starts."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=problems, transient=True)

    def __call__(self, words: str, done: int, total: int) -> None:
        """Show that a step of the run has started; where nothing can move, a line says so."""
        if not problems.is_terminal:
            problems.print(words)
            return
        if not self._progress.task_ids:
            self._progress.add_task(words, total=total)
            self._progress.start()
        self._progress.update(self._progress.task_ids[0], description=words, completed=done)

    def close(self) -> None:
        """Take the bar away."""
        if self._progress.task_ids:
            self._progress.stop()


def _print_outcome(outcome: Outcome) -> None:
    from pipelines import overview

    if outcome.state == "nothing_new":
        console.print("Nothing new: files, configuration and code are those of the published build.")
    if outcome.state == "blocked":
        problems.print("[bold]Nothing was published.[/] The build before stays as it was.")
        for line in "\n".join(outcome.reasons).splitlines():
            problems.print(f"  {_safe(line)}")
    for file in outcome.attention:
        problems.print(f"Needs attention: {_safe(file)}")
    for _, note in outcome.notes[:NOTES]:
        problems.print(f"Note: {_safe(note)}")
    if more := outcome.notes[NOTES:]:
        problems.print(f"… and {len(more):,} more: touchstone check {_safe(more[0][0])}")
    if outcome.build is not None:
        console.print(overview.build(outcome.build))


def main() -> None:
    """Run the command; an error that we foresaw is a sentence, never a traceback."""
    from pipelines.yaml_file import ConfigurationError

    try:
        app()
    except ConfigurationError as error:
        for line in str(error).splitlines():
            problems.print(_safe(line))
        sys.exit(USAGE)
    except Exception as error:
        sys.exit(_foreseen(error))


def _foreseen(error: Exception) -> int:
    from pipelines import run as runs

    if isinstance(error, runs.AnotherRunError):
        problems.print(_safe(error))
        return BUSY
    if isinstance(error, PermissionError):
        problems.print(f"{_safe(error.filename)}: {error.strerror}; next: check its owner and permissions")
        return USAGE
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="touchstone-error-", suffix=".log", delete=False) as details:
        details.write(traceback.format_exc())
    problems.print(f"Unexpected error: {_safe(error)}\nThe details are in {_safe(details.name)}; please report them.")
    return UNEXPECTED


if __name__ == "__main__":
    main()
