"""Who signs in: accounts, the roles they hold, and the keys they unlock."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from netral.people.models.persons import Person, Posting
from netral.people.models.places import Unit

ROLES = [
    "asn",
    "atasan",
    "kepala_opd",
    "penangan",
    "pemeriksa",
    "sekda",
    "ppk",
    "desk",
    "pengelola",
    "pemantau",
]


class Account(AbstractBaseUser):
    """A sign-in. What it may do comes from its role grants alone."""

    ref = models.CharField(max_length=16, unique=True)
    username = models.CharField(max_length=80, unique=True)
    email = models.EmailField(unique=True, null=True)
    name = models.CharField(max_length=160)
    person = models.OneToOneField(Person, null=True, on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)

    objects: BaseUserManager[Account] = BaseUserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email", "name"]

    def __str__(self) -> str:
        return self.name


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Grants by day."""

    def live_on(self, day: date) -> RoleGrantQuerySet:
        """Keep what holds on that day; a grant tied to a post ends with the post."""
        return (
            self.filter(valid_from__lte=day)
            .exclude(valid_to__lt=day)
            .exclude(posting__valid_to__lt=day)
            .exclude(posting__valid_from__gt=day)
        )


class RoleGrant(models.Model):
    """Authority of one account in one role over one unit and all below it, for a time."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=16)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    posting = models.ForeignKey(Posting, null=True, on_delete=models.PROTECT)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=ROLES), name="role_grant_role_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.role} @ {self.unit_id}"


class UnlockKey(models.Model):
    """An account's key pair; the private half is wrapped by the pass phrase (Argon2id)."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="unlock_key")
    public_key = models.BinaryField()
    wrapped_private_key = models.BinaryField()
    kdf = models.JSONField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"unlock key of {self.account_id}"


class UnitKey(models.Model):
    """A handling unit's key pair; reports are sealed to its public half."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="keys")
    public_key = models.BinaryField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ended_at=None), name="unit_has_one_live_key"
            )
        ]

    def __str__(self) -> str:
        return f"key of {self.unit_id}"


class UnitKeyShare(models.Model):
    """A unit's private key, sealed to the unlock key of one of its officers."""

    unit_key = models.ForeignKey(UnitKey, on_delete=models.PROTECT, related_name="shares")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="key_shares")
    sealed_private_key = models.BinaryField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_key", "account"],
                condition=Q(ended_at=None),
                name="unit_key_has_one_live_share_each",
            )
        ]

    def __str__(self) -> str:
        return f"share of {self.account_id}"
