"""Who signs, as they were on that day; and the proof that it is they who press the button now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from netral.core.access import Actor, Assurance, PostKind
from netral.core.kinds.errors import NotVisibleError, WrongInputError
from netral.core.kinds.nip import nip_masked
from netral.core.kinds.refs import PersonRef
from netral.people.models import Account, Person, Posting, Unit
from netral.people.queries.keys import has_unlock_key
from netral.people.services.links import pin_confirm
from netral.people.services.unlock import pass_phrase_refusal

FRESH = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class SignerFacts:
    """A signer as of one day: the person on the roster, or an account without one.

    ``nip`` is masked. ``account`` is the officer's, where one acts; the journal's actor.
    """

    government: str
    person: Person | None
    account: str
    name: str
    nip: str
    post: str
    unit_path: str
    unit_name: str

    @property
    def actor(self) -> str:
        """Return who acts, as the journal's private rest names it."""
        return self.account or (self.person.ref if self.person else "")


@dataclass(frozen=True, slots=True)
class Reauth:
    """The proof that the signer, and nobody at their open browser, pressed the button.

    ``who`` is the reference of the person or of the account that was proved.
    """

    who: str
    assurance: Assurance
    at: datetime


@dataclass(frozen=True, slots=True)
class Reauthing:
    """What came of a try: the proof, or the sentence to show in its place."""

    proof: Reauth | None = None
    refusal: str = ""


def signer_person(*, person: PersonRef, on: date, account: str = "") -> SignerFacts:
    """Return a member of staff as a signer on a day: post and unit of that day, NIP masked.

    Raises NotVisibleError for nobody, or for one who is not in service on that day.
    """
    found = (
        Person.objects.live_on(on).select_related("unit", "government").filter(ref=person).first()
    )
    if found is None:
        raise NotVisibleError(
            _("Menurut daftar pegawai, orang ini tidak bertugas hari ini. Hubungi kepegawaian.")
        )
    posts = Posting.objects.live_on(on).filter(person=found)
    # The post to lead, the latest first: a Plt. signs as such, and not by the post left behind.
    post = posts.order_by("-is_head", "-valid_from", "-pk").first()
    return SignerFacts(
        government=found.government_id,
        person=found,
        account=account,
        name=name_whole(found),
        nip=nip_masked(found.nip) if found.nip else "",
        post=_post_words(post) if post else found.post_title,
        unit_path=found.unit.path,
        unit_name=found.unit.name,
    )


def signer_actor(*, actor: Actor, post: str, on: date) -> SignerFacts:
    """Return the officer who acts as a signer: their own person, else the account's name.

    ``post`` is the title to print for an account without a person, such as a bupati.
    """
    account = Account.objects.select_related("person").get(ref=actor.account)
    if account.person is not None and account.person.government_id == actor.government:
        return signer_person(person=PersonRef(account.person.ref), on=on, account=account.ref)
    unit = Unit.objects.get(path=actor.unit)
    return SignerFacts(
        government=actor.government,
        person=None,
        account=account.ref,
        name=account.name,
        nip="",
        post=post,
        unit_path=unit.path,
        unit_name=unit.name,
    )


def name_whole(person: Person) -> str:
    """Return a person's name with the titles before and behind it."""
    front = f"{person.title_front} {person.name}".strip()
    return f"{front}, {person.title_back}" if person.title_back else front


def reauth_by_pin(*, person: PersonRef, pin: str, assurance: Assurance, at: datetime) -> Reauthing:
    """Let the holder of a personal link prove themselves by their PIN; wrong tries are counted.

    ``assurance`` is that of the session; it is kept, since the PIN adds nothing to a code by phone.
    Raises LinkEndedError when no link of theirs opens any more.
    """
    opening = pin_confirm(person=person, pin=pin, at=at)
    if opening.refusal:
        return Reauthing(refusal=opening.refusal)
    shown = max(assurance, Assurance.LINK_PIN, key=_order)
    return Reauthing(proof=Reauth(person, shown, at))


def reauth_by_pass_phrase(*, account: Account, pass_phrase: str, at: datetime) -> Reauthing:
    """Let an officer prove themselves by the pass phrase of their key; wrong tries are counted."""
    if not has_unlock_key(account):
        return Reauthing(refusal=_("Buat dulu frasa sandi Anda di halaman Kunci, lalu kembali."))
    refusal = pass_phrase_refusal(account=account, pass_phrase=pass_phrase, at=at)
    if refusal:
        return Reauthing(refusal=refusal)
    return Reauthing(proof=Reauth(account.ref, Assurance.SSO, at))


def reauth_check(proof: Reauth, signer: SignerFacts, at: datetime) -> None:
    """Pass if the proof is the signer's own, fresh and strong enough; else WrongInputError."""
    if proof.who not in {signer.person.ref if signer.person else "", signer.account} - {""}:
        raise WrongInputError(_("Pengesahan ini milik orang lain. Sahkan sekali lagi."))
    if not timedelta(0) <= at - proof.at <= FRESH:
        raise WrongInputError(_("Pengesahan Anda sudah lewat 5 menit. Sahkan sekali lagi."))
    if _order(proof.assurance) < _order(Assurance.LINK_PIN):
        raise WrongInputError(
            _("Menandatangani memerlukan PIN Anda. Buat PIN di tautan pribadi Anda dulu.")
        )


def typed_check(typed: str, signer: SignerFacts) -> None:
    """Pass if what was typed is the signer's own name; titles, dots, blanks and case are forgiven.

    Raises WrongInputError.
    """
    bare = signer.person.name if signer.person else signer.name
    if _letters(bare) not in _letters(typed):
        raise WrongInputError(
            _("Ketik nama lengkap Anda seperti di naskah: %(name)s.") % {"name": signer.name}
        )


def _post_words(post: Posting) -> str:
    is_acting = post.kind != PostKind.DEFINITIVE
    return f"{post.kind.capitalize()}. {post.title}" if is_acting else post.title


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _order(assurance: Assurance) -> int:
    return list(Assurance).index(assurance)
