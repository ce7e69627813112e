"""Editions of the law that were relied on, and the answers given under them."""

from __future__ import annotations

from django.db import models

from netral.people.models.places import Instansi


class LawEdition(models.Model):
    """All data files of one version of the law, in one piece; rows are added, never changed."""

    version = models.CharField(max_length=64, primary_key=True)
    files = models.BinaryField()
    first_used_on = models.DateField()

    def __str__(self) -> str:
        return self.version[:12]


class LawAnswer(models.Model):
    """A question of law as it was asked, and the answer as it was given, under which edition.

    Rows are added, never changed; question and answer can be emptied once, when their time of
    keeping ends. ``engine`` is the number of the program's reading of the law. The post stands as
    the law data's own word for it: the words of a person are not needed to ask again.
    """

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="law_answers")
    edition = models.ForeignKey(LawEdition, on_delete=models.PROTECT, related_name="answers")
    engine = models.PositiveSmallIntegerField()
    question = models.TextField(null=True)  # noqa: DJ001 - null is "no longer kept", not "".
    answer = models.TextField(null=True)  # noqa: DJ001 - null is "no longer kept", not "".
    given_on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["government", "given_on"], name="law_answer_by_government"),
        ]

    def __str__(self) -> str:
        return self.ref
