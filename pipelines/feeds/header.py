"""The names of a file's columns, found as a person would find them.

Belongs here: a name finds its column exactly, else when it differs only in width, case or white space; names that
several columns bear.
Elsewhere: how a header is read (readers), which names are looked for (mapping, contract).
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence


def fold(text: str) -> str:
    """A name without what an export changes by accident: width (NFKC), case, white space, invisible signs."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c for c in plain if unicodedata.category(c) != "Cf").split())


def each_once(texts: Iterable[str]) -> tuple[list[str], dict[str, int]]:
    """The names with a number behind each repetition (`x`, `x (2)`), and how often each repeated one is there."""
    names: list[str] = []
    count: dict[str, int] = {}
    for text in texts:
        count[text] = count.get(text, 0) + 1
        names.append(text if count[text] == 1 or not text else nth(text, count[text]))
    return names, {text: n for text, n in count.items() if n > 1 and text}


def nth(name: str, number: int) -> str:
    """How a mapping names one of several columns of the same name."""
    return f"{name} ({number})"


class Header:
    """The columns of one file, in order; `repeated` says how often a name is there that several columns bear."""

    def __init__(self, names: Sequence[str], repeated: Mapping[str, int] | None = None) -> None:
        self.names = list(names)
        self.repeated = dict(repeated or {})
        self._exact = {name: place for place, name in reversed(list(enumerate(names)))}
        self._exact = {nth(name, 1): self._exact[name] for name in self.repeated} | self._exact
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

    def meant(self, *wanted: str) -> list[str]:
        """The columns that these names may mean: several when the one that is found is repeated, or when none is found
        and two differ only in width, case or white space."""
        place = self.find(*wanted)
        if place is None:
            folded = (self._folded.get(fold(name), []) for name in wanted)
            return [self.names[place] for place in next(filter(None, folded), [])]
        name = self.names[place]
        if nth(name, 1) in wanted:
            return [name]
        return [name, *(nth(name, number) for number in range(2, self.repeated.get(name, 1) + 1))]

    def lacks(self, wanted: Iterable[str | Sequence[str]]) -> list[str]:
        """Those of the names that find no column; a name may come with other spellings of it."""
        each = [(name,) if isinstance(name, str) else tuple(name) for name in wanted]
        return [" or ".join(names) for names in each if self.find(*names) is None]
