"""Two installations for the tests: the province that calls, a kabupaten elsewhere that joins.

Both live in the tests' one database; what goes between them goes over the fake neighbour alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from netral.core.access import Actor, Role
from netral.gateways.neighbour import FakeNeighbour, Told
from netral.pledges.models import CallGuest, CallHost, PledgeCall, PledgeSession
from netral.pledges.services import (
    HostPlan,
    JoinPlan,
    call_announce,
    call_looked_up,
    call_statement,
    guest_confirm,
    guest_invite,
    host_join,
    message_take,
)
from netral.pledges.services.hosts import Found
from netral.pledges.tasks import joint_work
from tests.apps.people.build import actor_build
from tests.apps.pledges.build import BEFORE, DURING, OPENS
from tests.apps.pledges.test_calls import KARO, PLAN, SUMUT, province_build

SITE = "https://netral.sumut.example"
HERE = JoinPlan("Lapangan Samura", "Sekda Karo", ())
GUEST = "Pemerintah Kabupaten Karo"


@dataclass(slots=True)
class Joint:
    """A call, the kabupaten that was invited, and the way between the two."""

    call: PledgeCall
    code: str
    neighbour: FakeNeighbour
    clock: list[datetime] = field(default_factory=lambda: [BEFORE])

    @property
    def caller(self) -> Actor:
        """Return the province's officer."""
        return actor_build(Role.OFFICER, SUMUT)

    @property
    def joiner(self) -> Actor:
        """Return the kabupaten's officer."""
        return actor_build(Role.SEKDA, KARO)

    @property
    def address(self) -> str:
        """Return the address of the waiting room, as the invitation tells it."""
        return f"{SITE}/ikrar/serentak/{self.call.ref}/"

    @property
    def guest(self) -> CallGuest:
        """Return the kabupaten as the province knows it now."""
        return CallGuest.objects.select_related("call").get(call=self.call, name=GUEST)

    @property
    def host(self) -> CallHost:
        """Return the call as the kabupaten knows it now."""
        return CallHost.objects.select_related("call__text", "call__government").get(
            called=self.call.ref
        )

    @property
    def session(self) -> PledgeSession:
        """Return the kabupaten's own session."""
        found = PledgeSession.objects.select_related("text", "unit", "government")
        return found.get(government_id=KARO)

    def found(self) -> Found:
        """Return the call as the kabupaten's officer fetches it."""
        made = call_looked_up(
            actor=self.joiner, neighbour=self.neighbour, address=self.address, envelope=""
        )
        assert isinstance(made, Found)
        return made

    def join(self, code: str = "") -> PledgeSession:
        """Let the kabupaten join by its officer's act."""
        plan = HostPlan(self.found().envelope, code or self.code, self.address, HERE)
        return host_join(actor=self.joiner, plan=plan, at=BEFORE)

    def work(self, at: datetime) -> int:
        """Let the kabupaten's worker do what is due; both clocks say ``at``."""
        self.clock[0] = at
        return joint_work(at, self.neighbour)

    def last_said(self) -> str:
        """Return the last message that went over the wire."""
        return self.neighbour.said[-1][1]


def joint_build() -> Joint:
    """Return a call with one government of another installation invited."""
    call = call_announce(actor=province_build(), plan=PLAN, at=BEFORE)
    officer = actor_build(Role.OFFICER, SUMUT)
    made = guest_invite(actor=officer, ref=call.ref, name=GUEST, at=BEFORE)
    clock = [BEFORE]

    def door(_address: str, body: str | None) -> Told:
        if body is None:
            return Told(200, call_statement(ref=call.ref, at=clock[0]).envelope())
        reply = message_take(ref=call.ref, body=body, at=clock[0])
        return Told(reply.status, reply.text)

    return Joint(call, made.code, FakeNeighbour({SITE: door}), clock)


def confirmed_build() -> Joint:
    """Return a joint pledge in which the kabupaten joined and the province confirmed its key."""
    joint = joint_build()
    joint.join()
    joint.work(BEFORE)
    guest_confirm(actor=joint.caller, ref=joint.guest.ref, at=BEFORE)
    joint.work(BEFORE + timedelta(minutes=2))
    return joint


def told_build() -> Joint:
    """Return a joint pledge whose first sums arrived five minutes after the opening."""
    joint = confirmed_build()
    joint.work(OPENS - timedelta(minutes=1))
    joint.work(DURING)
    return joint
