"""Photos of a session in a room: cleaned when they come, in the minutes, fixed when it closes."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from netral.core.access import Role
from netral.core.flow.moves import MoveRefusedError
from netral.core.flow.pledge import PHOTOGRAPHERS, Kind
from netral.core.kinds.errors import AlreadyDoneError, NetralError, NotVisibleError, WrongInputError
from netral.core.kinds.refs import SessionRef
from netral.pledges.models import PledgeSession, SessionPhoto
from netral.pledges.queries import pledge_rows, pledge_ways
from netral.pledges.queries.photos import photos_of
from netral.pledges.services import session_close
from netral.pledges.services.photos import MOST_PHOTOS, photo_add, photo_remove
from netral.pledges.services.sheets import session_sheet
from netral.vault.services.office_files import LONGEST_SIDE, office_file_read
from tests.apps.people.build import account_build, actor_build, staff_client
from tests.apps.people.told import entries
from tests.apps.pledges.build import DURING, HERE, OPD, officer, room_build, session_build
from tests.apps.pledges.pacts import photo, scanned

pytestmark = pytest.mark.django_db


def with_place() -> bytes:
    """Return a large photo whose EXIF names a camera and a place."""
    exif = Image.Exif()
    exif[0x010F] = "Kamera Contoh"
    exif.get_ifd(0x8825)[1] = "S"
    target = io.BytesIO()
    Image.new("RGB", (2_000, 1_500), (10, 90, 60)).save(target, "JPEG", exif=exif)
    return target.getvalue()


def add(session: PledgeSession, content: bytes, *, caption: str = "") -> SessionPhoto:
    return photo_add(actor=officer(), ref=session.ref, content=content, caption=caption, at=DURING)


def minutes(session: PledgeSession) -> bytes:
    rows, ways = pledge_rows(session=session, scope=HERE), pledge_ways(session=session)
    return session_sheet(session=session, rows=rows, ways=ways, at=DURING)


def pictures(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return sum(len(list(page.get_images())) for page in file.pages)


def test_a_photo_stands_in_the_minutes_without_place_or_camera() -> None:
    session, content = room_build(), with_place()
    assert b"Kamera Contoh" in content
    made = add(session, content, caption="Sekda memimpin")
    kept = office_file_read(made.file)
    assert b"Kamera" not in kept
    with Image.open(io.BytesIO(kept)) as opened:
        assert max(opened.size) == LONGEST_SIDE
        assert not opened.getexif()
    assert pictures(minutes(session)) == 1
    assert entries("pledge_session.photo")[0]["body"] == {"sha256": made.file.sha256}


def test_six_photos_and_no_seventh_none_twice() -> None:
    session = room_build()
    for colour in range(MOST_PHOTOS):
        add(session, photo(colour * 20))
    with pytest.raises(WrongInputError, match="paling banyak 6"):
        add(session, photo(200))
    gone = photos_of(session)[0]
    photo_remove(actor=officer(), ref=session.ref, photo=gone.ref, at=DURING)
    with pytest.raises(AlreadyDoneError):
        add(session, photo(20))
    add(session, photo(200))
    assert pictures(minutes(session)) == MOST_PHOTOS
    assert len(entries("pledge_session.unphoto")) == 1
    with pytest.raises(NotVisibleError):
        photo_remove(actor=officer(), ref=session.ref, photo=gone.ref, at=DURING)


@pytest.mark.parametrize("content", [b"", b"bukan foto", scanned()])
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(WrongInputError):
        add(room_build(), content)
    assert not SessionPhoto.objects.exists()


def test_once_the_session_is_closed_its_photos_stay_as_they_are() -> None:
    session = room_build()
    made = add(session, photo())
    session_close(actor=officer(), ref=SessionRef(session.ref), at=DURING)
    with pytest.raises(MoveRefusedError):
        add(session, photo(7))
    with pytest.raises(MoveRefusedError):
        photo_remove(actor=officer(), ref=session.ref, photo=made.ref, at=DURING)


def test_a_session_by_link_has_no_photos() -> None:
    session = session_build()
    assert session.kind == Kind.LINK
    with pytest.raises(WrongInputError, match="tatap muka"):
        add(session, photo())


@pytest.mark.parametrize("role", sorted(set(Role) - PHOTOGRAPHERS))
def test_other_roles_add_no_photo(role: Role) -> None:
    session = room_build()
    with pytest.raises(NetralError):
        photo_add(
            actor=actor_build(role, HERE), ref=session.ref, content=photo(), caption="", at=DURING
        )
    for actor in (officer(OPD), officer("kab-samosir")):
        with pytest.raises(NotVisibleError):
            photo_add(actor=actor, ref=session.ref, content=photo(), caption="", at=DURING)
    assert not SessionPhoto.objects.exists()


def test_the_page_adds_shows_and_removes() -> None:
    session = room_build()
    client = staff_client(account_build(Role.OFFICER, HERE))
    url = f"/ikrar/{session.ref}/foto/"
    assert "Foto berita acara" in client.get(f"/ikrar/{session.ref}/").content.decode()
    wrong = client.post(url, {"photo": SimpleUploadedFile("a.jpg", b"bukan"), "caption": "Satu"})
    assert wrong.status_code == 422
    assert "Satu" in wrong.content.decode()
    client.post(url, {"photo": SimpleUploadedFile("a.jpg", photo()), "caption": "Satu"})
    made = SessionPhoto.objects.get()
    assert "Satu" in client.get(url).content.decode()
    assert client.get(f"{url}{made.ref}.jpg")["Content-Type"] == "image/jpeg"
    client.post(f"{url}{made.ref}/hapus/")
    assert client.get(f"{url}{made.ref}.jpg").status_code == 404
