"""What a run tells of a file that loads: the notes that someone can act on, few enough to be read.

Belongs here: which notes of a file a run shows, and which columns are gone since the file before.
Elsewhere: all that `check` shows of one file (batch_load); where the notes are kept (manifest).

A ready mapping names columns for every way in which its system exports, so most files lack some: that is no news.
News is a column that the file before had, and one that the company's own mapping names and the first file lacks.
"""

from collections.abc import Iterable

from pipelines.feeds.batch_load import Loaded
from pipelines.feeds.mapping import NamedMapping, load_mapping, shipped_files
from pipelines.feeds.problem import Problem
from pipelines.manifest import Batch
from pipelines.vocabulary import BatchStatus


def of_run(loaded: Loaded, named: NamedMapping, known: Iterable[Batch]) -> list[str]:
    """The notes of one file for one table, in words; `known` are the records before it, in their order."""
    gone = _gone(loaded, named, _before(named, known))
    return [str(note) for note in [*gone, *loaded.surprises] if note.next_step]


def _before(named: NamedMapping, known: Iterable[Batch]) -> Batch | None:
    """The last batch of the same mapping and table that was read."""
    same = [batch for batch in known if named.contract.holds(batch) and batch.mapping == named.id]
    read = [batch for batch in same if batch.status is not BatchStatus.REFUSED]
    return read[-1] if read else None


def _gone(loaded: Loaded, named: NamedMapping, before: Batch | None) -> list[Problem]:
    if before is None:
        own = _own(named)
        gone = [f"{text!r} (for {column})" for column, text in loaded.lacking.items() if column in own]
        what = f"lacks columns that mapping {named.id} names: "
    else:
        gone = [column for column in loaded.absent if column not in before.absent]
        what = f"brings no longer what {before.file} brought: "
    if not gone:
        return []
    go_on = "if a column is named otherwise now, correct the mapping; what is absent is coverage"
    return [Problem(loaded.file, what + ", ".join(gone), go_on)]


def _own(named: NamedMapping) -> set[str]:
    """The columns that the company's own mapping names itself; none of a ready one."""
    mapping, shipped = named.mapping, shipped_files()
    if mapping is None or named.id in shipped:
        return set()
    base = load_mapping(shipped[mapping.use]).mapping if mapping.use in shipped else None
    items = {f"item_{item}" for item in mapping.items if base is None or item not in base.items}
    columns = mapping.columns.items()
    return {name for name, given in columns if base is None or base.columns.get(name) != given} | items
