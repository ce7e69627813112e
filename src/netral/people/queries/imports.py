"""Personnel imports: the list, one of them, what was wrong, what it changes."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from netral.core.access import Actor, Role, require
from netral.core.kinds.errors import NotVisibleError
from netral.people.models import ImportRemark, Person, PersonnelImport, Posting

Phase = PersonnelImport.Phase


def imports_of(*, actor: Actor) -> QuerySet[PersonnelImport]:
    """Return the government's imports, newest first."""
    return PersonnelImport.objects.visible_to(actor.unit).order_by("-created_at", "-pk")


def import_of(*, actor: Actor, ref: str) -> PersonnelImport:
    """Return one import. Raises NotVisibleError elsewhere, NotAllowedError in another role."""
    found = PersonnelImport.objects.select_related("government", "reverts").filter(ref=ref).first()
    if found is None:
        raise NotVisibleError(_("Alamat ini tidak ada, atau tidak termasuk wilayah kerja Anda."))
    require(actor, Role.OFFICER, found.government_id)
    return found


def remarks_of(entry: PersonnelImport, *, refused: bool | None = None) -> QuerySet[ImportRemark]:
    """Return what is wrong or unusual, by line."""
    remarks = entry.remarks.order_by("line", "pk")
    return remarks if refused is None else remarks.filter(is_refused=refused)


def remarks_by_code(entry: PersonnelImport) -> dict[str, int]:
    """Return how many remarks there are of each kind, most first."""
    found = entry.remarks.values_list("code").annotate(count=Count("pk")).order_by("-count", "code")
    return dict(found)


def newcomers_of(entry: PersonnelImport) -> QuerySet[Person]:
    """Return the persons whom an applied import brought in, by the key range it kept."""
    first, last = entry.counts["persons"]
    return Person.objects.filter(government=entry.government_id, pk__gt=first, pk__lte=last)


def revert_refusal(entry: PersonnelImport) -> str:
    """Return why an import cannot be taken back, in words, or nothing when it can."""
    if entry.phase != Phase.APPLIED or entry.reverts_id is not None:
        return _("Hanya impor yang tersimpan yang bisa dibatalkan.")
    newer = (
        PersonnelImport.objects.filter(
            government=entry.government_id,
            phase=Phase.APPLIED,
            reverts=None,
            applied_at__gte=entry.applied_at,
        )
        .exclude(pk=entry.pk)
        .filter(pk__gt=entry.pk)
        .first()
    )
    if newer is not None:
        return _(
            "Sesudah impor ini sudah ada impor lain yang tersimpan ({name}). Batalkan yang "
            "terbaru lebih dulu."
        ).format(name=newer.file_name)
    last = entry.counts["postings"][1]
    touched = Q(person__in=newcomers_of(entry)) | Q(person__in=entry.changes.values("person"))
    later = Posting.objects.filter(touched, pk__gt=last)
    if later.exists():
        return _(
            "Sesudah impor ini ada jabatan yang diubah untuk orang yang sama. Perbaiki orangnya "
            "satu per satu di halaman pegawai."
        )
    return ""
