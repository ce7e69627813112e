"""Uploads sealed as they stream in: nothing of a citizen's file touches the disk in clear.

The key of an upload goes back to the browser in a signed token and nowhere else, until the thing
it belongs to is sent; a file whose token is never used cannot be read by anybody.
"""

from __future__ import annotations

import base64
import errno
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, BinaryIO, cast

from django.core import signing
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from netral.core.kinds.errors import WrongInputError
from netral.vault.services.content import HEAD, kind_of
from netral.vault.services.store import file_create, file_remove, name_draw
from netral.vault.services.stream import KEY, SealedWriter
from netral.vault.services.working import is_locked_pdf

FILE_LIMIT = 25 * 2**20
FILES_LIMIT = 10
DRAFT_LASTS = timedelta(hours=12)
SALT = "netral.vault.upload"
NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class SealedUpload:
    """A file that lies sealed in the store and belongs to nothing yet."""

    path: str
    key: bytes = field(repr=False)
    name: str = field(repr=False)
    kind: str
    size: int
    sha256: str
    sealed_sha256: str


def upload_token(upload: SealedUpload) -> str:
    """Return the upload as a signed text for a hidden field; its key is the sender's own."""
    fields = {**asdict(upload), "key": base64.b64encode(upload.key).decode()}
    return signing.dumps(fields, salt=SALT)


def upload_read(token: str) -> SealedUpload:
    """Return the upload of a token; raise WrongInputError when it is not ours or too old."""
    try:
        fields = signing.loads(token, salt=SALT, max_age=DRAFT_LASTS)
    except signing.BadSignature as error:
        raise WrongInputError(
            _("Berkas yang tadi diunggah sudah tidak berlaku. Pilih lagi berkasnya.")
        ) from error
    return SealedUpload(**{**fields, "key": base64.b64decode(fields["key"])})


class SealingUploadHandler(FileUploadHandler):
    """Seals each file of a form as it arrives; ``uploads`` and ``refusals`` tell what came of it.

    Set it on the request before its POST is read. A refused file is removed and the rest of the
    form is read all the same, so that nothing typed is lost.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        """Begin with nothing."""
        super().__init__(request)
        self.uploads: list[SealedUpload] = []
        self.refusals: list[str] = []
        self.is_full = False
        self._writing: _Writing | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open a sealed file for what follows."""
        super().new_file(*args, **kwargs)
        if len(self.uploads) >= FILES_LIMIT:
            self._refuse(_("Paling banyak %(count)d berkas sekali kirim."), count=FILES_LIMIT)
        self._guarded(self._begin)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """Seal one more piece."""
        writing = cast(_Writing, self._writing)
        if writing.writer.size + len(raw_data) > FILE_LIMIT:
            self._refuse(
                _(
                    "%(name)s terlalu besar: paling besar %(limit)d MB. Potong videonya, atau "
                    "kirim tautannya."
                ),
                limit=FILE_LIMIT // 2**20,
            )
        self._guarded(lambda: writing.take(raw_data))

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002
        """Seal the last piece and note the file; Django is given none, so none lies in clear."""
        writing = cast(_Writing, self._writing)
        try:
            self._guarded(lambda: self.uploads.append(self._checked(writing)))
        except SkipFile:
            return
        self._writing = None

    def upload_interrupted(self) -> None:
        """Remove what was written of a file whose sender went away."""
        self._drop()

    def _begin(self) -> None:
        self._writing = _Writing.begin(str(self.file_name or ""))

    def _checked(self, writing: _Writing) -> SealedUpload:
        kind = kind_of(bytes(writing.head))
        if kind is None:
            self._refuse(
                _(
                    "%(name)s bukan foto, video, suara, atau PDF, walau namanya mungkin begitu. "
                    "Dokumen lain: simpan dulu sebagai PDF, lalu kirim."
                )
            )
        upload = writing.finish(cast(str, kind))
        if upload.kind == "application/pdf" and is_locked_pdf(upload.path, upload.key):
            self._refuse(
                _(
                    "%(name)s terkunci kata sandi atau rusak, jadi petugas tidak bisa membacanya. "
                    "Simpan ulang tanpa kata sandi."
                )
            )
        return upload

    def _guarded(self, step: Any) -> None:
        try:
            step()
        except OSError as error:
            self.is_full = self.is_full or error.errno in {errno.ENOSPC, errno.EDQUOT}
            self._refuse(
                _(
                    "%(name)s belum tersimpan karena penyimpanan kami penuh. Isian Anda masih ada "
                    "di bawah. Kirim dulu tanpa berkas; bukti bisa disusulkan."
                )
            )

    def _refuse(self, words: str, **fields: object) -> None:
        self._drop()
        name = os.path.basename(str(self.file_name or _("Berkas ini")))  # noqa: PTH119
        self.refusals.append(words % {"name": f"“{name[:NAME_LENGTH]}”", **fields})
        raise SkipFile

    def _drop(self) -> None:
        if self._writing is not None:
            self._writing.remove()
            self._writing = None


@dataclass(slots=True)
class _Writing:
    """A file on its way in."""

    path: str
    key: bytes = field(repr=False)
    name: str
    target: BinaryIO
    writer: SealedWriter
    head: bytearray = field(default_factory=bytearray)

    @classmethod
    def begin(cls, name: str) -> _Writing:
        path, key = name_draw(), os.urandom(KEY)
        target = file_create(path)
        try:
            return cls(path, key, name[-NAME_LENGTH:], target, SealedWriter(target, key))
        except OSError:
            target.close()
            file_remove(path)
            raise

    def take(self, data: bytes) -> None:
        if len(self.head) < HEAD:
            self.head += data[: HEAD - len(self.head)]
        self.writer.write(data)

    def finish(self, kind: str) -> SealedUpload:
        done = self.writer.finish()
        self.target.close()
        return SealedUpload(
            path=self.path,
            key=self.key,
            name=self.name,
            kind=kind,
            size=done.size,
            sha256=done.sha256,
            sealed_sha256=done.sealed_sha256,
        )

    def remove(self) -> None:
        self.target.close()
        file_remove(self.path)


def uploads_of(request: HttpRequest) -> SealingUploadHandler:
    """Put the sealing handler on a request whose POST was not read yet, and return it."""
    handler = SealingUploadHandler(request)
    request.upload_handlers = [handler]
    return handler


def fields_of(upload: SealedUpload) -> Mapping[str, str | int]:
    """Return what is sealed of an upload beside its content."""
    return {
        "key": base64.b64encode(upload.key).decode(),
        "name": upload.name,
        "kind": upload.kind,
        "sha256": upload.sha256,
        "size": upload.size,
    }
