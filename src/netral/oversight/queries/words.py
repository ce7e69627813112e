"""States, ways and groups of coverage in plain words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from netral.core.access import Assurance
from netral.core.flow.coverage import OWN, TAUGHT, UNTOLD, State

STATE_WORDS = {
    State.SENT: _noop("Sampai"),
    State.READ: _noop("Dibaca"),
    State.UNDERSTOOD: _noop("Dipahami"),
    State.PLEDGED: _noop("Berikrar"),
    State.SIGNED: _noop("Bertanda tangan"),
}
MISSING_WORDS = {
    State.SENT: _noop("Belum sampai"),
    State.READ: _noop("Belum membaca"),
    State.UNDERSTOOD: _noop("Belum memahami"),
    State.PLEDGED: _noop("Belum berikrar"),
    State.SIGNED: _noop("Belum bertanda tangan"),
}
WAY_WORDS = {
    Assurance.PAPER: _noop("kertas, disahkan orang kedua"),
    Assurance.SHEET: _noop("lembar QR"),
    Assurance.LINK: _noop("tautan pribadi"),
    Assurance.LINK_PIN: _noop("tautan pribadi dan PIN"),
    Assurance.LINK_CODE: _noop("tautan pribadi dan kode ke HP"),
    Assurance.SSO: _noop("akun kantor"),
    Assurance.CERTIFICATE: _noop("sertifikat elektronik"),
    TAUGHT: _noop("di kelas, dihitung terpisah"),
    OWN: _noop("dibuka sendiri"),
    UNTOLD: _noop("caranya tidak tercatat"),
}
GROUP_WORDS = {
    "asn": _noop("ASN"),
    "non-asn": _noop("Pegawai non-ASN"),
    "kepala-desa": _noop("Kepala desa"),
    "perangkat-desa": _noop("Perangkat desa"),
    "bpd": _noop("Anggota BPD"),
}


def state_words(state: str) -> str:
    """Return a state in words."""
    return _(STATE_WORDS[State(state)])


def missing_words(state: str) -> str:
    """Return in words that a state was not reached yet."""
    return _(MISSING_WORDS[State(state)])


def way_words(way: str) -> str:
    """Return a way in words; one that is not known yet as it is kept."""
    return _(WAY_WORDS[way]) if way in WAY_WORDS else way


def group_words(group: str) -> str:
    """Return a group in words; one that is not known yet as it is kept."""
    return _(GROUP_WORDS[group]) if group in GROUP_WORDS else group
