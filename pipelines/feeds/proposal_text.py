"""A proposal as the text of a mapping: what is sure stands there, what a person must decide is a comment.

Belongs here: the YAML of a proposal, with a reason on every line.
Elsewhere: what is proposed (propose). No value of the file is written, only shapes and words that every file may hold.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipelines.feeds import synonyms
from pipelines.feeds.contract import Column, ColumnType
from pipelines.feeds.header import nth
from pipelines.feeds.mapping import Scale
from pipelines.feeds.propose import Match, Proposal
from pipelines.feeds.values import Kind, Profile, number_of, shape
from pipelines.workspace import Workspace
from pipelines.yaml_file import ConfigurationError

CONFIRM = "# confirm:"
_SCALES = ((1, 5), (0, 10), (1, 10), (1, 7), (1, 3), (1, 4), (0, 5), (1, 11), (0, 100))
_QUESTION = re.compile(r"(\d{1,3}\s*[、.．]|[qQ]\d{1,3}(_\d+)*\b)")
_AGAIN = re.compile(r"\d+")


def text_of(proposal: Proposal, shipped: Sequence[str] = ()) -> str:
    """The mapping, in YAML; it loads once its `# confirm:` lines are decided. `shipped` says what is ready."""
    sample, contract = proposal.sample, proposal.contract
    body = [
        f"feed: {contract.feed}",
        f"table: {contract.table}"
        + (f"  # or {', '.join(proposal.others)}: --table says which" if proposal.others else ""),
        f"files: [{quoted(glob_of(sample.name))}]",
        *_reading(proposal),
        *_missing(proposal),
        *_scale(proposal),
        "columns:",
        *(line for match in proposal.matches for line in _column(proposal, match)),
        *_lacking(proposal),
        *_items(proposal),
    ]
    head = [
        f"# Proposed for {quoted(sample.name)}, from its first {len(sample.rows):,} rows. Read it before it is used."
    ]
    if any(CONFIRM in line for line in body):
        head.append(f"# Decide each `{CONFIRM}` line: take the mark away, or the line.")
    head += [f"# {words}" for words in shipped]
    asked = _questions(proposal)
    if rest := [header for header in proposal.unused if header not in asked]:
        body.append("# not used: " + ", ".join(map(quoted, rest)))
    return "\n".join([*head, *body]) + "\n"


def write(proposal: Proposal, workspace: Workspace, shipped: Sequence[str] = ()) -> Path:
    """Save the proposal as `feeds/<name>.yaml`. Raises ConfigurationError when that is there already."""
    stem = unicodedata.normalize("NFKC", Path(proposal.sample.name).stem)
    slug = re.sub(r"[^\w]+", "_", _AGAIN.sub("", stem)).strip("_").lower()[:60] or proposal.contract.name
    file = workspace.mappings_dir / f"{slug}.yaml"
    if file.exists():
        raise ConfigurationError(
            f"{file}: is there already and stays as it is; next: move it away, or print without --write"
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text_of(proposal, shipped), encoding="utf-8")
    return file


def quoted(text: str) -> str:
    """Text from a file as YAML and in one line, whatever it holds."""
    plain = json.dumps(text, ensure_ascii=False)
    return "".join(
        c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}" for c in plain
    )


def glob_of(name: str) -> str:
    """The files of the same kind: any folder, other numbers."""
    return "**/" + _AGAIN.sub("*", name.rsplit("/", 1)[-1])


def _reading(proposal: Proposal) -> Iterator[str]:
    read = proposal.sample.read.model_dump(exclude_defaults=True)
    if read:
        inner = ", ".join(f"{key}: {quoted(value) if isinstance(value, str) else value}" for key, value in read.items())
        yield f"read: {{{inner}}}  # seen: {'; '.join(proposal.sample.found)}"


def _missing(proposal: Proposal) -> Iterator[str]:
    used = {match.header for match in proposal.matches}
    tokens = sorted({token for header, seen in proposal.profiles.items() if header in used for token in seen.missing})
    if tokens:
        yield f"missing: [{', '.join(map(quoted, tokens))}]  # read as no value, in every column"


def _scale(proposal: Proposal) -> Iterator[str]:
    """The scales that hold all scores, the smallest first: which one it is must be known, since it cannot be seen."""
    columns = proposal.contract.columns
    found = {match.column for match in proposal.matches}
    scored = [m for m in proposal.matches if columns[m.column].type is ColumnType.SCORE and m.column not in _OF_SCALE]
    if not scored or {"scale_min", "scale_max"} <= found:
        return
    seen = proposal.profiles[scored[0].header]
    if seen.kind in (Kind.WORD, Kind.TEXT):
        most = 3 if _is_of_three(seen) else 5
        more = "; where two more words are used too, it is 1 to 5" if most == 3 else ""
        yield f"scale: {{min: 1, max: {most}, direction: high_good}}  # of the words below{more}"
        return
    low, high = seen.low or 0.0, seen.high or 0.0
    fitting = sorted(
        (pair for pair in _SCALES if pair[0] <= low and high <= pair[1]), key=lambda pair: pair[1] - pair[0]
    )
    fitting = fitting or [(int(low), int(high))]
    others = ", ".join(f"{low}–{high}" for low, high in fitting[1:4])
    words = f"values seen: {low:g} to {high:g}" + (f"; may also be {others}" if others else "")
    zero = "; if 0 means no answer: missing ['0'] and 1–5" if low == 0 and high == 5 else ""
    scale = Scale.model_validate({"min": fitting[0][0], "max": max(fitting[0][1], fitting[0][0] + 1)})
    inner = f"min: {scale.min}, max: {scale.max}, direction: high_good"
    yield f"{CONFIRM} scale: {{{inner}}}  # {words}{zero}; which end is good?"


_OF_SCALE = ("scale_min", "scale_max")


def _column(proposal: Proposal, match: Match) -> Iterator[str]:
    """The line of one column; a question stands as a comment, so that it is not applied before it is decided."""
    known, seen = proposal.contract.columns[match.column], proposal.profiles[match.header]
    reason = match.reason + (f", looks like {shape(_some(proposal, match))}" if not match.is_sure else "")
    if seen.twin:
        yield f"  {CONFIRM} day or month first? Every value fits both; keep one of these two lines"
        for form in (*seen.formats[:1], seen.twin):
            others = [other for other in seen.formats if other not in (seen.formats[0],)]
            yield f"  # {match.column}: {{from: {quoted(match.header)}, formats: {_list([form, *others])}}}"
        return
    options, questions = _options(known, seen)
    if nth(match.header, 2) in proposal.sample.header:
        yield f"  {CONFIRM} which of the columns named {quoted(match.header)}? Keep one of these two lines"
        for number in (1, 2):
            yield f"  # {match.column}: {_value(known, seen, nth(match.header, number), options)}"
        return
    value = _value(known, seen, match.header, options)
    mark = "  " if match.is_sure else f"  {CONFIRM} "
    yield f"{mark}{match.column}: {value}  # {reason}"
    for question in questions:
        yield f"  {CONFIRM} {match.column}: {question}"


def _value(known: Column, seen: Profile, header: str, options: list[str]) -> str:
    """Where a column comes from: a header, with what must be said of its values; durations in seconds."""
    if seen.kind is Kind.DURATION and known.type in _NUMERIC and not seen.symbols and not set(header) & set("'\"\\"):
        return "{expression: " + quoted(f"seconds_in(col('{header}'))") + "}"
    return "{" + ", ".join([f"from: {quoted(header)}", *options]) + "}" if options else quoted(header)


def _some(proposal: Proposal, match: Match) -> str:
    place = proposal.sample.header.index(match.header)
    return min(proposal.sample.column(place)[:20] or [""], key=len)


def _options(known: Column, seen: Profile) -> tuple[list[str], list[str]]:
    """(keys of the column's mapping, questions that stay open)."""
    options = [f"formats: {_list(seen.formats)}"] if seen.formats and known.type in _DATED else []
    questions: list[str] = []
    if known.type in _NUMERIC:
        options += [f"thousands: {quoted(seen.thousands)}"] if seen.thousands else []
        options += [f"decimal: {quoted(seen.decimal)}"] if seen.decimal != "." else []
        options += ["percent: points"] if seen.kind is Kind.PERCENT and not known.is_share else []
        options += [f"symbols: {_list(seen.symbols)}"] if seen.symbols else []
        options += [f"negatives: {_list(seen.negatives)}"] if seen.negatives else []
        if seen.is_mark_open:
            questions.append("is its comma a decimal comma or a thousands separator? every value fits both")
    if known.type in (ColumnType.CODE, ColumnType.SCORE, ColumnType.BOOLEAN) and seen.words:
        values, unknown = _values(known, seen)
        options += [f"values: {{{values}}}"] if values else []
        if unknown:
            allowed = ", ".join(known.values) if known.values else "numbers of the scale"
            shapes = ", ".join(sorted({shape(word) for word in unknown}))
            questions.append(f"{len(unknown)} other words ({shapes}) need `values`; allowed: {allowed}")
    return options, questions


_DATED = (ColumnType.DATE, ColumnType.TIMESTAMP)
_NUMERIC = (ColumnType.INTEGER, ColumnType.DECIMAL, ColumnType.AMOUNT, ColumnType.SCORE)


def _is_of_three(seen: Profile) -> bool:
    """Whether the words are the middle ones of five alone: then they are a scale of three, as the call-back sheet's."""
    meant = {synonyms.load().ratings.get(word.casefold()) for word in seen.words}
    return bool(meant) and meant <= {2, 3, 4}


def _values(known: Column, seen: Profile) -> tuple[str, list[str]]:
    """(`word: code` of the words whose meaning is known, the words whose is not)."""
    less = 1 if known.type is ColumnType.SCORE and _is_of_three(seen) else 0
    ratings = {word: meant - less for word, meant in synonyms.load().ratings.items()}
    found, unknown = list[str](), list[str]()
    for word in seen.words:
        if known.type is ColumnType.SCORE and number_of(word) is None:
            meant: object = ratings.get(word.casefold())
        elif known.type is ColumnType.CODE and word not in known.values:
            meant = known.value_aliases.get(word) or (word.casefold() if word.casefold() in known.values else None)
        else:
            continue
        if meant is None:
            unknown.append(word)
        elif word not in known.value_aliases:
            found.append(f"{quoted(word)}: {quoted(str(meant))}")
    return ", ".join(found), unknown


def _lacking(proposal: Proposal) -> Iterator[str]:
    """The needed columns that no header looks like; a key may be made of what tells the rows apart."""
    found = {match.column: match.header for match in proposal.matches}
    for column in proposal.lacking:
        description = proposal.contract.columns[column].description.rstrip(".")
        facts = [found[fact] for fact in (proposal.contract.row_date, *_WHO) if fact in found]
        if column in proposal.contract.key and len(facts) > 1:
            question = "no header looks like it; do these tell rows apart?"
            yield f"  {CONFIRM} {column}: {{digest: {_list(facts)}}}  # {question}"
        else:
            yield f"  {CONFIRM} {column}: needed ({description}), and no header looks like it: name one"


_WHO = ("account_id", "contact_id", "collector_id", "person_id", "order_id", "product_id")


def _items(proposal: Proposal) -> Iterator[str]:
    asked = _questions(proposal)
    if asked:
        yield f"{CONFIRM} items:"
    for number, header in enumerate(asked, 1):
        seen = proposal.profiles[header]
        yield f"#   q{number}: {quoted(header)}  # values seen: {seen.low:g} to {seen.high:g}; give it a `scale`"


def _questions(proposal: Proposal) -> list[str]:
    """Questions of a wide questionnaire: numbered headers above small whole numbers."""
    if not proposal.contract.takes_items:
        return []
    return [header for header in proposal.unused if _QUESTION.match(header) and _is_small(proposal.profiles[header])]


def _is_small(seen: Profile) -> bool:
    return (
        seen.kind is Kind.INTEGER
        and seen.low is not None
        and seen.high is not None
        and 0 <= seen.low <= seen.high <= 11
    )


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"
