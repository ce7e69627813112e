"""Questions to a person, sealed; and answers freed of persons that enter the helper."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from netral.core.flow.question import AdviceState, QuestionEnd, QuestionState
from netral.people.models import Instansi, Unit, UnitKey

VERDICTS = ["boleh", "tidak", "tergantung"]


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions as an officer may see them."""

    def visible_to(self, unit: str) -> QuestionQuerySet:
        """Keep what units within ``unit`` answer."""
        return self.filter(Q(unit__path=unit) | Q(unit__path__startswith=f"{unit}."))


class Question(models.Model):
    """One question and its answer. Both open with the question's own key, sealed twice.

    ``key_for_unit`` opens with the answering unit's key, ``key_for_asker`` with the phrase. In
    clear stand day, government, unit, state, due day and how many articles the answer cites.
    """

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="questions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="questions")
    unit_key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="questions")
    state = models.CharField(max_length=12, default=QuestionState.ASKED.value)
    asked_on = models.DateField()
    due_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, blank=True)
    form_hash = models.BinaryField(max_length=32, unique=True)
    locator = models.BinaryField(max_length=16, unique=True)
    public_key = models.BinaryField(max_length=32)
    key_for_unit = models.BinaryField()
    key_for_asker = models.BinaryField()
    sealed = models.BinaryField()
    sealed_answer = models.BinaryField(null=True)
    article_count = models.PositiveSmallIntegerField(default=0)
    promise = models.TextField()

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in QuestionState]),
                name="question_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(end_reason__in=["", *(reason.value for reason in QuestionEnd)]),
                name="question_end_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=QuestionState.ANSWERED.value)
                | Q(article_count__gte=1, sealed_answer__isnull=False),
                name="question_is_answered_with_an_article",
            ),
            models.CheckConstraint(
                condition=Q(state=QuestionState.ASKED.value, end_reason="", ended_on=None)
                | ~Q(state=QuestionState.ASKED.value)
                & ~Q(end_reason="")
                & Q(ended_on__isnull=False, due_on=None),
                name="question_ends_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "due_on"], name="question_by_queue")]

    def __str__(self) -> str:
        return self.ref


class AdviceQuerySet(models.QuerySet["Advice"]):
    """Proposed answers as an officer may see them."""

    def visible_to(self, unit: str) -> AdviceQuerySet:
        """Keep what units within ``unit`` wrote."""
        return self.filter(Q(unit__path=unit) | Q(unit__path__startswith=f"{unit}."))


class Advice(models.Model):
    """An answer of the helper for one government: written by one person, confirmed by another.

    Lists are kept one item a line: ``basis`` articles, ``acts`` codes of the law data, ``phrases``
    how people ask. ``office`` is the name shown under the answer: an office, never a person.
    """

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="advice")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="advice")
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="advice", null=True
    )
    state = models.CharField(max_length=12, default=AdviceState.PROPOSED.value)
    verdict = models.CharField(max_length=12)
    title_id = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    text_id = models.TextField()
    text_en = models.TextField(blank=True)
    basis = models.TextField()
    acts = models.TextField(blank=True)
    phrases = models.TextField()
    office = models.CharField(max_length=200)
    proposed_by = models.CharField(max_length=16)
    proposed_at = models.DateTimeField()
    read_by = models.CharField(max_length=16, blank=True)
    read_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    objects = AdviceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in AdviceState]),
                name="advice_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=VERDICTS), name="advice_verdict_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(read_by=F("proposed_by")), name="advice_needs_a_second_reader"
            ),
            models.CheckConstraint(
                condition=~Q(basis="") & ~Q(text_id="") & ~Q(phrases=""),
                name="advice_has_an_article",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[AdviceState.PROPOSED.value, AdviceState.RETURNED.value])
                | ~Q(read_by="") & Q(valid_from__isnull=False),
                name="advice_in_force_was_read",
            ),
            models.UniqueConstraint(fields=["question"], name="advice_of_a_question_is_one"),
        ]
        indexes = [models.Index(fields=["government", "state"], name="advice_by_government")]

    def __str__(self) -> str:
        return self.title_id
