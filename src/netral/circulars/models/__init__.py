from netral.circulars.models.chain import (
    LevelTerm,
    PaperList,
    PaperMark,
    PaperPhoto,
    Reminder,
    ReminderCursor,
)
from netral.circulars.models.circular import Circular, CircularVersion, Clause
from netral.circulars.models.delivery import Delivery, Reading
from netral.circulars.models.lesson import (
    Attempt,
    Item,
    ItemAnswer,
    Lesson,
    TaughtAttendance,
    TaughtSession,
)
from netral.circulars.models.letter import Attachment, RosterMember, RosterSnapshot
from netral.circulars.models.question import Advice, Question

__all__ = [
    "Advice",
    "Attachment",
    "Attempt",
    "Circular",
    "CircularVersion",
    "Clause",
    "Delivery",
    "Item",
    "ItemAnswer",
    "Lesson",
    "LevelTerm",
    "PaperList",
    "PaperMark",
    "PaperPhoto",
    "Question",
    "Reading",
    "Reminder",
    "ReminderCursor",
    "RosterMember",
    "RosterSnapshot",
    "TaughtAttendance",
    "TaughtSession",
]
