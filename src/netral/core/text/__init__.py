"""From a citizen's or officer's words to acts of the law, with the words that spoke for them."""

from netral.core.text.assessing import assess
from netral.core.text.grammar import CueDataError
from netral.core.text.suggestion import Assessment, Suggestion

__all__ = ["Assessment", "CueDataError", "Suggestion", "assess"]
