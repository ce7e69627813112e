"""One person's pact: signed in turn, explained, known by the superior, annulled for cause."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from netral.core.access import Actor, Assurance, is_within, require
from netral.core.flow.moves import MoveRefusedError, take
from netral.core.flow.pact import (
    ABSENCES,
    OPENERS,
    PACT_MOVES,
    TOP_KNOWERS,
    PactState,
    RoundStage,
    signing_allowed,
)
from netral.core.flow.pledge import Absence
from netral.core.kinds.errors import AlreadyDoneError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import PaperRef, PersonRef
from netral.core.ledger.canonical import Json, canonical
from netral.journal.services import entry_append
from netral.papers.models import Paper
from netral.papers.services import (
    Entered,
    PaperFacts,
    matter_draw,
    paper_record,
    paper_ref_draw,
    paper_withdraw,
    signer_person,
)
from netral.people.models import Account, Person
from netral.people.queries.superiors import superiors_of
from netral.pledges.models import Pact, PactRound
from netral.pledges.queries.pacts import OwnPact, own_pact
from netral.pledges.services.batches import TextChangedError
from netral.pledges.services.pact_rounds import reason_required, round_locked


class RoundEndedError(MoveRefusedError):
    """The round has ended or was withdrawn; nothing was recorded."""

    title = "Putaran pakta sudah berakhir"


@dataclass(frozen=True, slots=True)
class Signing:
    """How a pact is signed: how sure it is, whose name the check page may show, and by whom.

    ``code`` is that of the printed sheet, empty to draw one; ``actor`` the officer who confirms
    a sheet, empty for the person's own act.
    """

    assurance: Assurance
    shows_name: bool
    at: datetime
    code: str = ""
    actor: str = ""


@transaction.atomic
def pact_sign(
    *,
    person_ref: PersonRef,
    ref: str,
    text_sha256: str,
    assurance: Assurance,
    show_name: bool,
    at: datetime,
) -> Pact:
    """Sign one's own pact; the same again returns the first. The door has just proven who it is.

    Raises NotVisibleError when the round is not for this person, RoundEndedError after its end,
    PactEarlyError before the superior, TextChangedError for another wording; then nothing is
    written.
    """
    round_ = round_locked(ref)
    own = own_pact(person_ref=person_ref, ref=ref, today=at.date())
    if own.pact is not None and own.pact.is_done:
        return own.pact
    if text_sha256 != round_.text.sha256:
        raise TextChangedError(
            _("Naskah pakta ini bukan yang Anda baca. Baca lagi butirnya, lalu tandatangani.")
        )
    return pact_keep(own=own, signing=Signing(assurance, show_name, at))


def pact_keep(*, own: OwnPact, signing: Signing) -> Pact:
    """Write a signed pact with its entry and its paper, in the transaction that holds the round.

    Raises RoundEndedError and PactEarlyError: they are checked for every way of signing.
    """
    round_must_run(own.round)
    signing_allowed(
        superior=own.superior.name if own.superior else "",
        has_signed=not own.waits,
        is_released=False,
    )
    pact = own.pact or Pact(ref=matter_draw(), round=own.round, person=own.person)
    _snapshot(pact, own, signing.at)
    pact.state, pact.signed_at, pact.at = PactState.SIGNED.value, signing.at, signing.at
    pact.assurance, pact.shows_name = signing.assurance.value, signing.shows_name
    pact.code = signing.code or paper_ref_draw()
    # Why it was late is nobody's business once it is signed (UU 27/2022 Pasal 16 ayat (2)).
    pact.reason, pact.returns_on = "", None
    pact.save()
    _entered(pact, signing)
    return pact


@transaction.atomic
def pact_absent(
    *,
    person_ref: PersonRef,
    ref: str,
    kind: Absence,
    reason: str,
    returns_on: date | None,
    at: datetime,
) -> Pact:
    """Record why a person does not sign; another reason later takes the place of the first.

    The journal binds state and reason by a salted hash and names neither: illness is nobody
    else's business (UU 27/2022 Pasal 4 ayat (2)). Raises NotVisibleError, RoundEndedError,
    AlreadyDoneError for one who has signed, WrongInputError without a reason.
    """
    round_must_run(round_locked(ref))
    own = own_pact(person_ref=person_ref, ref=ref, today=at.date())
    if own.pact is not None and own.pact.is_done:
        raise AlreadyDoneError(_("Anda sudah menandatangani pakta ini, jadi tidak perlu alasan."))
    words = reason.strip()
    if not words:
        raise WrongInputError(_("Tulis alasannya. Hanya atasan langsung Anda yang membacanya."))
    pact = own.pact or Pact(ref=matter_draw(), round=own.round, person=own.person)
    said = (ABSENCES[kind].value, words, returns_on)
    if pact.pk and (pact.state, pact.reason, pact.returns_on) == said:
        return pact
    _snapshot(pact, own, at)
    pact.state, pact.reason, pact.returns_on = said
    pact.at = at
    pact.save()
    told = canonical({"kind": kind.value, "reason": words, "returns_on": str(returns_on or "")})
    _append(pact, "pact.absent", own.person.ref, at, {"said": hashlib.sha256(told).hexdigest()})
    return pact


@dataclass(frozen=True, slots=True)
class Knower:
    """Who says "mengetahui": a person of the roster (may be empty), an officer, or both.

    ``name`` and ``post`` stand under the words on the paper.
    """

    name: str
    post: str
    assurance: Assurance
    person: str = ""
    actor: Actor | None = None

    @property
    def ref(self) -> str:
        """Return under which reference the journal names them."""
        return self.actor.account if self.actor else self.person


@transaction.atomic
def pacts_know(
    *, person: Knower, ref: str, pacts: Sequence[str], at: datetime
) -> tuple[list[Pact], int]:
    """Add the superior's "mengetahui" to signed pacts; return those new, and how many had it.

    Each gets its own entry and a paper that bears both names. Raises NotVisibleError when one of
    them is not right below this superior (then none is marked), RoundEndedError for a withdrawn
    round, WrongInputError for none.
    """
    round_ = round_locked(ref)
    if round_.stage == RoundStage.WITHDRAWN:
        round_must_run(round_)
    wanted = set(pacts)
    found = list(
        Pact.objects.select_for_update(of=("self",))
        .filter(round=round_, ref__in=wanted, state__in=["ditandatangani", "diketahui"])
        .select_related("person__unit", "round")
        .order_by("pk")
    )
    if not wanted:
        raise WrongInputError(_("Belum ada yang dipilih. Centang pakta yang Anda ketahui."))
    if len(found) != len(wanted) or not _are_below(person, found, at.date()):
        raise NotVisibleError(
            _("Ada pakta yang bukan milik bawahan langsung Anda. Muat ulang daftarnya.")
        )
    fresh = [pact for pact in found if pact.state == PactState.SIGNED]
    for pact in fresh:
        _known(pact, person, at)
    return fresh, len(found) - len(fresh)


@transaction.atomic
def pact_annul(*, actor: Actor, ref: str, reason: str, at: datetime) -> Pact:
    """Annul a pact that the person did not sign, or signed in error; the person may sign anew.

    Its papers are withdrawn and say so. Raises NotVisibleError or NotAllowedError for who may
    not, MoveRefusedError (409) for one that is not signed, WrongInputError without a reason.
    """
    pacts = Pact.objects.select_for_update(of=("self",)).select_related("round__unit", "person")
    pact = pacts.filter(ref=ref).first()
    if pact is None:
        raise NotVisibleError(_("Pakta ini tidak ada, atau bukan untuk wilayah kerja Anda."))
    require(actor, OPENERS, pact.unit_path)
    take(PACT_MOVES, "annul", PactState(pact.state))
    if _is_own(actor, pact):
        raise MoveRefusedError(_("Ini pakta Anda sendiri. Minta pengelola lain membatalkannya."))
    words = reason_required(reason)
    pact.state, pact.reason, pact.at = PactState.ANNULLED.value, words, at
    pact.save(update_fields=["state", "reason", "at"])
    # The sheet's code was the pact's, and its paper is withdrawn: the next sheet bears another.
    pact.round.sheets.filter(person=pact.person).update(
        code=paper_ref_draw(), scan=None, entered_by="", confirmed_by="", confirmed_at=None
    )
    for code in filter(None, (pact.code, pact.known_code)):
        paper_withdraw(
            actor=actor,
            ref=PaperRef(code),
            reason=_("Pakta dibatalkan oleh pengelola."),
            at=at,
            unit=pact.unit_path,
        )
    _append(pact, "pact.annul", actor.account, at, {"reason": words})
    return pact


def round_must_run(round_: PactRound) -> None:
    """Pass while the round takes signatures; else raise RoundEndedError (409), in words."""
    if round_.stage == RoundStage.WITHDRAWN:
        raise RoundEndedError(
            _("Putaran ini ditarik: %(reason)s. Tidak ada yang tercatat; tunggu putaran baru.")
            % {"reason": round_.reason}
        )
    if round_.stage != RoundStage.OPEN:
        raise RoundEndedError(
            _("Putaran ini sudah ditutup, jadi tidak ada yang tercatat. Minta putaran susulan.")
        )


def _snapshot(pact: Pact, own: OwnPact, at: datetime) -> None:
    """Write who the person is on this day, and who stands above."""
    person, above = own.person, own.superior
    here = signer_person(person=PersonRef(person.ref), on=at.date())
    over = signer_person(person=PersonRef(above.ref), on=at.date()) if above else None
    pact.government_id = own.round.government_id
    pact.name, pact.nip, pact.post_title = here.name, person.nip, here.post
    pact.unit_path, pact.unit_name = here.unit_path, here.unit_name
    pact.superior_name = over.name if over else ""
    pact.superior_post = over.post if over else ""
    pact.text_sha256 = own.round.text.sha256


def _entered(pact: Pact, signing: Signing) -> None:
    promise = entry_append(
        government=pact.government_id,
        kind="pact.sign",
        matter=pact.ref,
        of=pact.round.ref,
        actor=signing.actor or pact.person.ref,
        body={
            "person": pact.person.ref,
            "unit": pact.unit_path,
            "post": pact.post_title,
            "superior": pact.superior_name,
            "text": pact.text_sha256,
            "assurance": pact.assurance,
            "certificate": pact.code,
        },
        at=signing.at,
    )
    _paper(pact, PaperRef(pact.code or ""), Entered(pact.ref, promise, signing.at))


def _known(pact: Pact, knower: Knower, at: datetime) -> None:
    pact.state, pact.known_at, pact.at = PactState.KNOWN.value, at, at
    pact.known_by, pact.known_name, pact.known_post = knower.ref, knower.name, knower.post
    pact.known_assurance, pact.known_code = knower.assurance.value, paper_ref_draw()
    pact.save()
    promise = entry_append(
        government=pact.government_id,
        kind="pact.know",
        matter=pact.ref,
        of=pact.round.ref,
        actor=knower.ref,
        body={
            "person": pact.person.ref,
            "assurance": pact.known_assurance,
            "certificate": pact.known_code,
        },
        at=at,
    )
    _paper(pact, PaperRef(pact.known_code), Entered(pact.ref, promise, at))


def _paper(pact: Pact, code: PaperRef, entered: Entered) -> None:
    facts = PaperFacts(
        kind=Paper.Kind.PACT,
        title=pact.round.title,
        subject=pact.ref,
        holder=pact.person.name,
        shows_holder=pact.shows_name,
    )
    paper_record(government=pact.government_id, facts=facts, ref=code, entered=entered)


def _append(pact: Pact, kind: str, actor: str, at: datetime, told: dict[str, Json]) -> None:
    entry_append(
        government=pact.government_id,
        kind=kind,
        matter=pact.ref,
        of=pact.round.ref,
        actor=actor,
        body={"person": pact.person.ref, **told},
        at=at,
    )


def _is_own(actor: Actor, pact: Pact) -> bool:
    return Account.objects.filter(ref=actor.account, person=pact.person_id).exists()


def _are_below(knower: Knower, pacts: Sequence[Pact], on: date) -> bool:
    """Tell whether each pact's person stands right below the one who says "mengetahui".

    Above the first of the order stands no person of the roster: there the Sekda or the PPK does.
    """
    superiors = superiors_of(persons=[pact.person for pact in pacts], on=on)
    return all(_is_below(knower, pact, superiors.get(pact.person_id)) for pact in pacts)


def _is_below(knower: Knower, pact: Pact, superior: Person | None) -> bool:
    if pact.person.ref == knower.person:
        return False
    if superior is not None:
        return superior.ref == knower.person
    actor = knower.actor
    is_top = actor is not None and actor.role in TOP_KNOWERS
    return is_top and actor is not None and is_within(pact.person.unit.path, actor.unit)
