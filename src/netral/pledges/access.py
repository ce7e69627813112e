"""Who may see what of a session: gates that return the thing, or refuse."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from netral.core.access import Actor, is_within, require
from netral.core.flow.pact import PAPER_CLERKS
from netral.core.flow.pledge import LISTERS, OPENERS, READERS
from netral.core.kinds.errors import NotAllowedError, NotVisibleError
from netral.people.models import Account, Instansi, Person
from netral.pledges.models import PactRound, PledgeSession
from netral.pledges.queries import persons_waiting, session_visible, sessions_visible
from netral.pledges.queries.pacts import round_visible

CALLERS = ("provinsi", "kementerian")
"""Which governments call others: those to whom the others answer for the election."""


def reader_required(actor: Actor) -> None:
    """Pass if the actor's role reads sessions at all; raise NotAllowedError (403) if not."""
    require(actor, READERS, actor.unit)


def sessions_for_reader(actor: Actor) -> QuerySet[PledgeSession]:
    """Return the sessions of an officer who may read them."""
    reader_required(actor)
    return sessions_visible(actor=actor)


def session_for_reader(actor: Actor, ref: str) -> PledgeSession:
    """Return one session to an officer who may read it; 404 outside their units."""
    reader_required(actor)
    return session_visible(actor=actor, ref=ref)


def waiting_for_lister(actor: Actor, session: PledgeSession) -> QuerySet[Person]:
    """Return who has not pledged to an officer who may see names; 403 for one who may not."""
    require(actor, LISTERS, actor.unit)
    return persons_waiting(actor=actor, session=session)


def caller_required(actor: Actor) -> None:
    """Pass if the actor may call other governments: an opener of a whole province or ministry.

    Raises NotVisibleError below the whole government, NotAllowedError for another role or kind.
    """
    require(actor, OPENERS, actor.government)
    if not may_call(actor):
        raise NotAllowedError(
            _("Yang mengajak adalah provinsi atau kementerian. Untuk pegawai sendiri, buat sesi.")
        )


def may_call(actor: Actor) -> bool:
    """Tell whether the actor may call other governments to a simultaneous pledge."""
    is_whole = is_within(actor.government, actor.unit) and actor.role in OPENERS
    return is_whole and Instansi.objects.filter(pk=actor.government, kind__in=CALLERS).exists()


def round_for_reader(actor: Actor, ref: str) -> PactRound:
    """Return one round of pacts to an officer who may read it; 404 outside their units."""
    reader_required(actor)
    return round_visible(actor=actor, ref=ref)


def round_for_lister(actor: Actor, ref: str) -> PactRound:
    """Return one round to an officer who may see names; 403 for one who may not."""
    found = round_for_reader(actor, ref)
    round_lister_required(actor)
    return found


def round_lister_required(actor: Actor) -> None:
    """Pass for an officer who may see names in the own units."""
    require(actor, LISTERS, actor.unit)


def round_for_clerk(actor: Actor, ref: str) -> PactRound:
    """Return one round to an officer who prints sheets and brings in scans; 403 for others."""
    found = round_for_reader(actor, ref)
    require(actor, PAPER_CLERKS, actor.unit)
    return found


def own_person(account: Account) -> Person:
    """Return the person of the roster whose account it is; raise NotVisibleError for none."""
    if account.person is None:
        raise NotVisibleError(
            _(
                "Akun ini tidak terhubung dengan daftar pegawai, jadi tidak ada pakta di sini. "
                "Minta pengelola kepegawaian menghubungkannya."
            )
        )
    return account.person
