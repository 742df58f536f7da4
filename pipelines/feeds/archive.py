"""The bytes as they were received: hashed, counted and copied once, read-only.

Belongs here: one pass over a file that yields its SHA-256, its counts of line ends, and its copy in the archive.
Elsewhere: what the bytes mean (preflight, readers).
"""

import codecs
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipelines.feeds.problem import refuse

CHUNK = 1 << 20


@dataclass(frozen=True)
class TextFacts:
    """What the bytes say of their lines, counted without knowing fields or quotes.

    `lines` counts every line end (LF, CRLF, lone CR) and a last line without one.
    `not_utf8_line` is the line of the first byte that is not UTF-8, or None. `has_long_line` says that a line may be
    longer than a megabyte.
    """

    lines: int
    lf: int
    crlf: int
    cr: int
    nul: int
    not_utf8_line: int | None
    has_long_line: bool = False

    @property
    def mixed_line_ends(self) -> bool:
        """Whether more than one kind of line end occurs (perhaps within quotes)."""
        return (self.lf > 0) + (self.crlf > 0) + (self.cr > 0) > 1


@dataclass(frozen=True)
class Received:
    """One file in the archive."""

    path: Path
    sha256: str
    size: int
    facts: TextFacts


class LineCounter:
    """Counts line ends, NUL bytes and breaks of UTF-8 over consecutive chunks of bytes."""

    def __init__(self) -> None:
        self._newlines = self._returns = self._crlf = self._nul = self._size = 0
        self._last = b""
        self._broken: int | None = None
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._plain = True
        self._has_long_line = False

    def add(self, chunk: bytes) -> None:
        """Count one more chunk."""
        if self._broken is None and not (self._plain and chunk.isascii()):
            self._decode(chunk)
        newlines, returns = chunk.count(b"\n"), chunk.count(b"\r")
        self._newlines += newlines
        self._has_long_line = self._has_long_line or (len(chunk) == CHUNK and not newlines and not returns)
        if returns or self._last == b"\r":
            self._returns += returns
            self._crlf += chunk.count(b"\r\n") + (self._last == b"\r" and chunk[:1] == b"\n")
        self._nul += chunk.count(b"\0")
        self._last = chunk[-1:]
        self._size += len(chunk)

    def _decode(self, chunk: bytes) -> None:
        try:
            self._decoder.decode(chunk)
            self._plain = not self._decoder.getstate()[0]
        except UnicodeDecodeError as error:
            before = chunk.count(b"\n", 0, max(0, error.start - len(self._decoder.getstate()[0])))
            self._broken = self._newlines + before + 1

    def facts(self) -> TextFacts:
        """The counts of all chunks."""
        if self._broken is None and self._decoder.getstate()[0]:
            self._broken = self._newlines + 1
        lf, cr = self._newlines - self._crlf, self._returns - self._crlf
        unfinished = self._size > 0 and self._last not in (b"\n", b"\r")
        lines = lf + cr + self._crlf + unfinished
        return TextFacts(lines, lf, self._crlf, cr, self._nul, self._broken, self._has_long_line)


def count_lines(chunks: Iterable[bytes]) -> TextFacts:
    """The facts of some bytes."""
    counter = LineCounter()
    for chunk in chunks:
        counter.add(chunk)
    return counter.facts()


def open_safely(path: Path) -> BinaryIO:
    """Open a file for reading, never through a symbolic link."""
    return open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")


def receive(source: Path, name: str, archive: Path, progress: Callable[[int], None] | None = None) -> Received:
    """Copy a file into the archive as `<sha[:2]>/<sha><suffix>`, read-only, in the same pass that hashes and counts.

    Raises RefusedFileError when it cannot be read or changes while it is read.
    """
    archive.mkdir(parents=True, exist_ok=True)
    part = archive / "receiving.part"  # one run at a time: what a killed one left is written over
    try:
        with open_safely(source) as file, open(part, "wb") as copy:
            before = os.fstat(file.fileno())
            digest, facts = _pass(_chunks(file, progress), copy)
            after = os.fstat(file.fileno())
            if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
                raise refuse(name, "changed while it was read", "the next run reads it again")
            copy.flush()
            os.fsync(copy.fileno())
        return Received(_keep(part, archive, digest, source.suffix.lower()), digest, before.st_size, facts)
    except OSError as error:
        raise refuse(name, f"cannot be read ({error.strerror})", "check the file's permissions") from None
    finally:
        part.unlink(missing_ok=True)


def inspect(source: Path, name: str) -> Received:
    """What `receive` would say of a file, without archiving it."""
    try:
        with open_safely(source) as file:
            digest, facts = _pass(_chunks(file, None), None)
            return Received(source, digest, os.fstat(file.fileno()).st_size, facts)
    except OSError as error:
        raise refuse(name, f"cannot be read ({error.strerror})", "check the file's name and permissions") from None


def small(source: Path, name: str, limit: int = CHUNK) -> bytes:
    """The bytes of a file that must not be large. Raises RefusedFileError when it is, or cannot be read."""
    try:
        with open_safely(source) as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise refuse(name, f"cannot be read ({error.strerror})", "check the file's permissions") from None
    if len(content) > limit:
        raise refuse(name, f"is larger than {limit:,} bytes", "give the totals alone")
    return content


def _pass(chunks: Iterator[bytes], copy: BinaryIO | None) -> tuple[str, TextFacts]:
    digest, counter = hashlib.sha256(), LineCounter()
    for chunk in chunks:
        digest.update(chunk)
        counter.add(chunk)
        if copy is not None:
            copy.write(chunk)
    return digest.hexdigest(), counter.facts()


def _chunks(file: BinaryIO, progress: Callable[[int], None] | None) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
        if progress is not None:
            progress(len(chunk))


def _keep(part: Path, archive: Path, digest: str, suffix: str) -> Path:
    """Give the copy its name; a copy that is there already stays."""
    safe = suffix if suffix.isascii() and suffix[1:].isalnum() and len(suffix) <= 12 else ""
    folder = archive / digest[:2]
    kept = next(iter(sorted(folder.glob(f"{digest}*"))), None) if folder.exists() else None
    if kept is not None:
        return kept
    folder.mkdir(exist_ok=True)
    os.chmod(part, 0o440)
    os.rename(part, folder / f"{digest}{safe}")
    sync(folder)
    return folder / f"{digest}{safe}"


def sync(path: Path) -> None:
    """Make a file, or the names of a folder, outlive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
