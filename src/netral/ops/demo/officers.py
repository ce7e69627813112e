"""The season's officers: heads of every unit, the roles above them, their keys."""

from __future__ import annotations

from datetime import datetime, timedelta

from netral.core.access import Actor, Role, is_within
from netral.core.kinds.refs import AccountRef, UnitPath
from netral.ops.demo.governments import OFFICER, username
from netral.ops.demo.scene import Plan, Scene
from netral.people.models import Account, Posting, Unit
from netral.people.services.accounts import Invitee, account_invite
from netral.people.services.roles import GrantWish, role_grant
from netral.people.services.shares import KEY_ROLES
from netral.people.services.unit_keys import unit_key_make
from netral.people.services.unlock import DEMO_PASS_PHRASE, unlock_key_make

STAGGER = timedelta(minutes=3)


def officers_build(scene: Scene, at: datetime) -> None:
    """Invite the named roles and the heads of units; make unlock keys and unit keys."""
    for wish in scene.plan["account"]:
        if wish["word"] != OFFICER:
            scene.actors[wish["word"]] = _invited(scene, wish, at)
            at += STAGGER
    heads = Posting.objects.filter(is_head=True, unit__government_id=scene.key)
    if not scene.mine("circular"):
        heads = heads.filter(unit__name__in=_owners(scene))
    for post in heads.select_related("person", "unit").order_by("unit__path"):
        scene.heads[post.unit.path] = _head(scene, post, at)
    _keys(scene, at + STAGGER)


def _owners(scene: Scene) -> set[str]:
    """Return the units whose heads have something to do where no circular is passed on."""
    given = [one for plan in scene.mine("meeting") for one in plan.get("directive", ())]
    rows = [row for month in scene.mine("realisation") for row in month["rows"]]
    return {one["owner"] for one in given} | {row["unit"] for row in rows}


def _invited(scene: Scene, wish: Plan, at: datetime) -> Actor:
    scope = scene.unit(wish.get("unit", ""))
    unit = wish.get("of") or wish.get("unit", "")
    person = scene.member({"unit": unit, "seat": wish["seat"]}) if "seat" in wish else None
    invitee = Invitee(
        username=username(wish["word"], scene.plan),
        name=wish.get("name", ""),
        person=person.ref if person else "",
    )
    role = Role(wish["role"])
    officer = scene.actors[OFFICER]
    grant = GrantWish(role, scope.path, at.date())
    account, _token = account_invite(actor=officer, invitee=invitee, wish=grant, at=at)
    return Actor(AccountRef(account.ref), account.name, role, UnitPath(scope.path))


def _head(scene: Scene, post: Posting, at: datetime) -> Actor:
    """Give a unit's head the role over it, for as long as the post lasts."""
    officer, unit = scene.actors[OFFICER], post.unit
    role = Role.OPD_HEAD if unit.kind == Unit.Kind.OPD else Role.SUPERIOR
    account = Account.objects.filter(person=post.person).first()
    if account is None:
        name = username(f"kepala.{unit.path.partition('.')[2]}", scene.plan)
        wish = GrantWish(role, unit.path, at.date(), posting_id=post.pk)
        invitee = Invitee(username=name, person=post.person.ref)
        account, _token = account_invite(actor=officer, invitee=invitee, wish=wish, at=at)
    elif not account.grants.filter(role=role.value, unit=unit).exists():
        wish = GrantWish(role, unit.path, at.date(), posting_id=post.pk)
        role_grant(actor=officer, account=account.ref, wish=wish, at=at)
    return Actor(AccountRef(account.ref), account.name, role, UnitPath(unit.path))


def _keys(scene: Scene, at: datetime) -> None:
    """Make the unlock keys of those who read reports and cases, then the units' key pairs."""
    units = [scene.unit(name).path for name in scene.plan.get("keys", ())]
    if not units:
        return
    able = [actor for actor in scene.actors.values() if actor.role in KEY_ROLES]
    for actor in able:
        account = Account.objects.get(ref=actor.account)
        unlock_key_make(account=account, pass_phrase=DEMO_PASS_PHRASE, at=at)
    for unit in units:
        holders = [actor.account for actor in able if is_within(unit, actor.unit)]
        unit_key_make(actor=scene.actors[OFFICER], unit=unit, holders=holders, at=at)
