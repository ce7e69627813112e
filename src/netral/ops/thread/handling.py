"""Step 6: from the sealed report to the decision and the answer that its reporter reads."""

from __future__ import annotations

import re
from datetime import date

from netral.cases.models import Case, Decision
from netral.cases.queries.law import sanctions_offered
from netral.ops.thread.browser import Browser, Page
from netral.ops.thread.citizen import HAPPENED, MARK, nothing_readable
from netral.ops.thread.story import Story, on
from netral.people.models import Account, Person
from netral.people.services.unlock import DEMO_PASS_PHRASE
from netral.reports.models import Report

ADMITTED, SUMMONED, EXAMINED, DECIDED, DELIVERED = (date(2024, 10, d) for d in (7, 8, 17, 21, 22))
CLOSED = date(2024, 11, 13)
ACT = "S-MEDSOS-KAMPANYE"
OK, LOCKED, UNUSABLE, CONFLICT = 200, 423, 422, 409


def handling(story: Story) -> str:
    """Take the first report through triage and all steps of its case; return the decision."""
    with on(ADMITTED):
        _admitted(story)
    with on(SUMMONED):
        _step(story, "pemeriksa", "panggil", note="Panggilan pertama.")
    with on(EXAMINED):
        _step(story, "pemeriksa", "periksa", on=str(EXAMINED), note="Ia mengakui unggahannya.")
    with on(DECIDED):
        decision = _decided(story)
    with on(DELIVERED):
        _step(story, "penangan", "sampaikan", on=str(DELIVERED))
        _answer_seen(story, "terbukti", "disampaikan kepada terlapor")
    with on(CLOSED):
        _step(story, "penangan", "tutup", note="Sudah dijalankan.")
        _answer_seen(story, "Sanksinya sudah dijalankan")
    nothing_readable(story)
    articles = "; ".join(decision.articles)
    return (
        "Laporan dibuka dengan frasa sandi, menjadi perkara, terlapor dipanggil dan diperiksa. "
        f"Bupati memutus di dalam rentang ({articles}). Pelapor membaca jawabannya dengan 8 kata; "
        "isi tetap tidak terbaca tanpa kunci."
    )


def _admitted(story: Story) -> None:
    """Unlock, read, look at the photo, admit the report and match its respondent."""
    browser = story.officer_enters("penangan")
    cover = f"/antrean/{story.refs['report']}/"
    _unlocked(story, browser, cover)
    opened = browser.press(browser.look(cover))
    story.claim(MARK in opened.text, "petugas yang membuka kunci membaca laporan")
    _photo_seen(story, browser, opened)
    browser.press(browser.look(f"{cover}ambil/"))
    wrong = browser.press(browser.look(f"{cover}buka-perkara/"), act_code=ACT, act_on=HAPPENED)
    story.claim(wrong.status == UNUSABLE, "perkara tanpa ringkasan tidak bisa dibuka")
    form = {"act_code": ACT, "act_on": HAPPENED, "summary": f"Gambar calon di grup. {MARK}"}
    browser.press(browser.look(f"{cover}buka-perkara/"), **form)
    case = Case.objects.get()
    story.refs["case"] = case.ref
    match = f"/perkara/{case.ref}/cocokkan/"
    browser.press(browser.look(match), orang=_respondent(story).ref)
    case.refresh_from_db()
    story.claim(case.respondent is not None, "terlapor dicocokkan dengan daftar pegawai")


def _unlocked(story: Story, browser: Browser, cover: str) -> None:
    """Lock the session, see that nothing opens, and unlock it by the pass phrase."""
    page = browser.look(cover)
    browser.press(browser.look("/kunci/"), "/kunci/tutup/")
    story.claim(browser.press(page).status == LOCKED, "tanpa kunci, isi laporan tidak terbuka")
    wrong = browser.press(browser.look("/kunci/"), pass_phrase="bukan frasa sandi saya")  # noqa: S106
    story.claim(wrong.status == UNUSABLE, "frasa sandi yang salah ditolak")
    browser.press(browser.look("/kunci/"), pass_phrase=DEMO_PASS_PHRASE)


def _photo_seen(story: Story, browser: Browser, opened: Page) -> None:
    found = re.search(r"/antrean/[0-9A-Z]+/bukti/[0-9A-Z]+/", opened.text)
    story.claim(found, "laporan menampilkan buktinya")
    asked = browser.look(found[0] if found else "")
    shown = browser.press(asked, reason="Memeriksa isi laporan")
    is_clean = shown.body.startswith(b"\xff\xd8") and MARK.encode() not in shown.body
    story.claim(is_clean, "salinan kerja foto terbuka, catatan kameranya sudah dibuang")


def _respondent(story: Story) -> Person:
    """Return a civil servant without an account, not the head of anything."""
    busy = Account.objects.filter(person__isnull=False).values("person")
    staff = story.people().filter(status="PNS", eselon="").exclude(pk__in=busy)
    found = staff.filter(postings__is_head=False).order_by("nip").first()
    assert found is not None  # noqa: S101 - a roster of thousands has one
    return found


def _step(story: Story, word: str, act: str, **typed: str) -> None:
    """Take one step of the case on its page."""
    browser = story.officer_enters(word)
    page = browser.look(f"/perkara/{story.refs['case']}/{act}/")
    done = browser.press(page, **typed)
    is_taken = done.status == OK and done.path == f"/perkara/{story.refs['case']}/"
    story.claim(is_taken, f"langkah {act} tersimpan", (done.status, done.path))


def _decided(story: Story) -> Decision:
    """Decide as the appointing authority: not outside the range without a reason, and once."""
    browser = story.officer_enters("ppk")
    case = Case.objects.get()
    page = browser.look(f"/perkara/{case.ref}/putuskan/")
    offered = sanctions_offered(case)
    usual = [row.item.id for row in offered if row.is_in_range]
    other = [row.item.id for row in offered if not row.is_in_range]
    reason = {"reason": "Satu unggahan, diakui, dan sudah dihapus."}
    outside = {"result": "luar", "outside_item": other[0], **reason}
    refused = browser.press(page, **outside)
    is_refused = refused.status == UNUSABLE and not Decision.objects.exists()
    story.claim(is_refused, "keputusan di luar rentang tanpa alasan ditolak")
    inside = {"result": "dalam", "item": usual[0], **reason}
    browser.press(page, **inside)
    again = browser.press(page, **inside)
    story.claim(again.status == CONFLICT, "keputusan kedua ditolak, yang pertama tetap")
    decision = Decision.objects.get()
    is_lawful = decision.items == [usual[0]] and not decision.is_outside_range
    story.claim(is_lawful and decision.articles, "keputusan di dalam rentang dan menyebut pasalnya")
    return decision


def _answer_seen(story: Story, *words: str) -> None:
    """Follow the report by its eight words, as its reporter does."""
    browser = Browser()
    page = browser.press(browser.look("/lapor/ikuti/"), kata=story.refs["words"])
    missing = [text for text in words if text not in page.text]
    story.claim(not missing, f"pelapor membaca jawaban: {'; '.join(words)}")
    if Report.objects.get(ref=story.refs["report"]).close_reason:
        story.claim("terbukti" in page.text, "laporan yang selesai menyebut hasilnya")
