"""What the benchmarks of the pledge share: a site with people, a client, a limit, a killer."""
