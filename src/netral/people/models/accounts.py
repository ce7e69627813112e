"""Who signs in: accounts, the roles they hold, and the keys they unlock."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

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


class AccountQuerySet(models.QuerySet["Account"]):
    """Accounts as an officer may see them."""

    def visible_to(self, unit: str) -> AccountQuerySet:
        """Keep the accounts that hold or held a role over the unit or what lies below it."""
        own = Q(grants__unit__path=unit) | Q(grants__unit__path__startswith=f"{unit}.")
        return self.filter(own).distinct()

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account of a user name; what Django's sign-in asks."""
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A sign-in. What it may do comes from its role grants alone."""

    ref = models.CharField(max_length=16, unique=True)
    username = models.CharField(max_length=80, unique=True)
    email = models.EmailField(unique=True, null=True)  # noqa: DJ001 - many have none
    name = models.CharField(max_length=160)
    person = models.OneToOneField(Person, null=True, on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)

    objects = AccountQuerySet.as_manager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email", "name"]

    def __str__(self) -> str:
        return self.name


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Grants by day and by place."""

    def live_on(self, day: date) -> RoleGrantQuerySet:
        """Keep what holds on that day; a grant tied to a post ends with the post."""
        return (
            self.filter(valid_from__lte=day, account__is_active=True)
            .exclude(valid_to__lt=day)
            .exclude(posting__valid_to__lt=day)
            .exclude(posting__valid_from__gt=day)
        )

    def visible_to(self, unit: str) -> RoleGrantQuerySet:
        """Keep the grants over the unit and over what lies below it."""
        return self.filter(Q(unit__path=unit) | Q(unit__path__startswith=f"{unit}."))


class RoleGrant(models.Model):
    """Authority of one account in one role over one unit and all below it, for a time."""

    ref = models.CharField(max_length=16, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=16)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    posting = models.ForeignKey(Posting, null=True, on_delete=models.PROTECT)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=ROLES), name="role_grant_role_is_known"),
            models.UniqueConstraint(
                fields=["account", "role", "unit"],
                condition=Q(valid_to=None),
                name="role_grant_is_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} @ {self.unit_id}"


class SignInLink(models.Model):
    """A one-time way in for one account; only a hash of its token is kept."""

    class Kind(models.TextChoices):
        """What it opens: the choice of a password, or a demonstration's session."""

        INVITATION = "undangan", _("Undangan")
        ONCE = "sekali", _("Sekali masuk")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sign_in_links")
    kind = models.CharField(max_length=8, choices=Kind)
    token_hash = models.BinaryField(unique=True, max_length=32)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["undangan", "sekali"]), name="sign_in_link_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="sign_in_link_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.account_id}"


class UnlockKey(models.Model):
    """An account's key pair; the private half is wrapped by the pass phrase (Argon2id)."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="unlock_key")
    public_key = models.BinaryField()
    wrapped_private_key = models.BinaryField()
    kdf = models.JSONField()
    created_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"unlock key of {self.account_id}"

    def is_locked(self, at: datetime) -> bool:
        """Tell whether too many wrong pass phrases make it wait at that moment."""
        return self.locked_until is not None and at < self.locked_until


class UnitKey(models.Model):
    """A handling unit's key pair; reports are sealed to its public half."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="keys")
    ref = models.CharField(max_length=16, unique=True)
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
