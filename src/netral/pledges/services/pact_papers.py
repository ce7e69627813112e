"""The pact on paper: a sheet to sign in ink, and the signed pact, the same file each time.

An official paper, always in Indonesian, whatever the page's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import ASSURANCE_WORDS, Assurance
from netral.core.kinds.errors import NotVisibleError
from netral.core.kinds.refs import PaperRef, PersonRef
from netral.papers.models import Seal, SealedDocument, Signature
from netral.papers.services import (
    Letterhead,
    Mark,
    paper_file_register,
    sealed_copy,
    signature_pdf,
)
from netral.papers.services.pacts import Hand, PactPage, pacts_pdf
from netral.papers.services.signers import name_whole
from netral.people.models import Unit
from netral.people.queries.superiors import superiors_of
from netral.pledges.models import Pact, PactRound, PactSheet
from netral.pledges.queries.pacts import own_pact
from netral.pledges.services.certificates import FINGERPRINT_SHOWN
from netral.shell.format import clock_time, long_date

CAPACITY = "pembuat"
INK = (
    "Tanda tangani dengan tinta, lalu serahkan kepada pengelola. Pakta ini tercatat setelah "
    "pindaiannya disahkan orang kedua."
)
DOTS = "................................, ............"


def pact_press(pact: Pact) -> bytes:
    """Return a signed pact as PDF/A-2b; the same bytes each time from the same state.

    One signed by certificate is the provider's own file, which nothing may change any more; one
    under the government's seal is the copy that carries the seal.
    """
    if (signature := signature_of(pact.code or "")) is not None:
        return signature_pdf(signature)
    if (sealed := sealed_of(pact.known_code or "")) is not None:
        return sealed_copy(sealed)
    at = pact.known_at or pact.signed_at or pact.at
    return pacts_pdf([_page_signed(pact)], title=f"Pakta integritas {pact.name}", at=at)


def signature_of(code: str) -> Signature | None:
    """Return the signature by certificate under the pact with this code, None for none."""
    made = Signature.objects.made().filter(paper=code, capacity=CAPACITY) if code else None
    return made.first() if made is not None else None


@transaction.atomic
def pact_make(*, person_ref: PersonRef, ref: str, at: datetime) -> bytes:
    """Return the person's own signed pact, its fingerprint registered the first time.

    Raises NotVisibleError when the person has not signed there.
    """
    own = own_pact(person_ref=person_ref, ref=ref, today=at.date())
    if own.pact is None or not own.pact.is_done:
        raise NotVisibleError(_("Pakta ini belum Anda tandatangani, jadi belum ada berkasnya."))
    pact = Pact.objects.select_related("round__government", "round__text").get(pk=own.pact.pk)
    pdf = pact_press(pact)
    if pact.assurance == Assurance.CERTIFICATE or sealed_of(pact.known_code or "") is not None:
        return pdf
    code = PaperRef(pact.known_code or pact.code or "")
    paper_file_register(person=person_ref, ref=code, pdf=pdf, at=at)
    return pdf


def sealed_of(code: str) -> SealedDocument | None:
    """Return the place of the pact with this code under a seal that was made, None for none."""
    made = SealedDocument.objects.filter(paper=code, seal__state=Seal.State.MADE)
    return made.order_by("pk").first() if code else None


def sheets_press(sheets: Sequence[PactSheet], *, at: datetime) -> bytes:
    """Return sheets to be signed in ink as one PDF/A-2b, one a page."""
    pages = _pages(sheets, at, way="tinta, belum disahkan", note=INK, above=f"{DOTS} {at.year}")
    return pacts_pdf(pages, title=f"Lembar pakta: {sheets[0].round.title}", at=at)


def certified_press(sheet: PactSheet) -> bytes:
    """Return the pact that a provider will sign as PDF/A-2b; the same bytes each time."""
    at = sheet.printed_at
    way = ASSURANCE_WORDS[Assurance.CERTIFICATE]
    signed = "Ditandatangani dengan sertifikat elektronik; tanda tangannya ada di dalam berkas ini."
    (page,) = _pages([sheet], at, way=way, note="", above="Yang menyatakan,", signed=signed)
    return pacts_pdf([page], title=f"Pakta integritas {page.signed.name}", at=at)


def _pages(
    sheets: Sequence[PactSheet],
    at: datetime,
    *,
    way: str,
    note: str,
    above: str,
    signed: str = "",
) -> list[PactPage]:
    """Return the pages of sheets yet to be signed, each with its person as of that day."""
    round_ = sheets[0].round
    people = [sheet.person for sheet in sheets]
    superiors = superiors_of(persons=people, on=at.date())
    names = _opd_names(person.unit.path for person in people)
    pages = []
    for sheet in sheets:
        person, over = sheet.person, superiors.get(sheet.person_id)
        pages.append(
            PactPage(
                head=Letterhead(round_.government.name, names[_opd(person.unit.path)]),
                below=round_.title,
                facts=_facts(name_whole(person), person.nip, person.post_title, person.unit.name),
                points=tuple(round_.text.points),
                wording_note=_wording(round_),
                signed=Hand(above, person.post_title, name_whole(person), person.nip, signed),
                known=Hand(
                    "Mengetahui,",
                    over.post_title if over else "",
                    name_whole(over) if over else "",
                ),
                mark=Mark(sheet.code, _marked(round_, way)),
                note=note,
            )
        )
    return pages


def _page_signed(pact: Pact) -> PactPage:
    round_ = pact.round
    zone = ZoneInfo(round_.government.timezone)
    is_ink = pact.assurance == Assurance.PAPER
    signed = _said("Ditandatangani", pact.assurance, pact.signed_at, zone)
    known = _said("Mengetahui", pact.known_assurance, pact.known_at, zone) if pact.known_at else ""
    name = _opd_names([pact.unit_path])[_opd(pact.unit_path)]
    return PactPage(
        head=Letterhead(round_.government.name, name),
        below=round_.title,
        facts=_facts(pact.name, pact.nip, pact.post_title, pact.unit_name),
        points=tuple(round_.text.points),
        wording_note=_wording(round_),
        signed=Hand("Yang menyatakan,", pact.post_title, pact.name, pact.nip, signed),
        known=Hand(
            "Mengetahui,",
            pact.known_post if known else pact.superior_post,
            pact.known_name if known else pact.superior_name,
            "",
            known or "Belum diketahui atasan langsung.",
        ),
        mark=Mark(
            pact.known_code or pact.code or "",
            _marked(round_, ASSURANCE_WORDS[Assurance(pact.assurance)]),
        ),
        note="Lembar bertinta disimpan di kantor." if is_ink else "",
    )


def _facts(name: str, nip: str, post: str, unit: str) -> tuple[tuple[str, str], ...]:
    return (("Nama", name), ("NIP", nip), ("Jabatan", post or "-"), ("Unit kerja", unit))


def _marked(round_: PactRound, way: str) -> tuple[tuple[str, str], ...]:
    return (
        ("Cara pengesahan", way),
        ("Sidik naskah", round_.text.sha256[:FINGERPRINT_SHOWN]),
    )


def _said(act: str, assurance: str, at: datetime | None, zone: ZoneInfo) -> str:
    if at is None:
        return ""
    here = at.astimezone(zone)
    way = ASSURANCE_WORDS[Assurance(assurance)]
    return f"{act} pada {long_date(here.date())} pukul {clock_time(here)}, lewat {way}."


def _wording(round_: PactRound) -> str:
    return "" if round_.text.is_official else f"{round_.text.source}."


def _opd(path: str) -> str:
    return ".".join(path.split(".")[:2])


def _opd_names(paths: Iterable[str]) -> dict[str, str]:
    """Return the names of the agencies that units belong to, by the agency's path."""
    wanted = {_opd(path) for path in paths}
    found = dict(Unit.objects.filter(path__in=wanted).values_list("path", "name"))
    return {path: found.get(path, "") for path in wanted}
