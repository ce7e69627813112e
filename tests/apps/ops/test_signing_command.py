"""``./netral signing``: a key for seals, and the stand-in for demonstrations alone."""

from __future__ import annotations

import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from netral.gateways.signature import Purpose
from netral.gateways.signature_local import pdf_sign, pen_read
from netral.gateways.signature_stand_in import StandIn
from netral.ops.management.commands import signing
from netral.papers.services.sealing import seal_clock, seal_key
from netral.papers.services.signed_pdf import trust_folder
from tests.apps.papers.sign import plain_pdf, reading_here
from tests.apps.people.build import government_build

HERE = "kab-batanghari"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.NETRAL_DATA_DIR = tmp_path


def called(*arguments: str) -> str:
    out = StringIO()
    call_command("signing", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_key_for_seals_is_made_once_and_its_root_is_known_here() -> None:
    government_build(HERE)
    assert "Kunci segel Kabupaten Batang Hari" in called("seal-key", "--government", HERE)
    assert stat.S_IMODE(seal_key(HERE).stat().st_mode) == 0o600
    pen, clock = pen_read(seal_key(HERE)), pen_read(seal_clock())
    signed = pdf_sign(plain_pdf(), pen, purpose=Purpose(), clock=clock)
    (one,) = reading_here(signed, trust=trust_folder())["signatures"]
    assert (one["chain"], one["stamp_known"]) == ("dikenal", True)
    with pytest.raises(CommandError, match="sudah ada"):
        called("seal-key", "--government", HERE)


@pytest.mark.django_db
def test_a_government_that_is_not_here_gets_no_key() -> None:
    with pytest.raises(CommandError, match="Tidak ada instansi"):
        called("seal-key", "--government", "kab-tidak-ada")


def test_the_authority_of_an_installation_stays_the_same() -> None:
    first = signing.installation_authority()
    assert signing.installation_authority().root == first.root


def test_the_stand_in_never_runs_beside_real_records() -> None:
    with pytest.raises(CommandError, match="peragaan"):
        called("stand-in")


def test_the_stand_in_prints_what_to_set_and_stops_when_told(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def stopped(_server: object) -> None:
        raise KeyboardInterrupt

    settings.NETRAL_DEMO = True
    monkeypatch.setattr(StandIn, "serve_forever", stopped)
    said = called("stand-in", "--port", "0")
    assert "NETRAL_BSRE_URL=http://127.0.0.1:" in said
    assert signing.SAMPLE_NIK in said
    assert (tmp_path / "keys" / "bsre").read_text(encoding="utf-8") == signing.SAMPLE_PASSWORD
