"""The certificate: pressed from what the pledge kept, so that it is the same file each time.

A certificate is an official paper and is always in Indonesian, whatever the page's language.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from netral.core.access import ASSURANCE_WORDS, Assurance
from netral.core.kinds.refs import PaperRef, PersonRef, SessionRef
from netral.papers.services import Certificate, Mark, certificate_pdf, paper_file_register
from netral.people.models import Unit
from netral.pledges.models import Pledge
from netral.pledges.queries.own import pledge_required
from netral.shell.format import clock_time, long_date

FINGERPRINT_SHOWN = 16


def certificate_press(pledge: Pledge) -> bytes:
    """Return the certificate of a pledge as PDF/A-2b; the same bytes each time."""
    session = pledge.session
    on_site = pledge.at.astimezone(ZoneInfo(session.government.timezone))
    when = f"pada {long_date(on_site.date())} pukul {clock_time(on_site)}"
    certificate = Certificate(
        government=session.government.name,
        name=pledge.name,
        post=pledge.post_title,
        place_of_work=", ".join(dict.fromkeys([pledge.unit_name, _opd_name(pledge)])),
        said="telah mengucapkan ikrar netralitas ASN",
        when=f"{when}, {session.title}",
        points=tuple(session.text.points),
        wording_note="" if session.text.is_official else f"{session.text.source}.",
        mark=Mark(ref=pledge.certificate, facts=_facts(pledge)),
    )
    return certificate_pdf(certificate, at=pledge.at)


@transaction.atomic
def certificate_make(*, person_ref: PersonRef, session: SessionRef, at: datetime) -> bytes:
    """Return the person's own certificate, its fingerprint registered the first time.

    Raises NotVisibleError when the person has not pledged there.
    """
    pledge = pledge_required(person_ref=person_ref, ref=session)
    pdf = certificate_press(pledge)
    paper_file_register(person=person_ref, ref=PaperRef(pledge.certificate), pdf=pdf, at=at)
    return pdf


def _opd_name(pledge: Pledge) -> str:
    """Return the name of the agency that the unit belonged to."""
    path = ".".join(pledge.unit_path.split(".")[:2])
    return Unit.objects.filter(path=path).values_list("name", flat=True).first() or ""


def _facts(pledge: Pledge) -> tuple[tuple[str, str], ...]:
    return (
        ("Tempat", pledge.session.place),
        ("Pemimpin ikrar", pledge.session.leader),
        ("Cara pengesahan", ASSURANCE_WORDS[Assurance(pledge.assurance)]),
        ("Sidik naskah", pledge.text_sha256[:FINGERPRINT_SHOWN]),
        ("Jejak", f"{settings.NETRAL_ORIGIN}/jejak/{pledge.government_id}/"),
    )
