"""What sort of file was sent, told by its content; what is no plain table is refused."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

MAX_BYTES = 64 * 2**20
MAX_UNPACKED = 2 * 2**30
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_HEAD_BYTES = 8192
_TEXT_CONTROLS = frozenset(range(32)) - {9, 10, 13, 26}


class FileKind(StrEnum):
    """A file that can be read."""

    XLSX = "xlsx"
    CSV = "csv"


class Refusal(StrEnum):
    """Why a file cannot be read."""

    EMPTY = "kosong"
    TOO_LARGE = "terlalu_besar"
    PASSWORD = "berkata_sandi"  # noqa: S105 (the name of a reason)
    OLD_EXCEL = "xls_lama"
    MACRO = "makro"
    BROKEN = "rusak"
    NOT_A_TABLE = "bukan_tabel"
    NO_HEADER = "tanpa_judul"
    NO_ROWS = "tanpa_baris"
    TOO_WIDE = "terlalu_berat"


class RefusedFileError(Exception):
    """The file cannot be read; the parent process turns the reason into words."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


def file_kind(path: Path) -> FileKind:
    """Return what sort of table the file is. Raises RefusedFileError with the reason."""
    size = path.stat().st_size
    if size == 0:
        raise RefusedFileError(Refusal.EMPTY)
    if size > MAX_BYTES:
        raise RefusedFileError(Refusal.TOO_LARGE)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(_OLE2):
        raise RefusedFileError(_ole2_reason(path))
    if head.startswith(b"PK"):
        _check_workbook(path)
        return FileKind.XLSX
    _check_text(head)
    return FileKind.CSV


def _ole2_reason(path: Path) -> Refusal:
    """Tell an encrypted new workbook from an old one: the stream's name stands in the directory."""
    names = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in names:
        return Refusal.PASSWORD
    return Refusal.OLD_EXCEL if "Workbook".encode("utf-16-le") in names else Refusal.NOT_A_TABLE


def _check_workbook(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_parts({part.filename for part in parts})
            if any(part.flag_bits & _ENCRYPTED for part in parts):
                raise RefusedFileError(Refusal.PASSWORD)
            if sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise RefusedFileError(Refusal.TOO_WIDE)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise RefusedFileError(Refusal.BROKEN) from error


def _check_parts(names: set[str]) -> None:
    if "xl/vbaProject.bin" in names:
        raise RefusedFileError(Refusal.MACRO)
    if "xl/workbook.xml" not in names or not any(
        name.startswith("xl/worksheets/") for name in names
    ):
        raise RefusedFileError(Refusal.NOT_A_TABLE)


def _check_text(head: bytes) -> None:
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise RefusedFileError(Refusal.EMPTY)
    if any(byte in _TEXT_CONTROLS for byte in head) or head.startswith((b"%PDF", b"<", b"{\\rtf")):
        raise RefusedFileError(Refusal.NOT_A_TABLE)
