"""Reading uploaded PDFs in a child process: what is read, what is refused, within its limits."""

from __future__ import annotations

import io
import sys
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from netral.gateways import pdf_text
from netral.gateways.pdf_text import ChildPdfReader, PdfRefusedError, PdfText
from netral.papers.services import Clause, Letter, Letterhead, Signer, letter_pdf

AT = datetime(2024, 9, 12, 9, 0, tzinfo=UTC)


def letter() -> bytes:
    """Return a letter of ours with two clauses."""
    return letter_pdf(
        Letter(
            head=Letterhead("Kabupaten Batang Hari"),
            title="Surat edaran",
            number="800/1/SE/2024",
            about="Netralitas ASN",
            place_and_day="12 September 2024",
            to=("Seluruh ASN",),
            opening=("Dalam rangka menjaga netralitas.",),
            clauses=(Clause(("Jangan ikut kampanye.",)), Clause(("Jangan memakai mobil dinas.",))),
            closing=("Demikian.",),
            signer=Signer("Bupati", "Nama Contoh"),
        ),
        at=AT,
    )


def locked(*, user: str) -> bytes:
    """Return the letter locked for its owner, and for its reader where a pass word is given."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(letter())) as file:
        file.save(target, encryption=pikepdf.Encryption(owner="rahasia", user=user))
    return target.getvalue()


def blank(pages: int) -> pikepdf.Pdf:
    file = pikepdf.new()
    for _ in range(pages):
        file.add_blank_page()
    return file


def saved(file: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def read(content: bytes, *, most_pages: int = 60) -> PdfText:
    return ChildPdfReader().read(content, most_pages=most_pages)


def test_the_lines_of_a_letter_are_read_in_their_order() -> None:
    found = read(letter())
    lines = [line.strip() for line in found.lines[0]]
    assert (found.pages, found.active, found.has_text) == (1, (), True)
    assert "SURAT EDARAN" in lines
    assert lines.index("1. Jangan ikut kampanye.") < lines.index("2. Jangan memakai mobil dinas.")


def test_a_letter_locked_for_its_owner_alone_is_read_and_one_with_a_pass_word_is_not() -> None:
    assert read(locked(user="")).has_text
    with pytest.raises(PdfRefusedError, match="locked"):
        read(locked(user="rahasia"))


def test_pages_without_letters_are_read_as_having_none() -> None:
    found = read(saved(blank(2)))
    assert (found.pages, found.has_text) == (2, False)


def test_of_a_book_the_pages_are_counted_and_none_is_read() -> None:
    found = read(saved(blank(400)))
    assert (found.pages, found.lines) == (400, ())


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", letter()[:400], b"bukan pdf" * 99])
def test_a_broken_file_is_refused(content: bytes) -> None:
    with pytest.raises(PdfRefusedError, match="broken"):
        read(content)


def test_scripts_and_files_within_are_told() -> None:
    script = blank(1)
    script.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
    )
    script.Root.Held = script.make_indirect(script.Root.OpenAction)
    within = blank(1)
    within.attachments["catatan.txt"] = b"isi"
    assert "/JavaScript" in read(saved(script)).active
    assert "/EmbeddedFiles" in read(saved(within)).active


def test_a_script_directly_in_a_page_is_told_too() -> None:
    file = blank(1)
    file.pages[0].AA = pikepdf.Dictionary(
        O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    )
    assert "/JavaScript" in read(saved(file)).active


def test_a_bomb_of_a_few_kilobytes_is_refused_within_the_limits() -> None:
    file = blank(1)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(300)) + packer.flush()
    stream = pikepdf.Stream(file, b"")
    stream.write(packed, filter=pikepdf.Name.FlateDecode)
    file.pages[0].Contents = file.make_indirect(stream)
    content = saved(file)
    assert len(content) < 400_000
    with pytest.raises(PdfRefusedError):
        read(content)


def test_a_child_that_does_not_end_or_says_nothing_is_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    child = tmp_path / "child.py"
    monkeypatch.setattr(pdf_text, "CHILD", (sys.executable, str(child)))
    monkeypatch.setattr(pdf_text, "PATIENCE", 1)
    for script in ("while True: pass", "print('bukan json')", "raise SystemExit(9)"):
        child.write_text(script)
        with pytest.raises(PdfRefusedError, match="heavy"):
            read(letter())


def test_the_child_gets_none_of_our_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    child = tmp_path / "child.py"
    child.write_text(
        "import json, os\n"
        "print(json.dumps({'why': '', 'pages': 1, 'active': [], 'lines': [list(os.environ)]}))"
    )
    monkeypatch.setattr(pdf_text, "CHILD", (sys.executable, str(child)))
    monkeypatch.setenv("NETRAL_DATABASE", "postgresql://rahasia")
    assert "NETRAL_DATABASE" not in read(letter()).lines[0]
