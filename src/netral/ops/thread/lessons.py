"""The lesson of step 2: taken on the person's own pages, one answer wrong first."""

from __future__ import annotations

from netral.circulars.models import Attempt
from netral.circulars.queries.lesson import standing_of
from netral.core.flow.lesson.drawing import choice_order
from netral.core.kinds.refs import CircularRef
from netral.journal.models import Entry
from netral.ops.thread.browser import Page
from netral.ops.thread.reader import Reader
from netral.ops.thread.story import Story

OK, DONE = 200, "/jawab/"


def lesson_taken(story: Story, ref: CircularRef, reader: Reader) -> None:
    """Take the lesson as its person would; the last press again changes nothing."""
    address = f"/saya/edaran/{ref}/latihan/"
    own = Attempt.objects.filter(person=reader.person)
    start = reader.browser.look(address)
    story.claim(not own.exists(), "melihat latihan saja tidak mencatat apa pun")
    page, is_right = reader.browser.press(start, "/mulai/"), False
    while any(form.action.endswith(DONE) for form in page.forms):
        place = _place(own.get(), is_right=is_right)
        told = reader.browser.press(page, DONE, jawaban=str(place))
        story.claim(told.status == OK, "setiap jawaban langsung dijelaskan")
        last, is_right = page, True
        page = reader.browser.look(address)
        _again(story, reader, last)
    attempt = own.get()
    entries = Entry.objects.filter(kind="lesson.pass", body__contains=reader.person.ref)
    story.claim(attempt.is_passed and entries.count() == 1, "latihan yang lulus tercatat satu kali")
    asked = attempt.answers.count()
    story.claim(asked == attempt.questions + 1, "yang belum tepat ditanyakan lagi, sampai tepat")


def _place(attempt: Attempt, *, is_right: bool) -> int:
    """Return where the right choice stands on the page, or a wrong one."""
    turn = standing_of(attempt).turn
    if turn is None:
        return 0
    order = choice_order(seed=attempt.draw, item=turn.item, turn=turn.number)
    return order.index(0 if is_right else 1) + 1


def _again(story: Story, reader: Reader, page: Page) -> None:
    """Press the same answer once more: nobody counts it twice."""
    before = Attempt.objects.get(person=reader.person).answers.count()
    reader.browser.press(page, DONE, jawaban="1")
    after = Attempt.objects.get(person=reader.person).answers.count()
    story.claim(before == after, "jawaban yang dikirim dua kali tercatat satu kali")
