"""Keyed pseudonyms of persons, and keyed hashes of what they wrote.

Belongs here: the key file, and HMAC-SHA256 as SQL whose key is a variable of one connection, never text of a query.
Elsewhere: which columns are personal (contract); where pseudonyms replace identifiers (raw_views).

Pseudonymised is not anonymous: who holds the key can find a person again, and must.
"""

import os
import secrets
from collections.abc import Container
from pathlib import Path

from pipelines.feeds.contract import Contract, Personal
from pipelines.warehouse.connect import Connection, name, quote
from pipelines.workspace import Workspace

KEY_FILE = "pseudonym.key"
KIND: dict[Personal, str] = {Personal.STAFF: "person", Personal.RESPONDENT: "contact", Personal.ACCOUNT: "account"}
_BLOCK = 64


def key_of(workspace: Workspace) -> bytes:
    """The secret key of the workspace (32 bytes); made on first use, readable by its owner alone."""
    file = workspace.keys / KEY_FILE
    if not file.exists():
        workspace.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        _create(file)
    return bytes.fromhex(file.read_text(encoding="ascii").strip())


def _create(file: Path) -> None:
    """Write the key beside its place and link it there, so that two first runs agree on one key."""
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_hex(32) + "\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(part, file)
    except FileExistsError:
        pass
    finally:
        part.unlink()


def use_key(connection: Connection, key: bytes) -> None:
    """Give a connection the two padded forms of the key that HMAC needs."""
    padded = key.ljust(_BLOCK, b"\0")
    connection.execute("set variable hmac_inner = ?", [bytes(byte ^ 0x36 for byte in padded)])
    connection.execute("set variable hmac_outer = ?", [bytes(byte ^ 0x5C for byte in padded)])


def hmac_sql(text: str) -> str:
    """SQL of the first 128 bits of HMAC-SHA256, as 32 hex digits; null for null."""
    inner = f"unhex(sha256(getvariable('hmac_inner') || encode({text})))"
    return f"left(sha256(getvariable('hmac_outer') || {inner}), 32)"


def text_hash_sql(text: str) -> str:
    """SQL of a keyed hash of a text, as 32 hex digits; null for null.

    One pass of SHA-256 with the padded key before the text, cut to half: a third of the time of HMAC over comments, and
    what makes a bare key prefix weak (extending a known hash) needs the half that is not shown.
    """
    return f"left(sha256(getvariable('hmac_inner') || encode({text})), 32)"


def remark_hash_sql(text: str) -> str:
    """SQL of a keyed hash of what somebody wrote, whatever its case, spaces and punctuation; null for nothing."""
    return text_hash_sql(f"nullif(lower(regexp_replace({text}, '[^\\pL\\pN]+', '', 'g')), '')")


def address_hash_sql(text: str) -> str:
    """SQL of a keyed hash of a mail address or telephone number, the same however it is written; null for null.

    Letters of an address lose their case, a number all but its digits and its leading zeros.
    """
    digits = f"nullif(ltrim(regexp_replace({text}, '[^0-9]', '', 'g'), '0'), '')"
    plain = f"lower(trim({text}))"
    return text_hash_sql(f"case when contains({text}, '@') then {plain} else coalesce({digits}, {plain}) end")


def digest_sql(parts: list[str]) -> str:
    """SQL of an identifier made of a row's own facts: the same for the same facts, and telling none of them."""
    return text_hash_sql(" || chr(31) || ".join(f"coalesce(cast({part} as varchar), '')" for part in parts))


def person_columns(contract: Contract, stored: Container[str], *, accounts_are_persons: bool) -> list[tuple[str, str]]:
    """(kind of person, column) of each column that holds identifiers of persons and is stored."""
    kinds = [kind for kind in KIND if kind is not Personal.ACCOUNT or accounts_are_persons]
    return [(KIND[kind], column) for kind in kinds for column in contract.of_class(kind) if column in stored]


def write(connection: Connection, columns: list[tuple[str, str]], raw: Path, target: Path) -> None:
    """Write the pseudonyms of every person in the loaded rows of a raw file.

    Columns: person_kind, identifier, pseudonym.
    """
    source = f"read_parquet([{quote(str(raw))}])"
    each = [f"select distinct {quote(kind)} as person_kind, {name(column)} as identifier from {source} "
            f"where _rule is null and {name(column)} is not null" for kind, column in columns]  # fmt: skip
    query = f"select *, {hmac_sql('identifier')} as pseudonym from ({' union '.join(each)}) order by all"
    connection.execute(f"copy ({query}) to {quote(str(target))} (format parquet, compression zstd)")
