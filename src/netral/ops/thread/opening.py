"""Step 1: a government opens, with its officers and the keys of the offices that read reports."""

from __future__ import annotations

from datetime import date

from netral.core.access import Role
from netral.journal.models import Entry
from netral.ops.thread.browser import Browser
from netral.ops.thread.story import CODE, KEY, NAME, Story, actor_of, at, on
from netral.people.models import Account, Region, Unit, UnitKey
from netral.people.services.accounts import Invitee, account_invite, first_officer_make
from netral.people.services.places import UnitWish, government_open, unit_open
from netral.people.services.regions import regions_load
from netral.people.services.roles import GrantWish
from netral.people.services.unit_keys import unit_key_make
from netral.people.services.unlock import DEMO_PASS_PHRASE, unlock_key_make

DAY = date(2024, 9, 2)
HANDLING = "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"
INSPECTORATE = "Inspektorat"
# Who acts, in which role, over which unit ("" is the whole government); all names are invented.
OFFICERS = (
    ("ppk", Role.PPK, "", "Tigor Limbong"),
    ("sekda", Role.SEKDA, "", "Rosmaida Turnip"),
    ("desk", Role.DESK, "", "Lamhot Sinaga"),
    ("penangan", Role.HANDLER, HANDLING, "Duma Nainggolan"),
    ("pemeriksa", Role.EXAMINER, "", "Parlin Siahaan"),
    ("inspektorat", Role.HANDLER, INSPECTORATE, "Ruth Manihuruk"),
)


def opening(story: Story) -> str:
    """Open the government, invite its officers, make the keys; return what was done."""
    regions_load([CODE])
    region = Region.objects.get(code=CODE)
    moment = at(DAY, 8)
    government_open(key=KEY, name=NAME, kind="kabupaten", region=region, at=moment)
    with on(DAY):
        _first_officer(story)
    units = {name: _office(story, name) for name in (HANDLING, INSPECTORATE)}
    for word, role, unit, name in OFFICERS:
        _invited(story, word, role, (units.get(unit, KEY), name))
    keys = [_key(story, path) for path in units.values()]
    story.claim(len(keys) == UnitKey.objects.filter(ended_at=None).count(), "kunci unit dibuat")
    story.claim(Entry.objects.filter(kind="government.open").count() == 1, "pembukaan tercatat")
    officers = Account.objects.count()
    return (
        f"{NAME} dibuka: {officers} petugas diundang, {len(keys)} unit memegang kunci berkas. "
        "Tautan undangan hanya berlaku sekali."
    )


def _first_officer(story: Story) -> None:
    """Make the first officer, who chooses a password by the printed link, once."""
    invitee = Invitee(username="pengelola", name="Ardani Saragih")
    account, token = first_officer_make(government=KEY, invitee=invitee, at=at(DAY, 8, 5))
    story.actors["pengelola"] = actor_of(account, Role.OFFICER, KEY)
    browser, address = Browser(), f"/undangan/{token}/"
    page = browser.look(address)
    secret = "kapal kertas melintas danau"  # noqa: S105 - of an invented officer, for one run
    browser.press(page, password=secret, again=secret)
    account.refresh_from_db()
    story.claim(account.check_password(secret), "pengelola pertama memilih kata sandi sendiri")
    again = browser.look(address)
    story.claim(again.status == 410, "tautan undangan yang sama ditolak kedua kali")  # noqa: PLR2004


def _office(story: Story, name: str) -> str:
    wish = UnitWish(parent=KEY, name=name, kind=Unit.Kind.OPD)
    officer = story.actors["pengelola"]
    return unit_open(actor=officer, wish=wish, on=DAY, at=at(DAY, 8, 20)).path


def _invited(story: Story, word: str, role: Role, place: tuple[str, str]) -> None:
    unit, name = place
    account, _token = account_invite(
        actor=story.actors["pengelola"],
        invitee=Invitee(username=word, name=name),
        wish=GrantWish(role, unit, DAY),
        at=at(DAY, 8, 30),
    )
    story.actors[word] = actor_of(account, role, unit)
    unlock_key_make(account=account, pass_phrase=DEMO_PASS_PHRASE, at=at(DAY, 8, 40))


def _key(story: Story, unit: str) -> UnitKey:
    own = [a for a in story.actors.values() if a.role is Role.HANDLER and a.unit == unit]
    above = [story.actors["pemeriksa"], story.actors["ppk"]]
    holders = [actor.account for actor in (*own, *above)]
    officer = story.actors["pengelola"]
    return unit_key_make(actor=officer, unit=unit, holders=holders, at=at(DAY, 8, 50))
