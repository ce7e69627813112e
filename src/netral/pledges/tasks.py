"""The worker's part of pledges: tells other installations our sums, forgets old reasons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Event

from django.conf import settings

from netral.core.flow.joint import GuestStage
from netral.gateways.neighbour import Neighbour, neighbour_for
from netral.pledges.models import CallHost
from netral.pledges.queries.joint import hosts_due
from netral.pledges.services.absences import absences_sweep
from netral.pledges.services.outbox import host_rest, message_send, sums_renew
from netral.pledges.services.reminders import reminders_settle
from netral.shell.moment import moment
from netral.shell.rounds import done_each, rounds_run

SWEEP_SECONDS = 60.0


def joint_work(at: datetime, neighbour: Neighbour) -> int:
    """Send what is due, one call after the other; return how many messages were tried."""
    return done_each(hosts_due(at=at), lambda host: _told(host, at, neighbour))


def _told(host: CallHost, at: datetime, neighbour: Neighbour) -> bool:
    """Tell one caller what is new; return False when nothing is."""
    if host.guest_stage == GuestStage.CONFIRMED:
        host = sums_renew(government=host.call.government_id, ref=host.call.ref, at=at)
        if host.is_delivered:
            host_rest(host=host, at=at)
            return False
    message_send(host=host, neighbour=neighbour, at=at)
    return True


def run_joint(stop: Event, now: Callable[[], datetime] = moment) -> None:
    """Work until ``stop`` is set, with a pause of two seconds; a fault is told and tried again."""
    neighbour = neighbour_for(settings.NETRAL_ORIGIN)
    rounds_run(
        stop,
        lambda: joint_work(now(), neighbour),
        fault="Pesan ikrar serentak gagal; dicoba lagi.",
    )


def done_work(at: datetime) -> int:
    """Take who has done it out of waiting reminders, and their reasons; return how many."""
    return reminders_settle(at) + absences_sweep()


def run_forgetting(stop: Event, now: Callable[[], datetime] = moment) -> None:
    """Once a minute take out who pledged or signed after all, until ``stop`` is set."""
    rounds_run(
        stop,
        lambda: done_work(now()),
        fault="Pengingat dan alasan lama belum terhapus; dicoba lagi.",
        rest=lambda _worked, _done: SWEEP_SECONDS,
    )
