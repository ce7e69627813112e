"""Step 2: a personnel file with planted defects: each found and named, the rest applied."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from netral.journal.models import Entry
from netral.ops.synthetic import Personnel, personnel_rows, write_xlsx
from netral.ops.synthetic_defects import EIGHT_KINDS
from netral.ops.thread.story import CODE, KEY, Story, at
from netral.people.models import Person, PersonnelImport
from netral.people.queries.imports import remarks_of
from netral.people.services.personnel_command import Order, personnel_import_file
from netral.shell.format import number

DAY = date(2024, 9, 2)
SEED = 12
TWICE = "nip_ganda"
KINDS = {
    "nip_panjang": "NIP terpotong",
    "nip_huruf": "NIP berhuruf",
    "nip_angka": "NIP diubah aplikasi tabel",
    "nip_lahir": "tanggal lahir mustahil",
    "nip_ganda": "NIP dipakai dua orang",
    "kelamin_beda": "jenis kelamin beda",
    "lahir_beda": "tanggal lahir beda",
    "golongan_beda": "golongan tidak cocok",
}


def personnel(story: Story) -> str:
    """Import the file, compare what was refused with what was planted; return what was found."""
    made = personnel_rows(CODE, story.rows, seed=SEED, defects=EIGHT_KINDS)
    path = write_xlsx(made.rows, story.work / "pegawai.xlsx")
    entry, plan = personnel_import_file(order=Order(path, KEY), at=at(DAY, 10))
    counts = plan.counts()
    refused = _planted_found(story, entry, made)
    story.claim(counts["read"] == story.rows, "semua baris berkas terbaca")
    story.claim(counts["refused"] == refused, "hanya baris yang cacat yang ditahan")
    live = Person.objects.filter(government_id=KEY).count()
    story.claim(live == counts["new"] == story.rows - refused, "semua baris yang baik masuk")
    story.claim(
        Entry.objects.filter(kind="personnel.import").count() == 1, "impor tercatat satu kali"
    )
    _mended(story, refused, live)
    kinds = Counter(code for _line, code in made.planted)
    named = ", ".join(f"{KINDS[code]} {kinds[code]}" for code in KINDS)
    return (
        f"{number(story.rows)} baris dibaca, {len(made.planted)} cacat yang ditanam ditemukan "
        f"semua dan disebut jenisnya ({named}); {number(live)} orang masuk. Berkas yang "
        f"diperbaiki: selisihnya tepat {refused} orang baru."
    )


def _planted_found(story: Story, entry: PersonnelImport, made: Personnel) -> int:
    """Check that line and kind of each defect were told; return how many rows were refused.

    A doubled number stands in two rows, and both wait: nobody can know which is right.
    """
    told = {(row.line, row.code) for row in remarks_of(entry, refused=True)}
    missed = set(made.planted) - told
    count = len(made.planted)
    words = f"semua {count} cacat disebut dengan baris dan jenisnya"
    story.claim(not missed, words, f"terlewat {sorted(missed)[:3]}")
    twins = told - set(made.planted)
    doubles = sum(code == TWICE for _line, code in made.planted)
    is_known = len(twins) == doubles and {code for _line, code in twins} <= {TWICE}
    story.claim(is_known, "tidak ada baris baik yang dituduh cacat", sorted(twins)[:3])
    return len({line for line, _code in told})


def _mended(story: Story, refused: int, live: int) -> None:
    """Show the difference that the mended file would make; nothing is saved by that."""
    path = story.work / "pegawai-diperbaiki.xlsx"
    write_xlsx(personnel_rows(CODE, story.rows, seed=SEED).rows, path)
    order = Order(path, KEY, is_dry=True)
    _entry, plan = personnel_import_file(order=order, at=at(DAY, 14))
    counts = plan.counts()
    found = {name: counts[name] for name in ("new", "same", "left", "changed", "refused")}
    wanted = {"new": refused, "same": live, "left": 0, "changed": 0, "refused": 0}
    story.claim(found == wanted, "selisih berkas yang diperbaiki tepat baris yang tadi ditahan")
    is_kept = Person.objects.filter(government_id=KEY).count() == live
    story.claim(is_kept, "menampilkan selisih tidak menyimpan apa pun")
    _removed(path, story.work / "pegawai.xlsx")


def _removed(*paths: Path) -> None:
    for path in paths:
        path.unlink()
