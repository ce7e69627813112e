"""What other apps call: press documents, number letters, register and withdraw papers."""

from netral.papers.services.documents import (
    Certificate,
    Clause,
    Letter,
    Letterhead,
    Mark,
    QrCard,
    QrSheet,
    Receipt,
    Signer,
    certificate_pdf,
    check_url,
    letter_pdf,
    qr_sheet_pdf,
    receipt_pdf,
)
from netral.papers.services.handles import matter_draw, paper_ref_draw, paper_refs_draw
from netral.papers.services.numbers import number_next, number_pattern_set
from netral.papers.services.qr import QrPath, qr_path, qr_png, qr_svg
from netral.papers.services.registry import (
    Entered,
    PaperFacts,
    paper_file_register,
    paper_record,
    paper_register,
    paper_withdraw,
    papers_record,
)

__all__ = [
    "Certificate",
    "Clause",
    "Entered",
    "Letter",
    "Letterhead",
    "Mark",
    "PaperFacts",
    "QrCard",
    "QrPath",
    "QrSheet",
    "Receipt",
    "Signer",
    "certificate_pdf",
    "check_url",
    "letter_pdf",
    "matter_draw",
    "number_next",
    "number_pattern_set",
    "paper_file_register",
    "paper_record",
    "paper_ref_draw",
    "paper_refs_draw",
    "paper_register",
    "paper_withdraw",
    "papers_record",
    "qr_path",
    "qr_png",
    "qr_sheet_pdf",
    "qr_svg",
    "receipt_pdf",
]
