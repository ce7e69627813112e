"""Acts proposed for a clause: what its words resemble, though it forbids and tells no event."""

from __future__ import annotations

from datetime import date

import pytest

from netral.core import law
from netral.core.text.clauses import MOST, acts_proposed

ON = date(2024, 9, 12)


def codes(text: str) -> list[str]:
    return [act.code for act in acts_proposed(text, on=ON)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Pegawai ASN dilarang ikut kampanye dengan atribut partai.", "D-N2"),
        ("Jangan menyukai atau membagikan unggahan calon.", "S-MEDSOS-INTERAKSI"),
        ("tidak boleh menggunakan kendaraan dinas untuk kampanye", "D-N4"),
        ("menjadi anggota atau pengurus partai politik", "S-PARPOL"),
    ],
)
def test_a_prohibition_is_read_as_the_act_that_it_forbids(text: str, code: str) -> None:
    assert code in codes(text)


def test_an_act_is_proposed_with_its_twin_before_candidates_are_set() -> None:
    assert {"E-FOTO", "S-FOTO"} <= set(codes("Jangan mengunggah foto bersama calon."))


def test_what_resembles_nothing_proposes_nothing() -> None:
    assert codes("Kepala perangkat daerah melaporkan hasilnya tiap bulan.") == []


def test_a_clause_that_fits_a_dozen_acts_proposes_the_likeliest_of_them() -> None:
    text = " ".join(clause.text_id for clause in law.circular_clauses(ON))
    found = acts_proposed(text, on=ON)
    assert len(found) == MOST
    assert [act.score for act in found] == sorted((a.score for a in found), reverse=True)


def test_the_words_that_spoke_stand_in_the_clause_as_it_is_written() -> None:
    text = "Pegawai dilarang menyukai unggahan calon."
    (first, *_others) = acts_proposed(text, on=ON)
    assert all(text[start:end].strip() for start, end in first.spans)
    assert all(word in text for word in first.words)


def test_most_of_our_own_clauses_are_recognised_as_their_acts() -> None:
    clauses = law.circular_clauses(ON)
    known = [set(clause.acts) <= set(codes(clause.text_id)) for clause in clauses]
    assert sum(known) >= len(clauses) - 3
