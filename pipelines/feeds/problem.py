"""What can be wrong with a file or a row, in a data engineer's words.

Belongs here: the rules that refuse a row, and the text of a problem.
Elsewhere: where they are found (preflight, readers, conform).
"""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """Why a record is not loaded; the values are stored beside the row and in quarantine."""

    IGNORED = "ignored"
    RAGGED_ROW = "ragged_row"
    TEXT_AFTER_QUOTE = "text_after_quote"
    UNCLOSED_QUOTE = "unclosed_quote"
    FIELD_TOO_LONG = "field_too_long"
    NOT_A_JSON_OBJECT = "not_a_json_object"
    NOT_UNICODE = "not_unicode"
    NUL_BYTE = "nul_byte"
    MISSING_KEY = "missing_key"
    MISSING_ROW_DATE = "missing_row_date"
    NOT_A_NUMBER = "not_a_number"
    TOO_MANY_DECIMALS = "too_many_decimals"
    AMBIGUOUS_DATE = "ambiguous_date"
    NOT_A_DATE = "not_a_date"
    NOT_A_TIME = "not_a_time"
    NOT_A_BOOLEAN = "not_a_boolean"
    NOT_A_CURRENCY = "not_a_currency"
    NOT_A_PERIOD = "not_a_period"
    NO_SUCH_LOCAL_TIME = "no_such_local_time"
    LOCAL_TIME_TWICE = "local_time_twice"
    UNKNOWN_ZONE = "unknown_zone"
    UNKNOWN_CODE = "unknown_code"
    BELOW_MINIMUM = "below_minimum"
    ABOVE_MAXIMUM = "above_maximum"
    SEVERAL_IDENTIFIERS = "several_identifiers"
    OUTSIDE_SCALE = "outside_scale"
    IN_THE_FUTURE = "in_the_future"


NEXT_STEP: dict[Rule, str] = {
    Rule.RAGGED_ROW: "the record has more or fewer fields than the header; correct it at its source",
    Rule.TEXT_AFTER_QUOTE: "quotes inside a quoted field must be doubled; correct the export",
    Rule.UNCLOSED_QUOTE: "a quote is opened and never closed; correct the export",
    Rule.FIELD_TOO_LONG: "a field is longer than any honest one; look for an unclosed quote",
    Rule.NOT_A_JSON_OBJECT: "each line of a JSONL file must be one object",
    Rule.NOT_UNICODE: "the text holds half a character; export it again",
    Rule.NUL_BYTE: "the file holds NUL bytes; export it again",
    Rule.MISSING_KEY: "a row without its key cannot be told from others; supply the key",
    Rule.MISSING_ROW_DATE: "a row without its date belongs to no period; supply the date",
    Rule.NOT_A_NUMBER: "state `decimal`, `thousands`, `symbols`, `negatives`, `percent`, `values` or `missing` in the "
    "mapping, or correct the value",
    Rule.TOO_MANY_DECIMALS: "round the value at its source",
    Rule.AMBIGUOUS_DATE: "the text can be read as two different days: state the one right format in `formats`",
    Rule.NOT_A_DATE: "state the `formats` of the dates in the mapping, or correct the value",
    Rule.NOT_A_TIME: "state the `formats` of the times in the mapping, or correct the value",
    Rule.NOT_A_BOOLEAN: "map its `values` to true and false",
    Rule.NOT_A_CURRENCY: "give the three capital letters of ISO 4217",
    Rule.NOT_A_PERIOD: "write 2024, 2024-Q3 or 2024-09",
    Rule.NO_SUCH_LOCAL_TIME: "the clocks skipped this time; export with a zone, or state the right `time_zone`",
    Rule.LOCAL_TIME_TWICE: "the clocks showed this time twice; export with a zone, or state the right `time_zone`",
    Rule.UNKNOWN_ZONE: "the zone beside the time is neither an IANA name nor one of Windows; ask the source for UTC "
    '(Microsoft Graph: the header `Prefer: outlook.timezone="UTC"`)',
    Rule.UNKNOWN_CODE: "map its `values` to the contract's codes",
    Rule.BELOW_MINIMUM: "correct the value at its source",
    Rule.ABOVE_MAXIMUM: "correct the value at its source; a share goes from 0 to 1: write 0.96, or 96% with its sign",
    Rule.SEVERAL_IDENTIFIERS: "the cell names several persons and the column holds one: name the one who led the visit "
    "in the export or by a mapping (`person_id: {expression: \"before(person_ids, ';')\"}`); two are never made one",
    Rule.OUTSIDE_SCALE: "state the right `scale` in the mapping, or correct the value",
    Rule.IN_THE_FUTURE: "the value lies after the receipt of the file; correct the clock, the zone or the value",
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where, what, and what to do next. `row` is the spreadsheet's row number."""

    file: str
    what: str
    next_step: str = ""
    row: int | None = None
    column: str | None = None
    rule: Rule | None = None

    def __str__(self) -> str:
        place = [show(self.file)]
        place += [f"row {self.row}"] if self.row is not None else []
        place += [f"column {show(self.column)}"] if self.column is not None else []
        return ", ".join(place) + f": {self.what}" + (f"; next: {self.next_step}" if self.next_step else "")


class RefusedFileError(Exception):
    """A file that cannot be loaded as a whole; carries its Problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def refuse(file: str, what: str, next_step: str = "") -> RefusedFileError:
    """The exception for one unusable file."""
    return RefusedFileError(Problem(file, what, next_step))


def show(text: str, limit: int = 200) -> str:
    """Text from outside, safe on a terminal and in a log: no control, no direction characters, no line breaks."""
    safe = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[: limit + 1])
    return safe if len(text) <= limit else safe[:limit] + "…"
