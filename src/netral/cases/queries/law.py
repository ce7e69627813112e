"""What the law data says of a case: its answer, who acts by level, what may be imposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from netral.cases.models import Case
from netral.core import law
from netral.core.access import Role
from netral.core.flow.case import deciders, examiners
from netral.core.law import Answer, Question
from netral.core.law.records import Act, Addressee, Decider, SanctionItem, SanctionMenu
from netral.people.models import AuthorityRow
from netral.people.queries.authorities import authority_on
from netral.people.queries.law_answers import Replayed, law_answer_replay

LEVELS = ("moral", "ringan", "sedang", "berat", "pemberhentian")
# Staff on a contract are under what it says, not under the discipline rule (SE MenPANRB 1/2023).
CONTRACT_LEVELS = ("kontrak",)
TRACKS = ("etika", "disiplin", "pidana", "administrasi")
ASN_STATUSES = frozenset({"PNS", "CPNS", "PPPK", "PPPK_PW"})
LAW_STATUSES = {"PPPK_PW": "PPPK", "NON_ASN": "PPNPN", "": "PNS"}
ANY_SUBJECTS = frozenset(
    {"PNS", "CPNS", "PPPK", "KADES", "PERANGKAT_DESA", "BPD", "PPNPN", "HONORER"}
)


@dataclass(frozen=True, slots=True)
class Offered:
    """A sanction as a form offers it: the item, its menu, whether the law's range holds it."""

    item: SanctionItem
    menu: SanctionMenu
    is_in_range: bool


def acts_on(day: date) -> list[Act]:
    """Return the acts that are forbidden on a day, by family in the order of the data."""
    return [act for act in law.acts(day) if act.is_breach]


def act_title(case: Case) -> str:
    """Return the words for the case's act; its code when no record of that day has it."""
    act = law.act(case.act_code, case.act_on)
    return act.title_id if act else case.act_code


def question_for(case: Case) -> Question:
    """Return what the case asks of the law: the act, the respondent, the region, the day."""
    told = f"tahap:{case.election_stage}" if case.election_stage else ""
    return Question(
        act=case.act_code,
        status=LAW_STATUSES.get(case.respondent_status, case.respondent_status),
        post=case.respondent_post,
        region=region_of(case),
        on=case.act_on,
        facts=tuple(dict.fromkeys(fact for fact in (*case.facts, told) if fact)),
    )


def answer_for(case: Case) -> Answer:
    """Return the law data's answer for the case: the law of the day of the act."""
    return law.answer_to(question_for(case), law.the_book())


def answers_replayed(case: Case) -> list[tuple[str, Replayed]]:
    """Return the stored answers that the case relied on, each asked again under its edition."""
    decision = getattr(case, "decision", None)
    stored = [
        (_("saat dibuka"), case.law_answer),
        (_("saat diputus"), decision.law_answer if decision else None),
    ]
    return [(when, law_answer_replay(answer)) for when, answer in stored if answer]


def region_of(case: Case) -> str:
    """Return the region's dotted code; without one, a code of the right depth for its kind."""
    government = case.government
    if government.region_id:
        return str(government.region_id)
    return "00" if government.kind == "provinsi" else "00.00"


def examiners_of(case: Case) -> frozenset[Role]:
    """Return who may summon and examine in this case."""
    return examiners(answer_for(case).examiner)


def deciders_of(case: Case, level: str = "") -> frozenset[Role]:
    """Return who may decide, for the range's gravest level or for the level chosen.

    Where the law data is not confirmed, the region's own confirmed row speaks, if it has one.
    """
    found = answer_for(case).decider
    if level:
        scope = "kabupaten" if "." in region_of(case) else "provinsi"
        found = law.decider_for(level, _post_level(case), scope, case.act_on)
    own = own_authority(case, found)
    return frozenset({Role(own.role)}) if own else deciders(found)


def own_authority(case: Case, decider: Decider | None) -> AuthorityRow | None:
    """Return the region's own row for the day of the act; None where the law data is confirmed."""
    if decider is None or decider.standing.confirmed:
        return None
    return authority_on(
        government=case.government_id,
        level=decider.level,
        post_level=_post_level(case),
        on=case.act_on,
    )


def _post_level(case: Case) -> str:
    kind = law.post_kind(case.respondent_post)
    return kind.level if kind else ""


def sanctions_offered(case: Case) -> list[Offered]:
    """Return every sanction in force on the day of the act, each told whether in the range.

    Of staff on a contract only what the contract says: the discipline rule is not for them.
    """
    sanction = answer_for(case).sanction
    usual = {menu.id for menu in sanction.menus} if sanction else set()
    is_contract = bool(sanction and set(sanction.levels) & set(CONTRACT_LEVELS))
    return [
        Offered(item, menu, menu.id in usual)
        for level in (CONTRACT_LEVELS if is_contract else LEVELS)
        for menu in law.sanction_menus(level, case.act_on)
        for item in menu.items
    ]


def addressees_offered(case: Case, today: date) -> list[Addressee]:
    """Return to whom the matter may be referred today; each once, in the order of the data."""
    kind = law.post_kind(case.respondent_post)
    status = LAW_STATUSES.get(case.respondent_status, case.respondent_status)
    if case.respondent_id is None:
        return referral_addressees(today)
    subjects = frozenset({status} | set(kind.subjects if kind else ()))
    found = (item for track in TRACKS for item in law.addressees(track, subjects, today))
    return list(dict.fromkeys(found))


def referral_addressees(today: date) -> list[Addressee]:
    """Return every receiver of today, for a report whose respondent is not known yet."""
    found = (item for track in TRACKS for item in law.addressees(track, ANY_SUBJECTS, today))
    return list(dict.fromkeys(found))
