"""What stands in the head of each door: for officers by role, for everyone else the same."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.urls import is_valid_path
from django.utils.translation import gettext_lazy as _

from netral.core.access import Actor, Role
from netral.core.flow.case import LINE_ROLES, OFFICE_ROLES
from netral.core.flow.question import ANSWERERS, SECOND_READERS
from netral.oversight.access import READERS as OVERSIGHT_READERS
from netral.people.models import RoleGrant
from netral.people.services.shares import KEY_ROLES

MEETERS = frozenset(set(Role) - {Role.ASN, Role.EXAMINER, Role.OVERSEER, Role.HANDLER})
PLACES: tuple[tuple[Any, str, frozenset[Role]], ...] = (
    (_("Meja saya"), "/meja/", frozenset(set(Role) - {Role.ASN})),
    (_("Antrean"), "/antrean/", OFFICE_ROLES),
    (_("Perkara"), "/perkara/", OFFICE_ROLES | LINE_ROLES),
    (_("Pertanyaan"), "/pertanyaan/", ANSWERERS),
    (_("Usulan jawaban"), "/pertanyaan/usulan/", SECOND_READERS - ANSWERERS),
    (_("Surat edaran"), "/edaran/", frozenset(set(Role) - {Role.ASN})),
    (
        _("Ikrar dan pakta"),
        "/ikrar/",
        frozenset(
            {
                Role.SUPERIOR,
                Role.OPD_HEAD,
                Role.SEKDA,
                Role.PPK,
                Role.DESK,
                Role.OFFICER,
                Role.OVERSEER,
            }
        ),
    ),
    (_("Desk Pilkada"), "/rakor/", MEETERS),
    (_("Pengawasan"), "/pengawasan/", OVERSIGHT_READERS),
    (_("Pegawai"), "/pegawai/", frozenset(set(Role) - {Role.ASN, Role.OVERSEER})),
    (_("Pengaturan"), "/pengaturan/", frozenset({Role.OFFICER})),
)
"""Label, address and roles of each place of the staff door; a place not yet built is left out."""
PUBLIC_PLACES: tuple[tuple[Any, str], ...] = (
    (_("Beranda"), "/"),
    (_("Lapor"), "/lapor/"),
    (_("Ikuti laporan"), "/lapor/ikuti/"),
    (_("Boleh tidak?"), "/boleh/"),
    (_("Aturan"), "/aturan/"),
    (_("Periksa bukti"), "/periksa/"),
    (_("Jejak"), "/jejak/"),
)
PERSONAL_PLACES: tuple[tuple[Any, str], ...] = (
    (_("Halaman saya"), "/saya/"),
    (_("Boleh tidak?"), "/boleh/"),
    (_("Keluar"), "/saya/keluar/"),
)


def navigation_for(actor: Actor, path: str) -> list[dict[str, Any]]:
    """Return the places this role may enter, each with label, url and whether we are in it."""
    open_to = [(label, url) for label, url, roles in PLACES if actor.role in roles]
    return [_place(label, url, path) for label, url in open_to if is_built(url)]


def navigation_public(path: str) -> list[dict[str, Any]]:
    """Return the places of the public door."""
    places = [_place(label, url, path) for label, url in PUBLIC_PLACES if is_built(url)]
    nearest = max((place["url"] for place in places if place["is_current"]), key=len, default="")
    return [place | {"is_current": place["url"] == nearest} for place in places]


def navigation_personal(path: str) -> list[dict[str, Any]]:
    """Return the places of someone who came in by a personal link."""
    places = [_place(label, url, path) for label, url in PERSONAL_PLACES if is_built(url)]
    return [place | {"is_current": place["url"] == path} for place in places]


def account_menu_for(grant: RoleGrant, count: int) -> list[dict[str, Any]]:
    """Return what stands under the officer's name; ``count`` is how many roles they hold."""
    menu = [
        {"label": _("Kalender batas waktu saya"), "url": "/kalender/saya/"},
        {"label": _("Akun saya"), "url": "/akun/"},
    ]
    if Role(grant.role) in KEY_ROLES:
        menu.insert(0, {"label": _("Kunci berkas"), "url": "/kunci/"})
    if count > 1:
        menu.insert(0, {"label": _("Ganti peran"), "url": "/peran/"})
    return menu


def is_built(url: str) -> bool:
    """Tell whether the doors that this process serves answer at the address."""
    return _answers(url, settings.ROOT_URLCONF)


@cache
def _answers(url: str, doors: str) -> bool:
    return bool(is_valid_path(url, doors))


def _place(label: Any, url: str, path: str) -> dict[str, Any]:
    is_current = path == url if url == "/" else path.startswith(url)
    return {"label": label, "url": url, "is_current": is_current}
