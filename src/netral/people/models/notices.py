"""What is sent to persons: messages on their way, addresses that are dead, the region's rule."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netral.people.models.links import PersonalLink
from netral.people.models.persons import Person
from netral.people.models.places import Instansi


class Notice(models.Model):
    """One message to one person by one way: its words are made when it is sent, none is kept.

    ``ref`` is the key of idempotency; ``cause`` what it is sent for, once a person. ``sent_on``
    is the local day of a reminder's try: the database refuses a second one of that day.
    """

    class Purpose(models.TextChoices):
        """Why; a code goes before any reminder."""

        CODE = "kode", _("Kode")
        REMINDER = "pengingat", _("Pengingat")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "antre", _("Menunggu dikirim")
        SENDING = "kirim", _("Sedang dikirim")
        SENT = "terkirim", _("Diterima penyedia")
        REFUSED = "ditolak", _("Ditolak")
        UNKNOWN = "tak_tentu", _("Tidak pasti sampai")
        DROPPED = "batal", _("Tidak jadi dikirim")

    ref = models.CharField(max_length=26, unique=True)
    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    purpose = models.CharField(max_length=10, choices=Purpose)
    cause = models.CharField(max_length=16)
    topic = models.CharField(max_length=10)
    due_on = models.DateField(null=True)
    has_link = models.BooleanField(default=False)
    way = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cause", "person"], name="notice_is_sent_once"),
            models.UniqueConstraint(
                fields=["person", "sent_on"],
                condition=Q(purpose="pengingat", sent_on__isnull=False),
                name="notice_reminds_once_a_day",
            ),
            models.CheckConstraint(condition=Q(way__in=["pesan", "email"]), name="notice_way"),
            models.CheckConstraint(
                condition=Q(purpose__in=["kode", "pengingat"]), name="notice_purpose_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["antre", "kirim"], ended_at=None)
                | Q(
                    state__in=["terkirim", "ditolak", "tak_tentu", "batal"], ended_at__isnull=False
                ),
                name="notice_ends_in_a_known_way",
            ),
        ]
        indexes = [
            models.Index(
                fields=["purpose", "not_before"],
                condition=Q(ended_at=None),
                name="notice_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.state}"


class DeadAddress(models.Model):
    """An address on file that does not reach its person; a new address on file is not marked.

    ``digest`` is a keyed hash of the address: the list keeps no address of its own.
    """

    class Source(models.TextChoices):
        """Who said so."""

        HAND = "tangan", _("Ditandai petugas")
        HOOK = "pantulan", _("Pantulan dari server surat")
        GATEWAY = "penyedia", _("Ditolak saat dikirim")

    government = models.ForeignKey(Instansi, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="dead_addresses")
    way = models.CharField(max_length=8)
    digest = models.BinaryField(max_length=16)
    source = models.CharField(max_length=10, choices=Source)
    reason = models.CharField(max_length=160, blank=True)
    marked_by = models.CharField(max_length=16)
    marked_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "way", "digest"],
                condition=Q(lifted_at=None),
                name="dead_address_is_marked_once",
            ),
            models.CheckConstraint(
                condition=Q(way__in=["pesan", "email"]), name="dead_address_way_is_known"
            ),
            models.CheckConstraint(
                condition=Q(source__in=["tangan", "pantulan", "penyedia"]),
                name="dead_address_source_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.person_id}"


class MessageRule(models.Model):
    """How a government sends messages: its quiet hours, whether by itself, with a link or not."""

    government = models.OneToOneField(
        Instansi, on_delete=models.PROTECT, related_name="message_rule", primary_key=True
    )
    quiet_from = models.TimeField(default=time(20, 0))
    quiet_to = models.TimeField(default=time(7, 0))
    is_automatic = models.BooleanField(default=True)
    has_link = models.BooleanField(default=False)
    needs_code = models.BooleanField(default=False)
    set_by = models.CharField(max_length=16, blank=True)
    set_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.government_id)


class LinkCode(models.Model):
    """A code of six digits sent to the phone on file, to bind a link or to choose a new PIN.

    The code itself is kept nowhere: it is reckoned from ``ref`` under the site's secret.
    """

    class Purpose(models.TextChoices):
        """What it opens."""

        BIND = "ikat", _("Mengikat tautan")
        PIN = "pin", _("PIN baru")

    ref = models.CharField(max_length=16, unique=True)
    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="link_codes")
    link = models.ForeignKey(PersonalLink, on_delete=models.PROTECT, related_name="codes")
    purpose = models.CharField(max_length=4, choices=Purpose)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=["ikat", "pin"]), name="link_code_purpose_is_known"
            ),
            models.CheckConstraint(condition=Q(tries__lte=5), name="link_code_is_tried_five_times"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="link_code_is_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.person_id}"


class BrowserMark(models.Model):
    """That a person came in from one browser: a keyed digest that differs in each government."""

    government = models.ForeignKey(
        Instansi, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="browser_marks")
    digest = models.BinaryField(max_length=16)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="browser_mark_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%d}"
