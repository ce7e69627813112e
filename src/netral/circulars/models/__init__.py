from netral.circulars.models.circular import Circular, CircularVersion, Clause
from netral.circulars.models.delivery import Delivery, Reading

__all__ = ["Circular", "CircularVersion", "Clause", "Delivery", "Reading"]
