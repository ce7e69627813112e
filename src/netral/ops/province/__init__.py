"""``./netral demo province``: one call, 33 governments, one moment, and every claim proved."""
