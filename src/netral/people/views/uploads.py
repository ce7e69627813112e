"""Takes a personnel file straight to the data folder, mode 0600, never to a shared one."""

from __future__ import annotations

import tempfile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from netral.people.services.personnel_files import UPLOADING, file_path
from netral.people.services.personnel_formats import MAX_BYTES


class RosterUploadHandler(FileUploadHandler):
    """Writes the upload to a file that disappears when it is closed; stops at the limit."""

    chunk_size = 1 << 20

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.is_too_large = False
        self.size = 0
        self.kept: IO[bytes] | None = None

    def new_file(self, *arguments: Any, **options: Any) -> None:
        """Begin a file."""
        super().new_file(*arguments, **options)
        folder = file_path("", "")
        self.kept = tempfile.NamedTemporaryFile(dir=folder, suffix=UPLOADING)  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a piece."""
        self.size = start + len(raw_data)
        if self.size > MAX_BYTES:
            self.is_too_large = True
            self.upload_interrupted()
            raise StopUpload(connection_reset=False)
        if self.kept is not None:
            self.kept.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """Return the whole file."""
        if self.kept is None:
            return None
        self.kept.seek(0)
        return UploadedFile(self.kept, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        """Remove what came so far."""
        if self.kept is not None:
            self.kept.close()
            self.kept = None
