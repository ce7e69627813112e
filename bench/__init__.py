"""One script for each number of the design."""
