from netral.circulars.models.circular import Circular, CircularVersion, Clause
from netral.circulars.models.delivery import Delivery, Reading
from netral.circulars.models.question import Advice, Question

__all__ = ["Advice", "Circular", "CircularVersion", "Clause", "Delivery", "Question", "Reading"]
