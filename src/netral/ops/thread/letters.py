"""Step 3: the circular goes down the chain; who read it is counted, out of how many."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

from netral.circulars.models import Circular, CircularVersion, Delivery, Reading
from netral.circulars.models.delivery import BY_CLASS, BY_LESSON
from netral.circulars.queries.coverage import FIGURES, coverage_by_unit
from netral.circulars.services import (
    DraftText,
    circular_approve,
    circular_draft,
    circular_pass_on,
    circular_publish,
    circular_submit,
    reading_open,
    reading_read,
    sheet_issue,
)
from netral.core import law
from netral.core.access import Assurance, Role
from netral.core.flow.circular import ClauseText, Election
from netral.core.kinds.refs import CircularRef, PersonRef, UnitPath
from netral.journal.models import Entry
from netral.ops.thread.browser import Page
from netral.ops.thread.lessons import lesson_taken
from netral.ops.thread.reader import HANDFUL, Reader, readers_linked
from netral.ops.thread.story import KEY, Story, actor_of, at, on
from netral.people.models import Account, Person, Posting, Unit
from netral.people.services.accounts import Invitee, account_invite
from netral.people.services.roles import GrantWish
from netral.shell.format import number, share

DRAFTED, SIGNED, PASSED, READ = (date(2024, 9, day) for day in (3, 5, 6, 9))
HEADS = 3
LINK = Assurance.LINK_PIN
BASES = ("UU 20/2023 tentang ASN", "PP 94/2021 Pasal 5 huruf n", "UU 10/2016 Pasal 71")
OPENING = "Menjelang pemilihan kepala daerah 2024, setiap pegawai tidak memihak calon mana pun."


def letters(story: Story) -> str:
    """Take the circular from its draft to its readers; return the coverage."""
    ref = _published(story)
    heads = _heads(story)
    sheets = sum(_passed_on(story, ref, word) for word in heads)
    story.readers = readers_linked(
        story.actors[heads[0]], _handful(story, heads[0]), at(PASSED, 13)
    )
    for reader in story.readers:
        _read_on_pages(story, ref, reader)
    read = _read_in_bulk(story, ref)
    total = _coverage(story, ref)
    return (
        f"Surat edaran {story.refs['clauses']} butir terbit, sampai ke {story.refs['opds']} OPD, "
        f"diteruskan {len(heads)} kepala OPD; {number(sheets)} tautan pada lembar QR. Dibaca lewat "
        f"tombol: {len(story.readers)} orang di halaman, {read} lewat layanan. Jangkauan "
        f"{share(total['read'], total['denominator'])}, sama dengan hitung ulang orang demi orang."
    )


def _published(story: Story) -> CircularRef:
    """Draft from the clauses of the law data, approve and sign; it comes to every OPD."""
    clauses = law.circular_clauses(DRAFTED)
    is_law = all(law.act(act, DRAFTED) for one in clauses for act in one.acts)
    story.claim(clauses and is_law, "setiap butir menunjuk perbuatan di data hukum")
    words = tuple(ClauseText(one.id, "", one.text_id, tuple(one.acts)) for one in clauses)
    text = DraftText("Netralitas ASN pada Pilkada 2024", Election.PILKADA, OPENING, BASES, words)
    officer = story.actors["pengelola"]
    made = circular_draft(actor=officer, text=text, form_token="benang", at=at(DRAFTED))  # noqa: S106
    ref = CircularRef(made.ref)
    circular_submit(actor=officer, ref=ref, at=at(DRAFTED, 15))
    circular_approve(actor=story.actors["sekda"], ref=ref, at=at(SIGNED, 9))
    version = circular_publish(actor=story.actors["ppk"], ref=ref, number="", at=at(SIGNED, 14))
    opds = Unit.objects.filter(government_id=KEY, kind=Unit.Kind.OPD).count()
    came = Delivery.objects.filter(version=version).count()
    story.claim(came == opds > 0, "surat edaran sampai ke setiap OPD")
    story.refs |= {"circular": ref, "clauses": str(len(clauses)), "opds": str(opds)}
    return ref


def _heads(story: Story) -> list[str]:
    """Invite the heads of the OPDs with the most units below; return their words."""
    units = Counter(path.rpartition(".")[0] for path in Unit.objects.values_list("path", flat=True))
    posts = Posting.objects.filter(is_head=True, unit__kind=Unit.Kind.OPD, unit__government_id=KEY)
    found = sorted(
        posts.select_related("person", "unit"), key=lambda p: (-units[p.unit.path], p.unit.path)
    )
    return [_head(story, post) for post in found[:HEADS]]


def _head(story: Story, post: Posting) -> str:
    path = post.unit.path
    word = path.replace(".", "-")
    account, _token = account_invite(
        actor=story.actors["pengelola"],
        invitee=Invitee(username=word, person=post.person.ref),
        wish=GrantWish(Role.OPD_HEAD, path, SIGNED, posting_id=post.pk),
        at=at(SIGNED, 15),
    )
    story.actors[word] = actor_of(account, Role.OPD_HEAD, path)
    return word


def _passed_on(story: Story, ref: CircularRef, word: str) -> int:
    """Pass the letter on and print the sheets of the OPD's units; return how many links."""
    head = story.actors[word]
    note = "Bacalah sendiri, lalu sampaikan kepada rekan yang tidak punya HP."
    circular_pass_on(actor=head, ref=ref, unit=head.unit, note=note, at=at(PASSED, 8))
    below = Unit.objects.filter(parent__path=head.unit)
    came = Delivery.objects.filter(unit__in=below).count()
    story.claim(came == below.count(), "surat sampai ke semua unit di bawah OPD yang meneruskan")
    links = 0
    for unit in [head.unit, *below.order_by("path").values_list("path", flat=True)[:2]]:
        before = Reading.objects.count()
        pdf = sheet_issue(actor=head, ref=ref, unit=UnitPath(unit), at=at(PASSED, 10))
        story.claim(pdf.startswith(b"%PDF-"), "lembar QR unit tercetak sebagai PDF")
        people = Person.objects.filter(unit__path=unit).count()
        is_all = Reading.objects.count() - before == people > 0
        story.claim(is_all, "setiap pegawai unit mendapat tautan pada lembarnya")
        links += people
    return links


def _handful(story: Story, word: str) -> list[Person]:
    """Return a few of the staff below a head who hold no account."""
    busy = Account.objects.filter(person__isnull=False).values("person")
    below = story.people().filter(unit__path__startswith=story.actors[word].unit)
    return list(below.exclude(pk__in=busy)[:HANDFUL])


def _read_on_pages(story: Story, ref: CircularRef, reader: Reader) -> None:
    """Follow a personal link as its person would, and press the two buttons."""
    with on(READ):
        reader.enter()
        letter = f"/saya/edaran/{ref}/"
        page = reader.browser.look(letter)
        reading = Reading.objects.filter(person=reader.person, opened_at__isnull=False)
        story.claim(not reading.exists(), "melihat halaman saja tidak mencatat apa pun")
        opened = reader.browser.press(page, "/buka/")
        done = reader.browser.press(opened, "/baca/")
        _twice(story, reader, opened)
        story.claim(_shows_promise(done), "pembaca menerima janji catat dari Jejak")
        lesson_taken(story, ref, reader)


def _twice(story: Story, reader: Reader, opened: Page) -> None:
    reader.browser.press(opened, "/baca/")
    entries = Entry.objects.filter(kind="circular.read", body__contains=reader.person.ref)
    story.claim(entries.count() == 1, "tombol yang ditekan dua kali tercatat satu kali")


def _shows_promise(page: Page) -> bool:
    return "netral-promise/v1" in page.text


def _read_in_bulk(story: Story, ref: CircularRef) -> int:
    """Let a sample of the roster open the letter, two of three read it; return how many read."""
    chance = random.Random(story.rows)  # noqa: S311 - a sample, no secret
    used = set(Reading.objects.filter(opened_at__isnull=False).values_list("person", flat=True))
    able = [person for person in story.people() if person.pk not in used]
    read = 0
    for place, person in enumerate(chance.sample(able, story.many)):
        who = PersonRef(person.ref)
        reading_open(person=who, ref=ref, sequence=1, assurance=LINK, at=at(READ, 10))
        if place % 3:
            reading_read(person=who, ref=ref, sequence=1, assurance=LINK, at=at(READ, 11))
            read += 1
    return read


def _coverage(story: Story, ref: CircularRef) -> Counter[str]:
    """Compare every unit's figures with a count person by person; return those of the whole."""
    circular = Circular.objects.get(ref=ref)
    rows = coverage_by_unit(circular=circular, on=READ)
    counted = {(row.path, name): getattr(row, name) for row in rows for name in FIGURES}
    found = _counted_again(CircularVersion.objects.get(circular=circular))
    wrong = [place for place in counted if counted[place] != found[place]]
    story.claim(not wrong, f"jangkauan {len(rows)} unit sama dengan hitung ulang", wrong[:3])
    acts = Entry.objects.filter(kind="circular.read").count()
    story.claim(acts == found[KEY, "read"], "jumlah pembaca sama dengan catatan di Jejak")
    passes = Entry.objects.filter(kind="lesson.pass").count()
    story.claim(passes == found[KEY, "understood"], "jumlah yang paham sama dengan catatan Jejak")
    return Counter({name: found[KEY, name] for name in FIGURES})


def _counted_again(version: CircularVersion) -> Counter[tuple[str, str]]:
    """Count person by person, without the database's help."""
    readings = {row.person_id: row for row in Reading.objects.filter(version=version)}
    found: Counter[tuple[str, str]] = Counter()
    for person in Person.objects.filter(government_id=KEY).select_related("unit"):
        reading = readings.get(person.pk)
        reached = {
            "denominator": True,
            "delivered": reading is not None,
            "opened": reading is not None and reading.opened_at is not None,
            "read": reading is not None and reading.read_at is not None,
            "understood": reading is not None and reading.understood_by == BY_LESSON,
            "taught": reading is not None and reading.understood_by == BY_CLASS,
        }
        parts = person.unit.path.split(".")
        for depth in range(len(parts)):
            for name, is_so in reached.items():
                found[".".join(parts[: depth + 1]), name] += is_so
    return found
