"""At rest nothing is readable: a marker sent in is found in no table, file or log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from netral.reports.models import Report
from netral.reports.services.handling import (
    report_evidence_open,
    report_message_send,
    report_open,
)
from netral.vault.services.tokens import form_token_draw
from tests.apps.reports.build import ANSWERS, AT, MARK, handler, offices_build, shown_words
from tests.apps.vault.build import photo

ADDRESS = "203.0.113.77"
AGENT = "PeramanContoh/9.9"
REFERRER = "https://perujuk.example/halaman"


def values_at_rest() -> Iterator[bytes]:
    """Yield every value of every table of the site."""
    tables = connection.introspection.table_names()
    assert {model._meta.db_table for model in apps.get_models()} <= set(tables)
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our tables
            for row in cursor.fetchall():
                for value in row:
                    yield (
                        value.encode()
                        if isinstance(value, str)
                        else (
                            bytes(value)
                            if isinstance(value, bytes | memoryview)
                            else str(value).encode()
                        )
                    )


@pytest.mark.django_db
def test_a_report_leaves_no_readable_trace(
    data_dir: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    keys = offices_build()
    client = Client(
        REMOTE_ADDR=ADDRESS,
        headers={"user-agent": AGENT, "referer": REFERRER},
    )
    answers = {
        **ANSWERS,
        "tautan": f"https://contoh.example/{MARK}",
        "sebutan": "dengan",
        "nama_pelapor": f"Nama {MARK}",
        "alamat": f"Jalan {MARK}",
        "kontak": f"0811 {MARK}",
        "formulir": form_token_draw(),
        "langkah": "6",
        "ke": "kirim",
        "berkas": SimpleUploadedFile(f"{MARK}.jpg", photo() + MARK.encode()),
    }
    receipt = client.post("/lapor/", answers)
    words = shown_words(receipt)
    wrong = client.post("/lapor/ikuti/", {"kata": f"{words} {MARK}"})
    assert wrong.status_code == 422
    message = {"formulir": form_token_draw(), "pesan": f"Pesan {MARK}", "ke": "kirim"}
    assert client.post("/lapor/ikuti/", {"kata": words, **message}).status_code == 200
    ref, actor = Report.objects.get().ref, handler()
    opened = report_open(actor=actor, ref=ref, unit_key=keys.bkpsdm, at=AT)
    assert MARK in opened.text.what
    report_message_send(actor=actor, ref=ref, text=f"Balasan {MARK}", at=AT)
    report_evidence_open(
        actor=actor,
        ref=ref,
        evidence=opened.evidence[0].ref,
        unit_key=keys.bkpsdm,
        reason=f"alasan {MARK}",
        at=AT,
    )
    secrets = [MARK, ADDRESS, AGENT, REFERRER, words]
    at_rest = b"\n".join(values_at_rest())
    on_disk = b"\n".join(path.read_bytes() for path in data_dir.rglob("*") if path.is_file())
    logged = caplog.text + "".join(capfd.readouterr())
    for secret in secrets:
        assert secret.encode() not in at_rest, secret
        assert secret.encode() not in on_disk, secret
        assert secret not in logged, secret
    assert b"JFIF" not in on_disk
