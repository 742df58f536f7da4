"""The names of a file's columns, found as a person would find them.

Belongs here: a name finds its column exactly, else when it differs only in width, case or white space.
Elsewhere: how a header is read (readers), which names are looked for (mapping, contract).
"""

import unicodedata
from collections.abc import Iterable, Sequence


def fold(text: str) -> str:
    """A name without what an export changes by accident: width (NFKC), case, white space, invisible signs."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c for c in plain if unicodedata.category(c) != "Cf").split())


class Header:
    """The columns of one file, in order."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        self._exact = {name: place for place, name in reversed(list(enumerate(names)))}
        self._folded: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            self._folded.setdefault(fold(name), []).append(place)

    def find(self, *wanted: str) -> int | None:
        """The place of the first of these names that the file has; None when it has none of them.

        A name that only folds to a column's finds it when no second column folds to the same.
        """
        for name in wanted:
            if name in self._exact:
                return self._exact[name]
            places = self._folded.get(fold(name), [])
            if len(places) == 1:
                return places[0]
        return None

    def lacks(self, wanted: Iterable[str | Sequence[str]]) -> list[str]:
        """Those of the names that find no column; a name may come with other spellings of it."""
        each = [(name,) if isinstance(name, str) else tuple(name) for name in wanted]
        return [" or ".join(names) for names in each if self.find(*names) is None]
