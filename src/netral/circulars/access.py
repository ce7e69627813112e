"""Gates: the circular an officer may see, the circular that binds a person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from netral.circulars.models import (
    Advice,
    Attachment,
    Circular,
    CircularVersion,
    Item,
    PaperList,
    Question,
    Reminder,
    TaughtSession,
)
from netral.circulars.models.circular import MAKERS
from netral.circulars.queries.gaps import reminder_by_ref
from netral.circulars.queries.lesson_taught import session_by_ref
from netral.circulars.queries.letters import (
    version_bound,
    version_in_force,
    version_known_to,
    versions_of,
)
from netral.circulars.queries.paper_lists import paper_list_by_ref
from netral.circulars.queries.questions import advice_by_ref, question_by_ref
from netral.circulars.queries.rosters import is_addressed
from netral.core.access import Actor, Role, require
from netral.core.flow.circular import DRAFTERS, MOVES, NEVER_ALONE, CircularStage
from netral.core.flow.lesson.editing import READERS, TEACHERS
from netral.core.flow.moves import Move, MoveRefusedError, take
from netral.core.flow.question import ANSWERERS, SECOND_READERS
from netral.core.flow.reminding import Gap, reminders_by
from netral.core.kinds.errors import NetralError, NotAllowedError, NotVisibleError
from netral.core.kinds.refs import CircularRef, PersonRef, UnitPath
from netral.people.access import actor_required
from netral.people.models import Person, Unit

NAMES_SEEN_BY = frozenset({Role.SUPERIOR, Role.OPD_HEAD, Role.OFFICER, Role.HANDLER})
"""Who may see which person has not read: the heads of the unit and the personnel side."""

SHEETS_BY = frozenset({Role.OPD_HEAD, Role.OFFICER})
"""Who may hand out personal links on a printed sheet; they may issue links at all."""


class CircularEndedError(NetralError):
    """The circular was withdrawn: nobody is asked to read it any more."""

    status = 410
    title = "Surat edaran ini sudah dicabut"


def officer_required(request: HttpRequest) -> Actor:
    """Return who acts; raise NotAllowedError for the role ASN, whose own pages lie elsewhere."""
    actor = actor_required(request)
    officer_checked(actor)
    return actor


def officer_checked(actor: Actor) -> None:
    """Pass for every role of the staff door but ASN."""
    if actor.role is Role.ASN:
        raise NotAllowedError(
            _(
                "Halaman ini untuk petugas dan atasan. Surat edaran untuk Anda sendiri terbuka "
                "lewat tautan pribadi."
            )
        )


def circular_seen(actor: Actor, ref: CircularRef) -> Circular:
    """Return the circular; raise NotAllowedError for the role ASN, NotVisibleError out of sight."""
    officer_checked(actor)
    found = Circular.objects.visible_to(actor.unit, actor.role).filter(ref=ref)
    circular = found.select_related("government").first()
    if circular is None:
        raise NotVisibleError(_("Surat edaran ini tidak ada, atau bukan dari pemerintah Anda."))
    return circular


def drafter_required(request: HttpRequest) -> Actor:
    """Return who writes circulars of the whole government; raise 404 or 403 otherwise."""
    actor = officer_required(request)
    require(actor, DRAFTERS, actor.government)
    return actor


def draft_editable(actor: Actor, ref: CircularRef) -> CircularVersion:
    """Return the newest version while it is a draft; raise MoveRefusedError (409) after."""
    circular = circular_seen(actor, ref)
    version = versions_of(circular)[0]
    if version.stage != CircularStage.DRAFTED:
        raise MoveRefusedError(
            _(
                "Naskah hanya bisa disunting selama masih rancangan. Minta Sekda mengembalikannya, "
                "atau buat versi baru."
            )
        )
    version.circular = circular
    return version


def version_seen(actor: Actor, circular: Circular, sequence: int) -> CircularVersion:
    """Return a version that the officer may see; raise NotVisibleError for a draft of others."""
    found = next((v for v in versions_of(circular) if v.sequence == sequence), None)
    is_maker = actor.role in MAKERS and str(actor.unit) == actor.government
    if found is None or not (is_maker or found.was_published):
        raise NotVisibleError(_("Versi ini tidak ada, atau belum terbit."))
    found.circular = circular
    return found


def attachment_seen(
    version: CircularVersion, order: int, *, with_source: bool = False
) -> Attachment:
    """Return a file of the version; raise NotVisibleError for none.

    The uploaded letter that a draft was begun from is for officers alone.
    """
    files = version.attachments.filter(order=order).select_related("enclosure")
    found = files.first() if with_source else files.filter(is_source=False).first()
    if found is None:
        raise NotVisibleError(_("Lampiran ini tidak ada, atau sudah dikeluarkan."))
    found.version = version
    return found


def step_open(actor: Actor, circular: Circular, act: str) -> Move[CircularStage]:
    """Return the move if the actor may take it now; the page that asks stands on it.

    Raises MoveRefusedError (409) from another stage, NotVisibleError (404) outside the actor's
    authority, NotAllowedError (403) in another role.
    """
    if act in NEVER_ALONE:
        raise NotVisibleError(_("Alamat ini tidak ada. Buat versi baru, lalu tanda tangani."))
    versions = versions_of(circular)
    bound = version_in_force(circular) if act == "withdraw" else None
    move = take(MOVES, act, CircularStage((bound or versions[0]).stage))
    require(actor, move.by, circular.government_id)
    return move


def unit_seen(
    actor: Actor, path: UnitPath, today: date, *, roles: Collection[Role] = tuple(Role)
) -> Unit:
    """Return a unit of the actor's scope that exists on the day.

    Raises NotVisibleError for any other unit, NotAllowedError outside the roles.
    """
    require(actor, roles, path)
    found = Unit.objects.live_on(today).filter(path=path).first()
    if found is None:
        raise NotVisibleError(_("Unit ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    return found


def version_in_force_required(circular: Circular) -> CircularVersion:
    """Return the text that binds now; raise NotVisibleError when there is none."""
    version = version_in_force(circular)
    if version is None:
        raise NotVisibleError(_("Surat edaran ini tidak sedang berlaku."))
    version.circular = circular
    return version


def person_served(person: PersonRef, today: date) -> Person:
    """Return the person while in service; raise NotVisibleError for who has left."""
    found = Person.objects.live_on(today).filter(ref=person).select_related("unit").first()
    if found is None:
        raise NotVisibleError(
            _("Anda tidak tercatat dalam daftar pegawai hari ini. Hubungi bagian kepegawaian.")
        )
    return found


def version_for_reader(person: Person, ref: CircularRef) -> CircularVersion:
    """Return the version in force of a circular of the person's own government.

    Raises CircularEndedError (410) after a withdrawal, NotVisibleError (404) otherwise.
    """
    version = version_bound(government=person.government_id, ref=ref)
    if version is not None:
        if is_addressed(version, person):
            return version
        raise NotVisibleError(
            _(
                "Surat edaran ini ditujukan kepada unit atau kelompok pegawai lain. Anda tidak "
                "perlu membacanya, dan tidak ada yang tercatat."
            )
        )
    known = version_known_to(government=person.government_id, ref=ref)
    if known is not None and known.stage == CircularStage.WITHDRAWN:
        raise CircularEndedError(
            _(
                "Surat edaran nomor %(number)s sudah dicabut. Anda tidak perlu membacanya lagi, "
                "dan tidak ada yang tercatat."
            )
            % {"number": known.number}
        )
    raise NotVisibleError(_("Surat edaran ini tidak ada, atau belum terbit."))


def question_seen(actor: Actor, ref: str) -> Question:
    """Return a question's cover; raise NotVisibleError elsewhere, NotAllowedError for others."""
    found = question_by_ref(ref)
    if found is None:
        raise NotVisibleError(_("Pertanyaan ini tidak ada, atau bukan untuk Anda."))
    require(actor, ANSWERERS, found.unit.path)
    return found


def advice_seen(actor: Actor, ref: str) -> Advice:
    """Return a proposed answer; raise NotVisibleError elsewhere, NotAllowedError for others."""
    found = advice_by_ref(ref)
    if found is None:
        raise NotVisibleError(_("Usulan ini tidak ada, atau bukan untuk Anda."))
    require(actor, ANSWERERS | SECOND_READERS, found.unit.path)
    return found


def answerer_required(request: HttpRequest) -> Actor:
    """Return who answers questions; raise NotAllowedError in another role."""
    actor = actor_required(request)
    require(actor, ANSWERERS, actor.unit)
    return actor


def reader_required(request: HttpRequest) -> Actor:
    """Return who writes or reads proposed answers; raise NotAllowedError in another role."""
    actor = actor_required(request)
    require(actor, ANSWERERS | SECOND_READERS, actor.unit)
    return actor


def item_reader_required(request: HttpRequest, roles: Collection[Role] = READERS) -> Actor:
    """Return who reads or writes items of the lesson, for the whole government."""
    actor = officer_required(request)
    require(actor, roles, actor.government)
    return actor


def may_read_items(actor: Actor, roles: Collection[Role] = READERS) -> bool:
    """Tell whether the items are this officer's to read, or to write: for the whole government."""
    return actor.role in roles and str(actor.unit) == actor.government


def item_seen(actor: Actor, ref: str) -> Item:
    """Return an item of the actor's government; raise NotVisibleError for any other."""
    found = Item.objects.visible_to(actor.government).filter(ref=ref).first()
    if found is None:
        raise NotVisibleError(_("Soal ini tidak ada, atau bukan milik pemerintah Anda."))
    return found


def taught_seen(actor: Actor, ref: str) -> TaughtSession:
    """Return a taught session; raise NotVisibleError elsewhere, NotAllowedError for others."""
    found = session_by_ref(ref)
    if found is None:
        raise NotVisibleError(_("Kelas ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    require(actor, TEACHERS, found.unit.path)
    return found


def paper_list_seen(actor: Actor, ref: str, *, is_locked: bool = False) -> PaperList:
    """Return a list; raise NotVisibleError elsewhere, NotAllowedError for who sees no names."""
    found = paper_list_by_ref(ref, is_locked=is_locked)
    if found is None:
        raise NotVisibleError(_("Daftar ini tidak ada, atau bukan dari wilayah kerja Anda."))
    require(actor, NAMES_SEEN_BY, found.unit.path)
    return found


def reminder_seen(actor: Actor, ref: str) -> Reminder:
    """Return a reminder; raise NotVisibleError elsewhere, NotAllowedError for who sends none."""
    found = reminder_by_ref(ref)
    if found is None:
        raise NotVisibleError(_("Pengingat ini tidak ada, atau bukan dari wilayah kerja Anda."))
    require(actor, reminders_by(Gap(found.gap)), found.unit.path)
    return found
