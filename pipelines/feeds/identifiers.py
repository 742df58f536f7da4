"""One identifier, written in several ways: what is left when the ways of writing are taken off.

Belongs here: the normal form of an identifier or a name, and what a spreadsheet does to a code.
Elsewhere: whose identifier it is (accounts, names), how alike two of them are (proposals).
"""

import re
import unicodedata
from dataclasses import dataclass

_SCIENTIFIC = re.compile(r"([+-]?)([0-9])(?:[.,]([0-9]+))?[eE]\+([0-9]{1,3})\Z", re.ASCII)
_WHOLE = re.compile(r"([0-9]+)[.]0+\Z", re.ASCII)
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])-+(?=[0-9])")
MAX_DIGITS = 60


@dataclass(frozen=True)
class Rounded:
    """A code that a spreadsheet shows as 1.23457E+11: its first digits, and how many it has."""

    digits: str
    length: int

    @property
    def is_exact(self) -> bool:
        """Whether no digit is lost."""
        return len(self.digits) >= self.length

    def may_be(self, code: str) -> bool:
        """Whether a code of digits looks like this after rounding."""
        if not (code.isascii() and code.isdigit() and len(code) == self.length):
            return False
        unit = 10 ** (self.length - len(self.digits))
        return abs(int(self.digits) * unit - int(code)) * 2 <= unit


def scientific(text: str) -> Rounded | None:
    """The number in a spreadsheet's scientific notation; None for all else, such as the code 12E5."""
    found = _SCIENTIFIC.match(unicodedata.normalize("NFKC", text).strip())
    if found is None or found[1] == "-" or int(found[4]) >= MAX_DIGITS:
        return None
    digits, length = found[2] + (found[3] or ""), int(found[4]) + 1
    return None if digits[length:].strip("0") else Rounded(digits[:length], length)


def normal(text: str) -> str:
    """The normal form: width and case (NFKC, casefold), without punctuation, white space and leading zeros of a number.

    A mark between two digits stays, as `-`: 10-1 and 101 are two codes. A number that a spreadsheet wrote in scientific
    notation is written out when no digit is lost, and stays as it is when one is. Empty when nothing is left.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    number = scientific(plain)
    if number is not None and not number.is_exact:
        return plain.casefold()
    if number is not None:
        plain = number.digits
    elif whole := _WHOLE.match(plain):
        plain = whole[1]
    letters = "".join(map(_kept, plain.casefold()))
    joined = _BETWEEN_DIGITS.sub("\0", letters).replace("-", "").replace("\0", "-")
    return joined.lstrip("0") or "0" if joined.isascii() and joined.isdigit() else joined


def _kept(sign: str) -> str:
    """A sign as it counts: letters, digits and symbols themselves, punctuation as `-`, white space not at all."""
    kind = unicodedata.category(sign)[0]
    return "-" if kind == "P" else "" if kind in "ZC" else sign
