"""Questions to a person, and answers that enter the helper: each as one table of moves."""

from __future__ import annotations

from enum import StrEnum

from netral.core.access import Role
from netral.core.flow.moves import Move
from netral.core.flow.report import PROMISE

ANSWER_WORKDAYS = 3
ANSWERERS = frozenset({Role.HANDLER})
SECOND_READERS = frozenset({Role.HANDLER, Role.SEKDA, Role.PPK})
"""Who may read a proposed answer a second time; never the one who wrote it."""


class QuestionState(StrEnum):
    """Where a question stands; the words people read are in ``QUESTION_LABELS``."""

    ASKED = "masuk"
    ANSWERED = "dijawab"
    CLOSED = "ditutup"


class QuestionEnd(StrEnum):
    """Why a question ended; the code is public, in the journal's header."""

    ANSWERED = "dijawab"
    REPORT = "lewat_lapor"
    NO_QUESTION = "bukan_pertanyaan"
    OUTSIDE = "bukan_kewenangan"


QUESTION_LABELS = {
    QuestionState.ASKED: "Menunggu jawaban",
    QuestionState.ANSWERED: "Dijawab",
    QuestionState.CLOSED: "Ditutup tanpa jawaban",
}
END_LABELS = {
    QuestionEnd.REPORT: "sudah terjadi, jadi lebih tepat dilaporkan lewat Lapor",
    QuestionEnd.NO_QUESTION: "bukan pertanyaan tentang netralitas",
    QuestionEnd.OUTSIDE: "bukan kewenangan kantor ini",
}
"""Why a question was closed without an answer, in words for the one who asked."""

MOVES: tuple[Move[QuestionState], ...] = (
    Move(
        "answer",
        QuestionState.ASKED,
        QuestionState.ANSWERED,
        ANSWERERS,
        workdays=ANSWER_WORKDAYS,
        basis=PROMISE,
        label="Kirim jawaban",
    ),
    Move(
        "close",
        QuestionState.ASKED,
        QuestionState.CLOSED,
        ANSWERERS,
        workdays=ANSWER_WORKDAYS,
        basis=PROMISE,
        label="Tutup dengan saran",
    ),
)


class AdviceState(StrEnum):
    """Where an answer stands that was proposed to the helper."""

    PROPOSED = "diajukan"
    RETURNED = "dikembalikan"
    IN_FORCE = "berlaku"
    ENDED = "diakhiri"


ADVICE_LABELS = {
    AdviceState.PROPOSED: "Menunggu pembaca kedua",
    AdviceState.RETURNED: "Dikembalikan",
    AdviceState.IN_FORCE: "Berlaku",
    AdviceState.ENDED: "Diakhiri",
}
ADVICE_MOVES: tuple[Move[AdviceState], ...] = (
    Move(
        "confirm",
        AdviceState.PROPOSED,
        AdviceState.IN_FORCE,
        SECOND_READERS,
        label="Sahkan",
    ),
    Move(
        "return",
        AdviceState.PROPOSED,
        AdviceState.RETURNED,
        SECOND_READERS,
        label="Kembalikan",
    ),
    Move(
        "propose",
        AdviceState.RETURNED,
        AdviceState.PROPOSED,
        ANSWERERS,
        label="Ajukan lagi",
    ),
    Move(
        "end",
        AdviceState.IN_FORCE,
        AdviceState.ENDED,
        ANSWERERS | SECOND_READERS,
        label="Akhiri",
    ),
)
