"""A government that can take reports, and reports for the tests."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from nacl.public import PrivateKey

from netral.core.access import Actor, Role
from netral.core.flow.report import ReportState
from netral.core.kinds.phrase import ReceiptPhrase
from netral.core.kinds.refs import GovernmentKey
from netral.people.models import UnitKey
from netral.reports.models import Report
from netral.reports.services.content import Identity, ReportText
from netral.reports.services.handling import report_state_set
from netral.reports.services.sending import NewReport, ReportReceipt, report_send
from netral.vault.services.tokens import form_token_draw
from netral.vault.services.uploads import SealedUpload
from tests.apps.people.build import actor_build, unit_build

AT = datetime(2024, 10, 7, 9, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
GOVERNMENT = GovernmentKey("kab-batanghari")
BKPSDM = "kab-batanghari.bkpsdm"
INSPEKTORAT = "kab-batanghari.inspektorat"
MARK = "KALIMATRAHASIA"
TEXT = ReportText(
    what=f"Kepala seksi membagikan kaus calon kepada pegawai di aula. {MARK}",
    act="MOBILISASI",
    who=f"Orang bertopi {MARK}",
    post="Kepala Seksi",
    workplace="Kantor Camat",
    place=f"Aula {MARK}",
    happened_on="2024-10-06",
    known_on="2024-10-06",
)
SOMEONE = Identity(name=f"Nama Pelapor {MARK}", address="Jalan Contoh 1", contact="0811")


@dataclass(frozen=True, slots=True)
class Offices:
    """The private keys of the two units that handle."""

    bkpsdm: PrivateKey
    inspektorat: PrivateKey


def key_build(unit: str) -> PrivateKey:
    """Give a unit a key pair; return the private half."""
    private = PrivateKey.generate()
    UnitKey.objects.create(
        unit=unit_build(unit),
        ref=f"K{abs(hash(unit)) % 10**9:09d}",
        public_key=bytes(private.public_key),
        created_at=AT,
    )
    return private


def offices_build() -> Offices:
    """Build a government with a personnel office, an inspectorate and a few other offices."""
    for path in ("dinkes", "dikbud", "setda", "kec-muara-bulian"):
        unit_build(f"{GOVERNMENT}.{path}")
    return Offices(key_build(BKPSDM), key_build(INSPEKTORAT))


def handler(unit: str = BKPSDM) -> Actor:
    """Return a handler of the unit."""
    return actor_build(Role.HANDLER, unit)


def sent(
    text: ReportText = TEXT,
    *,
    identity: Identity | None = None,
    uploads: tuple[SealedUpload, ...] = (),
    token: str = "",
    at: datetime = AT,
) -> ReportReceipt:
    """Send a report through the service."""
    named = replace(text, is_named=identity is not None)
    new = NewReport(token or form_token_draw(), GOVERNMENT, named, identity, uploads)
    return report_send(new=new, at=at)


def phrase_of(receipt: ReportReceipt) -> ReceiptPhrase:
    """Return the phrase that a receipt shows."""
    assert receipt.phrase is not None
    return receipt.phrase


def moved(ref: str, *states: ReportState, at: datetime = AT, **options: Any) -> Report:
    """Take a report through states as a handler."""
    actor = handler()
    for state in states[:-1]:
        report_state_set(actor=actor, ref=ref, state=state, at=at)
    return report_state_set(actor=actor, ref=ref, state=states[-1], at=at, **options)


Page = Any  # the test client's response, whose type has no name of its own
ANSWERS: dict[str, Any] = {
    "cerita": TEXT.what,
    "perbuatan": "",
    "nama": TEXT.who,
    "jabatan": "Kepala Seksi",
    "tempat_kerja": "Kantor Camat",
    "kantor": "",
    "tempat": TEXT.place,
    "kejadian": "",
    "perkiraan": "",
    "tahu": "",
    "tautan": "",
    "sebutan": "tanpa",
    "jalur": "kantor",
}


def hidden(response: Page) -> dict[str, list[str]]:
    """Return the hidden fields of a page, as a browser would send them back."""
    found: dict[str, list[str]] = {}
    body = response.content.decode()
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return found


def shown_words(response: Page) -> str:
    """Return the eight words of a receipt page, "" when it shows none."""
    listed = re.search(r'<ol class="phrase">(.*?)</ol>', response.content.decode(), re.DOTALL)
    return " ".join(re.findall(r"<li>([a-z]+)</li>", listed[1])) if listed else ""
