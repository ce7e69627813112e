"""A gateway that keeps what it was handed and answers as told; and people with contacts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from netral.gateways.messages import Fate, Outcome, Outgoing
from netral.people.models import Notice, Person
from netral.people.services.notices import NoticePlan, notices_queue
from netral.people.tasks import notices_work
from tests.apps.people.build import person_build

PHONE = "0812-3456-7890"
BOTH = ("pesan", "email")


class KilledError(BaseException):
    """The process ends here, as by ``kill -9``: no handler of the code may catch it."""


@dataclass
class Post:
    """What was handed over, and the answers to give, the last one for ever."""

    is_idempotent: bool = False
    answers: list[Outcome] = field(default_factory=lambda: [Outcome(Fate.SENT, "diterima")])
    sent: list[Outgoing] = field(default_factory=list)
    dies_after: int | None = None

    def send(self, message: Outgoing) -> Outcome:
        """Keep the message; die in the middle if told so."""
        self.sent.append(message)
        if self.dies_after is not None and len(self.sent) > self.dies_after:
            self.dies_after = None
            raise KilledError
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    @property
    def keys(self) -> list[str]:
        """Return the keys in the order in which they came."""
        return [message.key for message in self.sent]


def contact_build(
    unit: str = "kab-batanghari.dinkes", *, phone: str = PHONE, email: str = "", name: str = ""
) -> Person:
    """Return a person of the unit with these contacts on file."""
    person = person_build(unit, name=name)
    person.phone, person.email = phone, email
    person.save(update_fields=["phone", "email"])
    return person


def queued(
    *people: Person, at: datetime, cause: str = "SEBAB00001", way: str = "pesan", **plan: object
) -> None:
    """Queue a reminder to each person by one way."""
    told = {"topic": "baca", "not_before": at, **plan}
    notices_queue(
        government=people[0].government_id,
        actor="uji",
        plan=NoticePlan(purpose=Notice.Purpose.REMINDER, cause=cause, **told),  # type: ignore[arg-type]
        recipients=[(person, way) for person in people],
        at=at,
    )


def worked(post: Post, at: datetime, *, mail: Post | None = None) -> int:
    """Let the worker do one round at a moment."""
    now: Callable[[], datetime] = lambda: at  # noqa: E731 - a clock that stands
    return notices_work({"pesan": post, **({"email": mail} if mail else {})}, now)


def states() -> list[str]:
    """Return the state of each message in the order it was queued."""
    return list(Notice.objects.order_by("pk").values_list("state", flat=True))
