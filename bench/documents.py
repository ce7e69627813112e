"""Certificates and pacts pressed one by one as the worker does, each with facts of its own.

The limit is typst alone: one line of text with the same faces and the same standard, each time
another. A sheet of QR cards for a unit of 60 stands beside.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

DOCUMENTS, SHEET, BATCH = 240, 60, 60
TARGET, TARGET_SHEET_SECONDS = 40.0, 1.0
AT = datetime(2024, 10, 23, 2, 0, tzinfo=UTC)
POINTS = (
    "Menjaga netralitas dalam melayani masyarakat, sebelum, selama, dan sesudah pemilihan.",
    "Menghindari konflik kepentingan, serta tidak menekan dan tidak mengancam siapa pun.",
    "Memakai media sosial secara bijak dan tidak menyebarkan kebencian atau berita bohong.",
    "Menolak politik uang dan segala pemberian dalam bentuk apa pun yang terkait pemilihan.",
)
BARE = """#let data = json(bytes(sys.inputs.data))
#set page(paper: "a4")
#set document(title: data.title)
#set text(font: "Libertinus Serif")
#data.title
"""


def run(*, database: str, data: Path) -> dict[str, Any]:
    """Press the documents; needs no database."""
    import django  # noqa: PLC0415 - the folder is known only now

    django.setup()
    certificate, pact, sheet = _papers()
    certificate(0), pact(0)
    mixed = _timed(lambda n: certificate(n) if n % 2 else pact(n), DOCUMENTS)
    bare = _timed(_bare(data / "bare.typ"), DOCUMENTS)
    started, worked = time.perf_counter(), time.process_time()
    sheet_octets = len(sheet())
    sheet_seconds, sheet_worked = time.perf_counter() - started, time.process_time() - worked
    batch = _batch_pages()
    figure, limit = mixed["per_second"], bare["per_second"]
    return {
        "name": "documents",
        "figure": figure,
        "unit": "PDF/A a second, one process; certificates and pacts in turn",
        "limit": limit,
        "limit_is": "typst alone, one line of text, each file another",
        "ratio": round(figure / limit, 3),
        "target": TARGET,
        "ok": figure >= TARGET and sheet_seconds <= TARGET_SHEET_SECONDS,
        "details": {
            "documents": DOCUMENTS,
            "processor_ms_each": mixed["processor_ms"],
            "bare_processor_ms_each": bare["processor_ms"],
            "per_second_of_a_free_core": round(1000 / mixed["processor_ms"], 1),
            "mean_octets": mixed["octets"],
            "certificates": _timed(lambda n: certificate(10_000 + n), DOCUMENTS // 4),
            "pacts": _timed(lambda n: pact(10_000 + n), DOCUMENTS // 4),
            "pages_of_one_file": batch,
            "qr_sheet_of_60_seconds": round(sheet_seconds, 3),
            "qr_sheet_processor_seconds": round(sheet_worked, 3),
            "qr_sheet_target_seconds": TARGET_SHEET_SECONDS,
            "qr_sheet_octets": sheet_octets,
            "database": database,
            "load_average": round(os.getloadavg()[0], 1),
        },
    }


def _timed(press: Callable[[int], bytes], count: int) -> dict[str, float]:
    """Press so many files, hash each as the register does; return rate, processor time, size."""
    began, worked, octets = time.perf_counter(), time.process_time(), 0
    for number in range(1, count + 1):
        pdf = press(number)
        hashlib.sha256(pdf).hexdigest()
        octets += len(pdf)
    passed, spent = time.perf_counter() - began, time.process_time() - worked
    return {
        "per_second": round(count / passed, 1),
        "processor_ms": round(spent / count * 1000, 2),
        "octets": octets // count,
    }


def _papers() -> tuple[Callable[[int], bytes], Callable[[int], bytes], Callable[[], bytes]]:
    """Return what presses the n-th certificate, the n-th pact, and a sheet of QR cards."""
    from netral.papers.services import documents as papers  # noqa: PLC0415
    from netral.papers.services.pacts import pacts_pdf  # noqa: PLC0415

    def certificate(number: int) -> bytes:
        facts = papers.Certificate(
            government="Pemerintah Kabupaten Contoh",
            name=f"Pegawai Contoh {number}, S.Pd.",
            post="Guru Ahli Pertama",
            place_of_work="SD Negeri 7, Dinas Pendidikan",
            said="telah mengucapkan ikrar netralitas ASN",
            when="pada Rabu, 23 Oktober 2024 pukul 09.00 WIB, ikrar serentak",
            points=POINTS,
            wording_note="Rumusan contoh.",
            mark=papers.Mark(f"A{number:07d}", (("Cara pengesahan", "tautan pribadi dan PIN"),)),
        )
        return papers.certificate_pdf(facts, at=AT)

    def pact(number: int) -> bytes:
        return pacts_pdf([_pact_page(number)], title=f"Pakta integritas {number}", at=AT)

    def sheet() -> bytes:
        cards = tuple(
            papers.QrCard(
                f"Pegawai Contoh {n}", "SD Negeri 7", f"https://netral.example/saya/t{n:040d}/"
            )
            for n in range(1, SHEET + 1)
        )
        whole = papers.QrSheet("SD Negeri 7", "Kabupaten Contoh", "Dinas", "Pindai.", cards)
        return papers.qr_sheet_pdf(whole, at=AT)

    return certificate, pact, sheet


def _pact_page(number: int) -> Any:
    from netral.papers.services.documents import Letterhead, Mark  # noqa: PLC0415
    from netral.papers.services.pacts import Hand, PactPage  # noqa: PLC0415

    return PactPage(
        head=Letterhead("Pemerintah Kabupaten Contoh", "Dinas Pendidikan"),
        below="Pakta integritas netralitas 2024",
        facts=(("Nama", f"Pegawai Contoh {number}"), ("Jabatan", "Guru"), ("Unit", "SD Negeri 7")),
        points=POINTS,
        wording_note="Rumusan contoh.",
        signed=Hand(
            "Contoh, 23 Oktober 2024", "", f"Pegawai Contoh {number}", "", "tautan dan PIN"
        ),
        known=Hand("Mengetahui,", "Kepala Dinas", "Kepala Contoh", "", "akun kantor"),
        mark=Mark(f"B{number:07d}"),
    )


def _batch_pages() -> dict[str, float]:
    """Press the pacts of a unit as one file: what one compile of many pages costs."""
    from netral.papers.services.pacts import pacts_pdf  # noqa: PLC0415

    pages = [_pact_page(50_000 + number) for number in range(BATCH)]
    began = time.perf_counter()
    octets = len(pacts_pdf(pages, title="Pakta satu unit", at=AT))
    passed = time.perf_counter() - began
    return {"pages": BATCH, "pages_per_second": round(BATCH / passed, 1), "octets": octets}


def _bare(path: Path) -> Callable[[int], bytes]:
    """Return what presses one line of text with typst alone."""
    import typst  # noqa: PLC0415

    path.write_text(BARE, encoding="utf-8")
    compiler = typst.Compiler(
        input=path,
        root=path.parent,
        font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True,
    )

    def press(number: int) -> bytes:
        words = json.dumps({"title": f"Pegawai Contoh {number}"})
        pdf = compiler.compile(
            format="pdf",
            sys_inputs={"data": words},
            pdf_standards="a-2b",
            timestamp=int(AT.timestamp()),
        )
        return cast(bytes, pdf)

    return press
