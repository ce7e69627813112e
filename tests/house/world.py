"""One small world with a thing behind every address, built by the tests' own builders.

``named`` holds what the addresses of ``url_table.toml`` name in braces.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from netral.circulars.models import CircularVersion
from netral.circulars.services.lesson_items import item_propose
from netral.circulars.services.lesson_taught import TaughtPlan, taught_open
from netral.circulars.services.paper_lists import paper_list_print
from netral.circulars.services.reminders import ReminderWish, reminder_ask
from netral.core.access import Actor, Role
from netral.core.flow.case import CaseStage
from netral.core.flow.coverage import SMALLEST_NODE
from netral.core.flow.pledge import Stage
from netral.core.flow.reminding import Gap
from netral.core.kinds.refs import CircularRef, DirectiveRef, PersonRef, UnitPath
from netral.desk.models import FollowUp
from netral.desk.services import Evidence as ProofFile
from netral.desk.services import directive_step
from netral.journal.models import Entry
from netral.journal.tasks import seal_all
from netral.oversight.services.issues import coverage_issue
from netral.papers.models import Paper
from netral.people.access import actor_of
from netral.people.models import (
    Account,
    Instansi,
    Person,
    PersonalLink,
    Region,
    RegionHoliday,
    UnitKey,
)
from netral.people.queries.calendar import open_clocks
from netral.people.services.accounts import account_reset
from netral.people.services.authorities import AuthorityWish, authority_propose
from netral.people.services.clock_numbers import clock_number_propose
from netral.people.services.contacts import address_mark
from netral.people.services.feeds import feed_make
from netral.people.services.links import links_issue
from netral.pledges.models import CallHost
from netral.pledges.services import (
    CallPlan,
    HostPlan,
    JoinPlan,
    call_announce,
    call_statement,
    guest_confirm,
    guest_invite,
    host_join,
    message_now,
    message_take,
)
from netral.pledges.services.pact_sheets import scan_enter, sheets_print
from netral.pledges.services.photos import photo_add
from netral.shell.moment import moment
from netral.vault.models import Evidence
from tests.apps.cases.build import DINKES, KEY, case_at, report_build
from tests.apps.cases.build import office_build as handling_build
from tests.apps.circulars.ask import asked, proposed
from tests.apps.circulars.build import draft_build, opened, published_build, tree_build
from tests.apps.desk.build import KEY as DESK
from tests.apps.desk.build import directive_build, meeting_build
from tests.apps.desk.build import office_build as desk_build
from tests.apps.people.build import (
    account_build,
    actor_build,
    person_build,
    posting_build,
    unit_build,
)
from tests.apps.people.post import contact_build
from tests.apps.people.season import officer, received, simalungun, staff_of, workbook
from tests.apps.pledges.build import pledge_build, room_build, session_build
from tests.apps.pledges.pacts import photo, round_build
from tests.apps.pledges.pacts import sign as pact_sign_build
from tests.apps.reports.build import BKPSDM, sent
from tests.apps.vault.build import sealed_upload
from tests.core.flow.lesson.build import item_build

AWAY = "kab-samosir"


def world_build(folder: Path) -> dict[str, str]:
    """Build the world; return the words that stand in addresses, by name."""
    for path in (f"{AWAY}.dinkes", f"{AWAY}.bkpsdm", f"{KEY}.dikbud", f"{KEY}.setda"):
        unit_build(path)
    named = {"key": KEY, "unit": DINKES}
    named |= _handling()
    named |= _circulars_and_pledges()
    named |= _people(folder) | _chain(CircularRef(named["circular"]))
    named |= _desk()
    return named | _journal()


def own_person() -> Person:
    """Return the person of whom the table speaks as themselves."""
    return Person.objects.get(name="Pegawai Sendiri")


def _handling() -> dict[str, str]:
    office = handling_build()
    with_file = sent(uploads=(sealed_upload(),)).ref
    stages = {stage.name.lower(): case_at(office, stage).ref for stage in CaseStage}
    advice, _writer = proposed(office.private, at=moment())
    return stages | {
        "question": asked(at=moment()).ref,
        "advice": advice.ref,
        "report": report_build(office, is_taken=False).ref,
        "report_taken": report_build(office).ref,
        "report_with_file": with_file,
        "evidence": Evidence.objects.get(owner=with_file).ref,
        "unit_key": str(UnitKey.objects.get(unit__path=BKPSDM).pk),
    }


def _circulars_and_pledges() -> dict[str, str]:
    tree_build()
    now = moment()
    me = person_build(DINKES, name="Pegawai Sendiri")
    published = published_build()
    opened(published, me)
    running = session_build(unit=KEY, opens_at=now - timedelta(minutes=30))
    pledge_build(running, me, at=now)
    drafted = session_build(Stage.DRAFTED, unit=KEY, opens_at=now + timedelta(days=1))
    room = room_build(KEY)
    pacts = _pacts(me) | {"photo": _photo(room.ref)}
    lesson, call = _lesson(published, now), _call()
    joint = _joined_from_outside(call, KEY) | {"guest_asked": _asked_from_outside(call, AWAY)[1]}
    for _number in range(SMALLEST_NODE):
        person_build(f"{KEY}.setda")
    coverage_issue(government=KEY, at=now)
    return (
        lesson
        | pacts
        | joint
        | {
            "call": call,
            "room": room.ref,
            "circular": published.circular.ref,
            "circular_draft": draft_build().ref,
            "session": running.ref,
            "session_drafted": drafted.ref,
            "paper": Paper.objects.filter(government_id=KEY).latest("pk").ref,
        }
    )


def _pacts(me: Person) -> dict[str, str]:
    """Return a round in which oneself has signed, and a scan that waits for its second person."""
    now = moment()
    running = round_build(KEY, at=now, due_on=now.date())
    signed = pact_sign_build(running, me, at=now)
    colleague = person_build(DINKES)
    clerk = actor_build(Role.OFFICER, KEY)
    sheets_print(actor=clerk, ref=running.ref, unit=DINKES, person=colleague.ref, at=now)
    scan = scan_enter(
        actor=clerk,
        ref=running.ref,
        persons=[PersonRef(colleague.ref)],
        content=photo(),
        at=now,
    )
    return {"round": running.ref, "pact": signed.ref, "pact_scan": scan.ref}


def _photo(ref: str) -> str:
    """Return a photo in the minutes of a session in a room."""
    actor = actor_build(Role.OFFICER, KEY)
    return photo_add(actor=actor, ref=ref, content=photo(), caption="", at=moment()).ref


def _lesson(version: CircularVersion, at: datetime) -> dict[str, str]:
    """Return a class that waits for its papers, and an item that waits for its second reader."""
    taught = taught_open(
        actor=actor_build(Role.OPD_HEAD, DINKES),
        ref=CircularRef(version.circular.ref),
        unit=UnitPath(DINKES),
        plan=TaughtPlan("Aula", at.date(), "Pengajar Contoh", 10),
        at=at,
    )
    item = item_propose(actor=actor_build(Role.DESK, KEY), item=item_build("daerah"), at=at)
    return {"taught": taught.ref, "lesson_item": item.ref}


def _chain(ref: CircularRef) -> dict[str, str]:
    """Return someone with a mailbox, a dead phone, a reminder that waits, a printed list."""
    now, head = moment(), actor_build(Role.OPD_HEAD, DINKES)
    someone = contact_build(DINKES, email="pegawai@batanghari.example")
    officer = actor_build(Role.OFFICER, KEY)
    dead = address_mark(actor=officer, person=someone.ref, way="pesan", reason="mati", at=now)
    wish = ReminderWish(UnitPath(DINKES), Gap.READ)
    asked_for = reminder_ask(actor=head, ref=ref, wish=wish, open_ways={"email"}, at=now)
    printed = paper_list_print(actor=head, ref=ref, unit=UnitPath(DINKES), at=now)
    return {
        "person_reached": someone.ref,
        "dead_address": str(dead.pk),
        "reminder": asked_for.ref,
        "paper_list": printed.ref,
    }


def _call() -> str:
    """Return the call of the province; the kabupaten has not joined yet."""
    north = Region.objects.create(code="15", kind="provinsi", name="J", timezone="Asia/Jakarta")
    unit_build("prov-jambi")
    unit_build("prov-jambi.bkd")
    Instansi.objects.filter(key="prov-jambi").update(region=north)
    own = Region.objects.get_or_create(
        code="15.04", defaults={"name": "B", "parent": north, "timezone": "Asia/Jakarta"}
    )[0]
    Region.objects.filter(pk=own.pk).update(parent=north)
    Instansi.objects.filter(key=KEY).update(region=own)
    now = moment()
    plan = CallPlan(
        title="Ikrar serentak",
        text="",
        leader="Gubernur",
        opens_at=now + timedelta(hours=1),
        late_from=now + timedelta(hours=2),
        closes_at=now + timedelta(hours=3),
    )
    return call_announce(actor=actor_build(Role.OFFICER, "prov-jambi"), plan=plan, at=now).ref


def _asked_from_outside(call: str, key: str) -> tuple[CallHost, str]:
    """Let a kabupaten ask, as another installation would; return its side and the caller's."""
    now, caller = moment(), actor_build(Role.OFFICER, "prov-jambi")
    made = guest_invite(actor=caller, ref=call, name=f"Pemerintah {key}", at=now)
    envelope = call_statement(ref=call, at=now).envelope()
    plan = HostPlan(envelope, made.code, "", JoinPlan("Aula", "Sekda", ()))
    session = host_join(actor=actor_build(Role.OFFICER, key), plan=plan, at=now)
    host = CallHost.objects.get(call=session.call)
    message_take(ref=call, body=host.ask, at=now)
    return host, made.guest.ref


def _joined_from_outside(call: str, key: str) -> dict[str, str]:
    """Let a kabupaten join from outside, be confirmed, and tell its sums once."""
    host, guest = _asked_from_outside(call, key)
    guest_confirm(actor=actor_build(Role.OFFICER, "prov-jambi"), ref=guest, at=moment())
    told = message_now(actor=actor_build(Role.OFFICER, key), ref=host.call.ref, at=moment())
    message_take(ref=call, body=told, at=moment())
    return {"guest": guest, "host": host.call.ref}


def _people(folder: Path) -> dict[str, str]:
    now = moment()
    simalungun()
    person = person_build(DINKES)
    holder = account_build(Role.HANDLER, BKPSDM)
    holiday = RegionHoliday.objects.create(
        government_id=KEY,
        day=now.date(),
        name="Hari jadi",
        kind="libur_daerah",
        decree="SK 1/2024",
        entered_by="A",
        entered_at=now,
    )
    return {
        "person": person.ref,
        "posting": str(posting_build(person).pk),
        "holiday": str(holiday.pk),
        "clock": open_clocks(KEY)[0].code,
        "number": str(_number(now)),
        "authority": str(_authority(now)),
        "feed": str(feed_make(actor=_grantee(), at=now)),
        "import": received(officer(), workbook(staff_of().rows, folder)).ref,
        "account": holder.ref,
        "grant": holder.grants.get().ref,
    } | _tokens(person, holder)


def _number(at: datetime) -> int:
    code = open_clocks(KEY)[0].code
    return clock_number_propose(
        actor=actor_build(Role.OFFICER, KEY), code=code, n=9, source="Perbup 5/2023", at=at
    ).pk


def _authority(at: datetime) -> int:
    wish = AuthorityWish(
        "sedang", "pengawas", "kepala_opd", "Kepala dinas", "Perbup 7/2022", at.date()
    )
    return authority_propose(actor=actor_build(Role.OFFICER, KEY), wish=wish, at=at).pk


def _grantee() -> Actor:
    account = account_build(Role.HANDLER, BKPSDM)
    return actor_of(account, account.grants.get())


def _tokens(person: Person, holder: Account) -> dict[str, str]:
    now, manager = moment(), actor_build(Role.OFFICER, KEY)
    ((_who, token),) = links_issue(
        actor=manager,
        persons=[person],
        channel="lembar",
        at=now,
        expires_at=now + timedelta(days=30),
    )
    return {
        "link_token": str(token),
        "link": PersonalLink.objects.get(person=person).ref,
        "invitation": str(account_reset(actor=manager, account=holder.ref, at=now)),
    }


def _desk() -> dict[str, str]:
    desk_build()
    meeting = meeting_build()
    proved = directive_build(meeting)
    proof = ProofFile("jadwal.pdf", "application/pdf", b"%PDF-1.7 isi", "ab" * 32)
    directive_step(
        actor=actor_build(Role.OPD_HEAD, f"{DESK}.dinkes"),
        ref=DirectiveRef(proved.ref),
        act="prove",
        note="Terlampir",
        evidence=proof,
        at=moment(),
    )
    new = directive_build(meeting, text="Periksa ulang penerima bantuan")
    return {
        "meeting": meeting.ref,
        "directive": new.ref,
        "directive_proved": proved.ref,
        "follow_up": str(FollowUp.objects.get().pk),
    }


def _journal() -> dict[str, str]:
    seal_all(moment())
    entry = Entry.objects.filter(log__government=KEY).earliest("pk")
    return {"matter": entry.matter, "leaf": entry.leaf_hash.hex()}
