"""The papers' tables: registered documents, numbers, letterheads, seals, signatures, roots."""

from netral.papers.models.registry import (
    DEFAULT_PATTERN,
    Letterhead,
    NumberPattern,
    NumberSeries,
    Paper,
    PaperFile,
)
from netral.papers.models.signing import (
    Seal,
    SealedDocument,
    Signature,
    SignatureQuerySet,
    TrustRoot,
)

__all__ = [
    "DEFAULT_PATTERN",
    "Letterhead",
    "NumberPattern",
    "NumberSeries",
    "Paper",
    "PaperFile",
    "Seal",
    "SealedDocument",
    "Signature",
    "SignatureQuerySet",
    "TrustRoot",
]
