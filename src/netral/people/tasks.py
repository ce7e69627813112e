"""The worker's part of people: large files that wait, and messages on their way."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from threading import Event

from django.utils.translation import gettext as _

from netral.core.kinds.errors import NetralError
from netral.gateways.chosen import gateways as open_gateways
from netral.gateways.messages import Fate, MessageGateway, Outcome
from netral.people.models import PersonnelImport
from netral.people.services.browsers import traces_sweep
from netral.people.services.notices import (
    GIVE_UP_ROUND,
    notice_claim,
    notice_outgoing,
    notice_settle,
    notices_recover,
)
from netral.people.services.personnel_files import uploads_sweep
from netral.people.services.personnel_intake import (
    personnel_claim,
    personnel_fail,
    personnel_read,
    personnel_return,
)
from netral.people.services.personnel_saving import (
    RosterChangedError,
    personnel_apply,
    saver_of,
)
from netral.shell.moment import moment
from netral.shell.rounds import rounds_run

SWEEP_EVERY = timedelta(hours=1)
LEFTOVER = timedelta(days=2)
Phase = PersonnelImport.Phase
_log = logging.getLogger(__name__)


def imports_work(at: datetime) -> int:
    """Do what waits, one import after the other; return how many were done."""
    done = 0
    while (ref := personnel_claim(phase=Phase.READING, at=at)) is not None:
        _done(ref, lambda ref=ref: personnel_read(ref=ref))  # type: ignore[misc]
        done += 1
    while (ref := personnel_claim(phase=Phase.SAVING, at=at)) is not None:
        _done(ref, lambda ref=ref: _apply(ref, at))  # type: ignore[misc]
        done += 1
    return done


def _apply(ref: str, at: datetime) -> None:
    entry = PersonnelImport.objects.get(ref=ref)
    personnel_apply(actor=saver_of(entry), ref=ref, at=at)


def _done(ref: str, work: Callable[[], object]) -> None:
    """Run one step; what cannot be done is told to the officer on the import's page."""
    try:
        work()
    except RosterChangedError as error:
        personnel_return(ref=ref, problem=str(error))
    except NetralError as error:
        personnel_fail(ref=ref, problem=str(error))
    except Exception:  # noqa: BLE001 - the outermost loop of a worker
        _log.exception("Impor gagal.")
        personnel_fail(
            ref=ref,
            problem=_(
                "Ada kesalahan di sistem kami. Tidak ada yang tersimpan. Kirim lagi berkasnya."
            ),
        )


def run_imports(stop: Event, now: Callable[[], datetime] = moment) -> None:
    """Work until ``stop`` is set, with a pause of two seconds; sweep what uploads left behind."""

    def work() -> int:
        done = imports_work(now())
        uploads_sweep(before=datetime.now(UTC) - LEFTOVER)
        return done

    rounds_run(stop, work, fault="Pekerjaan impor gagal; dicoba lagi.")


def notices_work(
    gateways: Mapping[str, MessageGateway], now: Callable[[], datetime] = moment
) -> int:
    """Send what may go out now, one message after the other; return how many were tried.

    After three failures in a row the rest waits for the next round: the provider is down.
    """
    notices_recover(gateways=gateways, at=now())
    tried, failed = 0, 0
    while failed < GIVE_UP_ROUND and (notice := notice_claim(at=now())) is not None:
        gateway = gateways.get(notice.way)
        outcome = (
            gateway.send(notice_outgoing(notice))
            if gateway is not None
            else Outcome(Fate.LATER, _("Jalan pengiriman ini belum tersambung."))
        )
        is_idempotent = gateway is not None and gateway.is_idempotent
        notice_settle(notice=notice, outcome=outcome, is_idempotent=is_idempotent, at=now())
        failed = 0 if outcome.fate in {Fate.SENT, Fate.REFUSED} else failed + 1
        tried += 1
    return tried


def run_notices(stop: Event, now: Callable[[], datetime] = moment) -> None:
    """Send until ``stop`` is set, with a pause of two seconds; sweep short-lived traces."""
    swept_at: datetime | None = None

    def work() -> int:
        nonlocal swept_at
        done = notices_work(open_gateways(), now)
        if swept_at is None or now() - swept_at >= SWEEP_EVERY:
            swept_at = now()
            traces_sweep(at=swept_at)
        return done

    rounds_run(stop, work, fault="Pengiriman pesan gagal; dicoba lagi.")
