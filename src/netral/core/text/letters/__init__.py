"""An official letter read from its lines: what is head, basis, clause or closing, and where."""

from netral.core.text.letters.reading import Kind, Part, letter_read

__all__ = ["Kind", "Part", "letter_read"]
