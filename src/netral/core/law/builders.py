"""Build each kind of record from one TOML record."""

from __future__ import annotations

from netral.core.kinds.terms import Holiday
from netral.core.law.reading import Record
from netral.core.law.records import (
    Act,
    Addressee,
    CircularClause,
    Contested,
    Decider,
    Election,
    Examiner,
    FactQuestion,
    FactValue,
    Group,
    Instrument,
    PostKind,
    SanctionItem,
    SanctionMenu,
    Side,
    Stage,
)

TRACKS = ("etika", "disiplin", "pidana", "administrasi", "bukan_pelanggaran")
STAGES = (
    "pra_penetapan",
    "pasca_penetapan",
    "kampanye",
    "masa_tenang",
    "pemungutan",
    "pasca",
    "semua",
)
REGIMES = ("pilkada", "pemilu", "")
EVERYONE = ("SEMUA", "SETIAP_ORANG")
STATUSES = (
    "PNS",
    "CPNS",
    "PPPK",
    "PPNPN",
    "HONORER",
    "KADES",
    "PERANGKAT_DESA",
    "BPD",
    "TNI_POLRI",
    "KEPALA_DAERAH",
    "PJ_KEPALA_DAERAH",
    "PEJABAT_NEGARA",
    "PEJABAT_DAERAH",
    "PASLON",
)
# What a person is besides a status: by the post, or by the part played in the matter.
ROLES = (
    "PEJABAT_ASN",
    "LURAH",
    "ATASAN_LANGSUNG",
    "PEJABAT_YANG_BERWENANG_MENGHUKUM",
    "PPK",
)
SUBJECTS = (*EVERYONE, *STATUSES, *ROLES)


def build_instrument(record: Record) -> Instrument:
    """Build one instrument."""
    return Instrument(
        id=record.text("id"),
        short=record.text("short"),
        title_id=record.text("title_id"),
        title_en=record.text("title_en"),
        standing=record.standing(),
    )


def build_act(record: Record) -> Act:
    """Build one act."""
    return Act(
        code=record.text("code"),
        family=record.text("family"),
        title_id=record.text("title_id"),
        title_en=record.text("title_en"),
        plain_id=record.text("plain_id"),
        plain_en=record.text("plain_en"),
        instrument=record.text("instrument"),
        track=record.choice("track", TRACKS),
        election=record.choice("election", REGIMES, ""),
        applies_to=record.choices("applies_to", SUBJECTS),
        stages=record.choices("stages", STAGES),
        level=record.text("level"),
        levels=record.texts("levels", ()),
        level_confirmed=record.flag("level_confirmed"),
        range=record.text("range"),
        authority=record.text("authority"),
        twin=record.text("twin", ""),
        overlays=record.texts("overlays", ()),
        note=record.text("note", ""),
        standing=record.standing(record.texts("basis")),
        range_en=record.text("range_en", ""),
        authority_en=record.text("authority_en", ""),
    )


def build_menu(record: Record) -> SanctionMenu:
    """Build one menu."""
    standing, level, menu = record.standing(), record.text("level"), record.text("id")
    items = []
    for child in record.children("items"):
        items.append(
            SanctionItem(
                id=child.text("id"),
                title_id=child.text("title_id"),
                title_en=child.text("title_en"),
                menu=menu,
                level=level,
                basis=standing.citation[0],
            )
        )
        child.done()
    return SanctionMenu(
        id=menu,
        level=level,
        title_id=record.text("title_id"),
        title_en=record.text("title_en"),
        instrument=record.text("instrument"),
        items=tuple(items),
        note=record.text("note", ""),
        standing=standing,
    )


def build_examiner(record: Record) -> Examiner:
    """Build one examiner."""
    return Examiner(
        id=record.text("id"),
        level=record.text("level"),
        title_id=record.text("title_id"),
        title_en=record.text("title_en"),
        team=record.text("team"),
        instrument=record.text("instrument", ""),
        standing=record.standing(),
    )


def build_decider(record: Record) -> Decider:
    """Build one decider."""
    return Decider(
        id=record.text("id"),
        level=record.text("level"),
        post_levels=record.texts("post_levels"),
        scope=record.choice("scope", ("semua", "provinsi", "kabupaten")),
        title_id=record.text("title_id"),
        title_en=record.text("title_en"),
        instrument=record.text("instrument", ""),
        standing=record.standing(),
    )


def build_addressee(record: Record) -> Addressee:
    """Build one addressee."""
    return Addressee(
        id=record.text("id"),
        tracks=record.choices("tracks", TRACKS),
        applies_to=record.choices("applies_to", SUBJECTS),
        title_id=record.text("title_id"),
        title_en=record.text("title_en"),
        instrument=record.text("instrument", ""),
        standing=record.standing(),
    )


def build_post(record: Record) -> PostKind:
    """Build one post."""
    return PostKind(
        words=record.texts("words"),
        subjects=record.choices("subjects", SUBJECTS, ()),
        level=record.text("level", ""),
    )


def build_group(record: Record) -> Group:
    """Build one group of people."""
    return Group(
        id=record.text("id"),
        title_id=record.text("title_id"),
        title_en=record.text("title_en"),
        plain_id=record.text("plain_id"),
        plain_en=record.text("plain_en"),
        rule_id=record.text("rule_id"),
        rule_en=record.text("rule_en"),
        who_acts_id=record.text("who_acts_id"),
        who_acts_en=record.text("who_acts_en"),
        subjects=record.choices("subjects", SUBJECTS),
        own_acts=record.texts("own_acts", ()),
        referral_only=record.flag("referral_only"),
        instrument=record.text("instrument"),
        standing=record.standing(record.texts("citation")),
    )


def build_election(record: Record) -> Election:
    """Build one election."""
    return Election(
        id=record.text("id"),
        regime=record.choice("regime", ("pilkada", "pemilu")),
        title_id=record.text("title_id"),
        title_en=record.text("title_en"),
        voting_on=record.day("voting_on"),
        citation=record.text("citation"),
        stages=tuple(_stage(child, record) for child in record.children("stages")),
        milestones=tuple(_stage(child, record) for child in record.children("milestones", [])),
    )


def _stage(record: Record, election: Record) -> Stage:
    made = Stage(
        election=election.text("id"),
        regime=election.text("regime"),
        stage=record.choice("stage", STAGES, "semua"),
        first=record.day("first"),
        last=record.day("last"),
        title_id=record.text("title_id"),
        title_en=record.text("title_en"),
        citation=election.text("citation"),
        confirmed=record.flag("confirmed", default=True),
        sources=record.texts("sources"),
        acts=record.texts("acts", ()),
    )
    record.done()
    if made.last < made.first:
        raise record.wrong("'last' lebih dulu daripada 'first'.", "last")
    return made


def build_clause(record: Record) -> CircularClause:
    """Build one clause."""
    return CircularClause(
        id=record.text("id"),
        text_id=record.text("text_id"),
        text_en=record.text("text_en"),
        acts=record.texts("acts"),
    )


def build_contested(record: Record) -> Contested:
    """Build one contested."""
    sides = []
    for child in record.children("sides"):
        sides.append(
            Side(
                who=child.text("who"),
                says_id=child.text("says_id"),
                says_en=child.text("says_en"),
                sources=child.texts("sources"),
            )
        )
        child.done()
    return Contested(
        id=record.text("id"),
        acts=record.texts("acts"),
        question_id=record.text("question_id"),
        question_en=record.text("question_en"),
        sides=tuple(sides),
    )


def build_question(record: Record) -> FactQuestion:
    """Build one question."""
    values = []
    for child in record.children("values"):
        values.append(
            FactValue(
                value=child.text("value"),
                instead=child.text("instead", ""),
                level=child.text("level", ""),
            )
        )
        child.done()
    return FactQuestion(
        id=record.text("id"),
        acts=record.texts("acts"),
        text_id=record.text("text_id"),
        text_en=record.text("text_en"),
        values=tuple(values),
    )


def build_decree(record: Record) -> tuple[Holiday, ...]:
    """Build one decree."""
    decree = record.text("source")
    days = []
    for child in record.children("days"):
        days.append(
            Holiday(
                day=child.day("day"),
                name=child.text("name"),
                kind=child.text("kind"),
                decree=decree,
            )
        )
        child.done()
    return tuple(days)
