"""May I? A typed or chosen situation in, a verdict with its articles out."""

from netral.core.text.may.answer import Change, Dispute, MayAnswer, View
from netral.core.text.may.answering import may, may_situation
from netral.core.text.may.book import MayDataError, the_book
from netral.core.text.may.records import Option, Situation, Topic, Verdict
from netral.core.text.may.wizard import Question, first_question, next_question

__all__ = [
    "Change",
    "Dispute",
    "MayAnswer",
    "MayDataError",
    "Option",
    "Question",
    "Situation",
    "Topic",
    "Verdict",
    "View",
    "first_question",
    "may",
    "may_situation",
    "next_question",
    "situations",
    "topics",
]


def situations() -> tuple[Situation, ...]:
    """All situations of this release, in the order of the data."""
    return tuple(the_book().situations.values())


def topics() -> tuple[Topic, ...]:
    """The headings under which situations are chosen."""
    return the_book().topics
