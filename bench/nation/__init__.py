"""A nation to measure on: governments, their units, letters and sessions, and all its staff."""
