"""Step 4: a pledge session, certificates, their check page and their proof in the journal."""

from __future__ import annotations

from datetime import date

from netral.core import law
from netral.core.access import Assurance, is_within
from netral.core.kinds.refs import PersonRef, SessionRef
from netral.ops.thread.browser import Browser
from netral.ops.thread.ledger import sealed, verified
from netral.ops.thread.reader import Reader
from netral.ops.thread.story import KEY, Story, at, on
from netral.people.models import Person
from netral.pledges.models import Pledge, PledgeSession
from netral.pledges.queries import pledge_rows
from netral.pledges.services import SessionPlan, pledge_make, session_draft, session_open
from netral.shell.format import number

DRAFTED, OPENED, PLEDGED, CLOSED = (date(2024, 9, day) for day in (20, 23, 24, 26))
PDF = "/sertifikat/pdf"


def vows(story: Story) -> str:
    """Hold the session, pledge, check one certificate as a stranger; return the figures."""
    session = _opened(story)
    codes = [_pledged_on_pages(story, session, reader) for reader in story.readers]
    _pledged_in_bulk(story, session)
    done, total = _counted(story, session)
    _checked(story, session, codes[0])
    return (
        f"Sesi ikrar {len(session.text.points)} butir: {number(done)} dari {number(total)} pegawai "
        f"berikrar, sama dengan hitung ulang. Sertifikat PDF {codes[0]} dikenali halaman periksa, "
        "salinan yang diubah ditolak, dan bukti tercatatnya benar menurut pemeriksa mandiri."
    )


def _opened(story: Story) -> PledgeSession:
    plan = SessionPlan(
        unit=KEY,
        title="Ikrar netralitas ASN menjelang Pilkada 2024",
        text="",
        place="Halaman kantor bupati, Pamatang Raya",
        leader=story.actors["sekda"].name,
        witnesses=("Marihot Girsang",),
        opens_at=at(OPENED, 8),
        closes_at=at(CLOSED, 16),
    )
    made = session_draft(actor=story.actors["pengelola"], plan=plan, at=at(DRAFTED))
    session = session_open(
        actor=story.actors["sekda"], ref=SessionRef(made.ref), at=at(DRAFTED, 11)
    )
    points = law.pledge_points(OPENED)
    story.claim(len(session.text.points) == len(points), "naskah ikrar memuat semua butirnya")
    return session


def _pledged_on_pages(story: Story, session: PledgeSession, reader: Reader) -> str:
    """Pledge on the person's own page, twice over; return the code of the certificate."""
    with on(PLEDGED):
        reader.enter()
        page = reader.browser.look(f"/saya/ikrar/{session.ref}/")
        refused = reader.browser.press(page)
        mine = Pledge.objects.filter(session=session, person=reader.person)
        story.claim(not mine.exists() and refused.status != 200, "tanpa tanda baca, belum berikrar")  # noqa: PLR2004
        reader.browser.press(page, has_read="on")
        done = reader.browser.press(page, has_read="on")
    story.claim(mine.count() == 1, "satu orang berikrar satu kali, walau tombol ditekan dua kali")
    code = mine.get().certificate
    story.claim(done.status == 200 and PDF in done.text, "sertifikatnya langsung tampil")  # noqa: PLR2004
    return code


def _pledged_in_bulk(story: Story, session: PledgeSession) -> None:
    made = Pledge.objects.filter(session=session).values("person")
    for person in story.people().exclude(pk__in=made)[: story.many // 2]:
        pledge_make(
            person_ref=PersonRef(person.ref),
            session=SessionRef(session.ref),
            text_sha256=session.text.sha256,
            assurance=Assurance.LINK_PIN,
            show_name=False,
            at=at(PLEDGED, 9),
        )


def _counted(story: Story, session: PledgeSession) -> tuple[int, int]:
    """Compare each agency's figures with a count person by person; return the sums."""
    rows = pledge_rows(session=session, scope=KEY)
    pledged = set(Pledge.objects.filter(session=session).values_list("person", flat=True))
    people = list(Person.objects.filter(government_id=KEY).select_related("unit"))
    for row in rows:
        here = [person for person in people if is_within(person.unit.path, row.path)]
        counted = sum(person.pk in pledged for person in here), len(here)
        story.claim((row.done, row.total) == counted, f"hitungan ikrar {row.name} benar")
    done = sum(row.done or 0 for row in rows)
    story.claim(done == len(pledged), "semua ikrar terhitung, tidak lebih")
    return done, sum(row.total for row in rows)


def _checked(story: Story, session: PledgeSession, code: str) -> None:
    """Take a certificate to the check page as a stranger, then its proof to the verifier."""
    with on(PLEDGED):
        mine = story.readers[0].browser
        pdf = mine.press(mine.look(f"/saya/ikrar/{session.ref}/sertifikat/"), PDF).body
        folder = sealed(story, PLEDGED, "jejak-ikrar")
        stranger = Browser()
        page = stranger.look(f"/periksa/{code}/")
        same = stranger.press(page, file=("berkas", "sertifikat.pdf", pdf))
        other = stranger.press(page, file=("berkas", "sertifikat.pdf", pdf + b"\n"))
        proof = stranger.look(f"/periksa/{code}/bukti")
    story.claim(pdf.startswith(b"%PDF-"), "sertifikat terunduh sebagai PDF")
    story.claim("tercatat di Jejak" in page.text, "halaman periksa mengenali sertifikat")
    story.claim("Berkas Anda sama" in same.text, "berkas sertifikat yang sama dikenali")
    story.claim("Berkas Anda tidak sama" in other.text, "berkas sertifikat yang diubah ditolak")
    receipt = story.work / "bukti-tercatat.txt"
    receipt.write_bytes(proof.body)
    told = verified(folder, PLEDGED, receipt=receipt)
    is_proved = told["ok"] and any(line.startswith("bukti tercatat:") for line in told["checked"])
    story.claim(is_proved, "bukti tercatat sertifikat benar menurut pemeriksa mandiri")
    story.remembered = folder / "checkpoint"
