"""``./netral law``: check, copy, compare and ask the law data; needs no Django."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from netral.core import law
from netral.core.kinds.errors import NetralError, WrongInputError
from netral.core.kinds.months import day_words
from netral.core.law.book import data_files
from netral.core.law.comparing import (
    AnswerChange,
    RecordChange,
    compare_answers,
    compare_records,
    question_words,
)
from netral.core.law.questions import usual_questions

SAME, WRONG, DIFFERS = 0, 1, 3
SHOWN = 5
_QUESTION = ("act", "status", "post", "region", "on")


def main(arguments: list[str]) -> int:
    """Run one of the commands; 1 when data is wrong, 3 when two laws differ."""
    chosen = _parser().parse_args(arguments)
    run: Callable[[Namespace], int] = chosen.run
    try:
        return run(chosen)
    except (NetralError, OSError) as error:
        print(error, file=sys.stderr)
        return WRONG


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="netral law", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="PERINTAH")
    one = commands.add_parser("check", help="periksa folder data hukum: berkas, baris, catatan")
    one.add_argument("folder", nargs="?", type=Path, help="folder TOML (bawaan: data rilis ini)")
    one.set_defaults(run=_check)
    one = commands.add_parser("copy", help="tulis data hukum rilis ini ke sebuah folder")
    one.add_argument("folder", type=Path)
    one.set_defaults(run=_copy)
    one = commands.add_parser("compare", help="apa yang berubah antara dua data hukum")
    one.add_argument("old", type=Path, help="folder lama; '-' untuk data rilis ini")
    one.add_argument("new", nargs="?", type=Path, help="folder baru (tanpa ini: OLD adalah baru)")
    one.add_argument("--inputs", type=Path, help="pertanyaan, satu objek JSON tiap baris")
    one.add_argument("--json", action="store_true", help="satu objek JSON")
    one.set_defaults(run=_compare)
    one = commands.add_parser("answer", help="satu pertanyaan hukum, satu jawaban dengan alasannya")
    how = one.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="jawaban sebagai satu objek JSON")
    how.add_argument("--jsonl", action="store_true", help="pertanyaan pada masukan, satu per baris")
    one.add_argument("--law", type=Path, help="folder data hukum lain")
    for name in _QUESTION:
        one.add_argument(f"--{name}", default="")
    one.add_argument("--fact", action="append", default=[], help="misalnya keaktifan:pasif")
    one.set_defaults(run=_answer)
    return parser


def files_in(folder: Path) -> dict[str, bytes]:
    """Read the TOML files of a folder; raise WrongInputError when it has none."""
    found = {path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))}
    if not found:
        raise WrongInputError(f"Folder {folder} tidak berisi berkas .toml.")
    return found


def book_in(folder: Path | None) -> law.Book:
    """Open the law of a folder; without one, or for ``-``, that of this release."""
    if folder is None or str(folder) == "-":
        return law.the_book()
    return law.Book(law.load(files_in(folder)))


def _check(chosen: Namespace) -> int:
    files = files_in(chosen.folder) if chosen.folder else data_files()
    wrong = law.problems(files)
    if wrong:
        print(f"Data hukum ini belum bisa dipakai. {len(wrong)} hal perlu diperbaiki:")
        print("\n".join(f"  {number}. {text}" for number, text in enumerate(wrong, 1)))
        return WRONG
    found = law.load(files)
    unsure = [act.code for act in found.acts if not act.standing.confirmed]
    undated = [item.short for item in found.instruments if not item.standing.date_confirmed]
    print(
        f"Data hukum ini bisa dipakai: {len(found.instruments)} peraturan, "
        f"{len({act.code for act in found.acts})} perbuatan dalam {len(found.acts)} catatan, "
        f"{len(found.clocks)} batas waktu, {len(found.groups)} kelompok.\n"
        f"Versi: {found.version}\n"
        f"Belum terkonfirmasi: {', '.join(unsure) or 'tidak ada'}.\n"
        f"Hari pertama belum terkonfirmasi: {', '.join(undated) or 'tidak ada'}."
    )
    return SAME


def _copy(chosen: Namespace) -> int:
    folder: Path = chosen.folder
    if folder.exists() and any(folder.iterdir()):
        raise WrongInputError(f"Folder {folder} tidak kosong. Pilih folder baru.")
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in data_files().items():
        (folder / name).write_bytes(body)
    print(
        f"Data hukum tertulis di {folder}. Ubah berkasnya, lalu jalankan:\n"
        f"  ./netral law check {folder}\n  ./netral law compare {folder}"
    )
    return SAME


def _compare(chosen: Namespace) -> int:
    old = book_in(chosen.old) if chosen.new else law.the_book()
    new = book_in(chosen.new or chosen.old)
    records = compare_records(old.law, new.law)
    is_same_data = old.version == new.version
    asked: Iterable[law.Question] = ()
    if chosen.inputs:
        asked = questions_in(chosen.inputs)
    elif not is_same_data:
        asked = usual_questions(old, new)
    counted = list(asked)
    answers = compare_answers(old, new, counted)
    if chosen.json:
        _say(_compared(old, new, records, answers) | {"questions": len(counted)})
    else:
        print("\n".join(_told(records, answers, len(counted))))
    return DIFFERS if records or answers else SAME


def questions_in(path: Path) -> list[law.Question]:
    """Read questions, one object a line; raise WrongInputError naming the line."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                found.append(law.Question.of(json.loads(line)))
            except (ValueError, WrongInputError) as error:
                raise WrongInputError(f"{path.name}, baris {number}: {error}") from error
    return found


def _told(
    records: tuple[RecordChange, ...], answers: tuple[AnswerChange, ...], asked: int
) -> Iterator[str]:
    if not records and not answers:
        yield "Tidak ada yang berubah."
        return
    counted = Counter(change.what for change in records)
    told = ", ".join(f"{number} {what}" for what, number in counted.items()) or "tidak ada"
    yield f"Catatan: {told}."
    for change in records:
        yield from (f"  - {sentence}" for sentence in change.sentences)
    changed = sum(len(change.questions) for change in answers)
    yield ""
    yield f"Jawaban: {changed} dari {asked} pertanyaan dijawab lain."
    for item in answers:
        yield from _change_told(item)


def _change_told(change: AnswerChange) -> Iterator[str]:
    codes = Counter(question.act for question in change.questions)
    acts = ", ".join(f"{code} ({number})" for code, number in codes.items())
    days = sorted(question.on for question in change.questions)
    first, last = day_words(days[0])[0], day_words(days[-1])[0]
    when = f"hari {first}" if first == last else f"hari {first} sampai {last}"
    yield f"\n  {len(change.questions)} jawaban, {acts}, {when}:"
    yield from (f"    {part.sentence}" for part in change.parts)
    shown = change.questions[:: max(1, len(change.questions) // SHOWN)][:SHOWN]
    yield "    Misalnya:"
    yield from (f"      {question_words(question)}" for question in shown)


def _compared(
    old: law.Book,
    new: law.Book,
    records: tuple[RecordChange, ...],
    answers: tuple[AnswerChange, ...],
) -> dict[str, Any]:
    return {
        "old": old.version,
        "new": new.version,
        "records": [
            {"kind": c.kind, "name": c.name, "what": c.what, "sentences": list(c.sentences)}
            for c in records
        ],
        "answers": [
            {
                "changes": [
                    {"what": p.label, "gone": p.gone, "come": p.come, "sentence": p.sentence}
                    for p in c.parts
                ],
                "count": len(c.questions),
                "questions": [json.loads(question.to_json()) for question in c.questions],
            }
            for c in answers
        ],
    }


def _answer(chosen: Namespace) -> int:
    book = book_in(chosen.law)
    if chosen.jsonl:
        told = [_line(line, book) for line in sys.stdin if line.strip()]
        return SAME if all(told) else WRONG
    plain: object = {name: getattr(chosen, name) for name in _QUESTION} | {"facts": chosen.fact}
    if not chosen.act:
        try:
            plain = json.loads(sys.stdin.read())
        except ValueError as error:
            raise WrongInputError("Masukan ini bukan objek JSON yang sah.") from error
    found = law.answer_to(law.Question.of(plain), book)
    if chosen.json or not chosen.act:
        _say(found.to_dict())
    else:
        print("\n".join(_reasons(found.reason, 0)))
    return SAME


def _line(line: str, book: law.Book) -> bool:
    """Answer one line; what cannot be answered is told as its error, and the rest goes on."""
    asked: Any = None
    try:
        asked = json.loads(line)
        found: dict[str, Any] = law.answer_to(law.Question.of(asked), book).to_dict()
    except ValueError:
        found = {"error": "Baris ini bukan JSON yang sah."}
    except WrongInputError as error:
        found = {"error": str(error)}
    _say({"id": asked.get("id") if isinstance(asked, dict) else None, **found})
    return "error" not in found


def _reasons(reason: law.Reason, depth: int) -> Iterator[str]:
    cited = f" [{'; '.join(reason.cites)}]" if reason.cites else ""
    yield f"{'  ' * depth}{reason.text_id}{cited}"
    for below in reason.because:
        yield from _reasons(below, depth + 1)


def _say(plain: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(plain, ensure_ascii=False, sort_keys=True) + "\n")
