"""The item bank: read from TOML, each item held against the law data before anyone sees it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from netral.core.flow.lesson.items import CHOICES, GENERAL_TOPICS, Choice, Item, Verdict, Words
from netral.core.law.indexed import Book
from netral.core.law.reading import LawDataError, Record, Spot
from netral.core.law.records import Act

ELECTION = "pilkada-2024"
"""The calendar by which the day of a scene has its stage."""
STATUSES = ("PNS", "CPNS", "PPPK", "HONORER", "PERANGKAT_DESA")
ALIKE = 0.8
"""Two scenes that share this part of their words are one scene told twice."""
VERDICTS = tuple(verdict.value for verdict in Verdict)


@dataclass(frozen=True, slots=True)
class Bank:
    """All items, and the version: a hash of their fingerprints."""

    version: str
    items: tuple[Item, ...]

    def for_acts(self, acts: Iterable[str]) -> tuple[Item, ...]:
        """Return the items about any of these acts; those of a general topic stand apart."""
        asked = set(acts)
        return tuple(
            item
            for item in self.items
            if item.topic not in GENERAL_TOPICS and asked.intersection(item.acts)
        )

    def of_topic(self, topic: str) -> tuple[Item, ...]:
        """Return the items of one topic."""
        return tuple(item for item in self.items if item.topic == topic)


def bank_load(files: Mapping[str, bytes], book: Book) -> Bank:
    """Read and check all files; raise LawDataError naming the file, the line and the item."""
    read = [pair for name in sorted(files) for pair in _read(name, files[name])]
    cited = citations(book)
    for record, item in read:
        for why in item_problems(item, book, cited):
            raise record.wrong(why)
    _refuse_twins(read)
    items = tuple(item for _record, item in read)
    digest = sha256("\n".join(sorted(item.fingerprint() for item in items)).encode())
    return Bank(digest.hexdigest(), items)


def citations(book: Book) -> frozenset[str]:
    """Return every citation of the law data: what is not among them cannot be a basis."""
    law = book.law
    standings = (
        *(act.standing for act in law.acts),
        *(group.standing for group in law.groups),
        *(instrument.standing for instrument in law.instruments),
    )
    return frozenset(
        (
            *(text for standing in standings for text in standing.citation),
            *(point.citation for point in law.pledge),
            *(election.citation for election in law.elections),
        )
    )


def item_problems(item: Item, book: Book, cited: frozenset[str]) -> Iterator[str]:
    """Yield what is wrong with an item, as sentences for who writes it."""
    yield from _wrong_choices(item)
    if not item.basis:
        yield "dasar hukumnya kosong. Sebutkan paling sedikit satu pasal."
    for basis in item.basis:
        if basis not in cited:
            yield f"dasar '{basis}' tidak ada dalam data hukum."
    yield from _wrong_disputes(item, book)
    stage = book.stage_on(ELECTION, item.on)
    if stage is None:
        yield f"hari {item.on.isoformat()} tidak punya tahap dalam kalender {ELECTION}."
        return
    acts = [(code, _act(code, item, book)) for code in item.acts]
    for code, act in acts:
        if act is None:
            yield f"perbuatan '{code}' tidak dikenal atau belum berlaku pada hari itu."
    yield from _wrong_verdict(item, [act for _code, act in acts if act], stage.stage)


def _wrong_choices(item: Item) -> Iterator[str]:
    texts = {_plain(choice.text.id) for choice in item.choices}
    if len(item.choices) != CHOICES or len(texts) != CHOICES:
        yield "perlu tepat tiga pilihan yang berbeda, satu yang tepat."
    if not all(choice.text.id.strip() and choice.why.id.strip() for choice in item.choices):
        yield "setiap pilihan perlu teks dan alasannya."
    if not item.scene.id.strip():
        yield "ceritanya kosong."
    if not item.acts:
        yield "tidak menyebut satu pun perbuatan dari data hukum."


def _wrong_disputes(item: Item, book: Book) -> Iterator[str]:
    for name in item.contested:
        dispute = next((each for each in book.law.contested if each.id == name), None)
        if dispute is None or not set(dispute.acts).intersection(item.acts):
            yield f"perdebatan '{name}' tidak dikenal, atau bukan tentang perbuatan ini."


def _act(code: str, item: Item, book: Book) -> Act | None:
    return next((act for act in book.acts_of_code(code) if act.standing.holds(item.on)), None)


def _wrong_verdict(item: Item, acts: list[Act], stage: str) -> Iterator[str]:
    """An answer "not allowed" needs a rule that holds at that stage for such a person."""
    if item.verdict is not Verdict.FORBIDDEN:
        return
    binding = [act for act in acts if act.fits_stage(stage) and act.binds(frozenset({item.status}))]
    if not binding:
        yield (
            f"jawabannya 'tidak', tetapi tidak ada larangan yang disebut berlaku bagi "
            f"{item.status} pada tahap {stage}."
        )
    elif not {basis for act in binding for basis in act.basis}.intersection(item.basis):
        yield "tidak satu pun dasarnya berasal dari larangan yang berlaku pada tahap itu."


def is_unconfirmed(item: Item, book: Book) -> bool:
    """Tell whether a thing that the item stands on is not confirmed: its page must say so."""
    acts = [act for code in item.acts if (act := _act(code, item, book))]
    has_doubt = any("terkonfirmasi" in basis for basis in item.basis)
    is_forbidden = item.verdict is Verdict.FORBIDDEN
    return has_doubt or (is_forbidden and any(not act.level_confirmed for act in acts))


def scenes_alike(one: str, other: str) -> bool:
    """Tell whether two scenes are the same but for a few words."""
    first, second = set(_plain(one).split()), set(_plain(other).split())
    return len(first & second) >= ALIKE * len(first | second)


def _refuse_twins(read: list[tuple[Record, Item]]) -> None:
    names: set[str] = set()
    for at, (record, item) in enumerate(read):
        if item.name in names:
            raise record.wrong(f"nama '{item.name}' dipakai dua kali.", "id")
        names.add(item.name)
        for _other, earlier in read[:at]:
            if scenes_alike(item.scene.id, earlier.scene.id):
                raise record.wrong(f"ceritanya sama dengan '{earlier.name}'.", "scene_id")


def _plain(text: str) -> str:
    kept = (letter if letter.isalnum() else " " for letter in text.casefold())
    return " ".join("".join(kept).split())


def _read(name: str, body: bytes) -> Iterator[tuple[Record, Item]]:
    try:
        text = body.decode("utf-8")
        table = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LawDataError(f"{name} tidak bisa dibaca: {error}. Perbaiki berkas itu.") from error
    head = Record(Spot(name), table)
    head.children("item")
    head.done()
    lines = tuple(text.splitlines())
    heads = [at for at, line in enumerate(lines) if line.startswith("[[item]]")]
    for raw, begins, ends in zip(table["item"], heads, [*heads[1:], len(lines)], strict=True):
        record = Record(Spot(name, begins + 1, lines[begins:ends]), raw, "item")
        item = _item(record)
        record.done()
        yield record, item


def _item(record: Record) -> Item:
    wrong = record.children("wrong")
    choices = (
        Choice(_words(record, "right"), _words(record, "why")),
        *(Choice(Words(each.text("id"), each.text("en")), _words(each, "why")) for each in wrong),
    )
    for each in wrong:
        each.done()
    return Item(
        name=record.text("id"),
        topic=record.text("topic"),
        verdict=Verdict(record.choice("verdict", VERDICTS)),
        status=record.choice("status", STATUSES),
        acts=record.texts("acts"),
        on=record.day("on"),
        scene=_words(record, "scene"),
        choices=choices,
        basis=record.texts("basis"),
        contested=record.texts("contested", ()),
    )


def _words(record: Record, name: str) -> Words:
    return Words(record.text(f"{name}_id"), record.text(f"{name}_en"))
