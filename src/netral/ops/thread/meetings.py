"""Step 7: a meeting's directive is followed up; what is still open is carried on by itself."""

from __future__ import annotations

import hashlib
from datetime import date

from netral.core.access import Role
from netral.core.flow.meeting import DirectiveStage
from netral.core.kinds.refs import DirectiveRef, MeetingRef
from netral.desk.models import Attendance, CarriedDirective, Directive
from netral.desk.queries import units_to_invite
from netral.desk.services import (
    DirectiveDraft,
    Evidence,
    MeetingPlan,
    directive_give,
    directive_step,
    meeting_approve,
    meeting_hold,
    meeting_plan,
)
from netral.journal.models import Entry
from netral.ops.thread.story import Story, at

HELD, FOLLOWED, NEXT = (date(2024, 11, day) for day in (14, 15, 18))
TASKS = ("Hubungi pegawai yang belum membaca surat edaran", "Laporkan pegawai yang belum berikrar")


def meetings(story: Story) -> str:
    """Hold a rakor, give two directives, follow one up, plan the next; return what was carried."""
    desk = story.actors["desk"]
    ref = _held(story)
    heads = [a for a in story.actors.values() if a.role is Role.OPD_HEAD]
    refs = []
    for task, head in zip(TASKS, heads, strict=False):
        draft = DirectiveDraft(task, Directive.Topic.NEUTRALITY, head.unit, FOLLOWED)
        made = directive_give(actor=desk, meeting=ref, draft=draft, at=at(HELD, 11))
        refs.append(DirectiveRef(made.ref))
    proof = _proof()
    note = "Daftar pegawai yang sudah dihubungi, terlampir."
    directive_step(
        actor=heads[0], ref=refs[0], act="prove", note=note, evidence=proof, at=at(FOLLOWED)
    )
    directive_step(
        actor=desk, ref=refs[0], act="accept", note="", evidence=None, at=at(FOLLOWED, 15)
    )
    done = Directive.objects.get(ref=refs[0])
    story.claim(done.stage == DirectiveStage.ACCEPTED.value, "arahan dengan bukti diterima desk")
    kept = done.follow_ups.get(act="prove").file_sha256
    story.claim(kept == proof.sha256, "sidik bukti tindak lanjut sama dengan berkasnya")
    carried = _carried(story)
    story.claim(carried == [refs[1]], "hanya arahan yang terbuka dibawa ke rapat berikut")
    entries = Entry.objects.filter(kind="directive.step", matter=refs[0]).count()
    story.claim(entries == 2, "setiap tindak lanjut tercatat di Jejak")  # noqa: PLR2004
    return (
        f"Rakor: {len(refs)} arahan. Satu ditindaklanjuti dengan bukti dan diterima desk; "
        f"{len(carried)} yang masih terbuka dibawa sendiri ke rapat berikut."
    )


def _held(story: Story) -> MeetingRef:
    """Plan a meeting, keep who came and the minutes, have them approved."""
    desk = story.actors["desk"]
    plan = MeetingPlan(
        title="Rakor netralitas ASN",
        place="Aula kantor bupati",
        begins_at=at(HELD),
        leader=story.actors["sekda"].name,
        agenda="Jangkauan surat edaran dan ikrar.",
    )
    ref = MeetingRef(meeting_plan(actor=desk, plan=plan, at=at(HELD, 8)).ref)
    units = units_to_invite(actor=desk, today=HELD)
    present = {unit.pk: (Attendance.State.PRESENT.value, "Kepala OPD") for unit in units}
    meeting_hold(actor=desk, ref=ref, minutes="Dua arahan.", present=present, at=at(HELD, 10))
    meeting_approve(actor=story.actors["sekda"], ref=ref, at=at(HELD, 16))
    rows = Attendance.objects.filter(meeting__ref=ref, state=Attendance.State.PRESENT)
    came = rows.count()
    story.claim(came == len(units) > 0, "setiap OPD diundang dan kehadirannya tercatat")
    return ref


def _proof() -> Evidence:
    content = b"unit;dihubungi\nDinas;12\n"
    digest = hashlib.sha256(content).hexdigest()
    return Evidence("dihubungi.csv", "text/csv", content, digest)


def _carried(story: Story) -> list[str]:
    """Plan the next meeting; return which directives stand on its agenda by themselves."""
    plan = MeetingPlan("Rakor lanjutan", "Aula kantor bupati", at(NEXT), "Sekda", "Tindak lanjut.")
    made = meeting_plan(actor=story.actors["desk"], plan=plan, at=at(FOLLOWED, 16))
    found = CarriedDirective.objects.filter(meeting=made)
    return list(found.values_list("directive__ref", flat=True))
