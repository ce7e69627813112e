"""A crowd of browsers on loopback, and the doors that they press: for benchmarks and scenarios."""
