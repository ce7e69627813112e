"""Whom the season must not meet: people in the news of 2024, by fingerprints of their names."""

from __future__ import annotations

# SHA-256 (first 32 figures) of the names of people in the news of 2024, lower case: none of them
# may be met in the season, and none stands in this repository.
REAL_PEOPLE = {
    "be329cb43243ca52ffb4f8c2d603cd6f",
    "73a9c5043e56cd1298eacd6fb47bc25a",
    "887cbede123ba9eb8c80e649cef025dc",
    "ef87bf8135a4e764adaee4b27d6bbdc8",
    "18419434a526094529271d02ac8a17c3",
    "a62e10c391ed7163ecb48c10d8287138",
    "77ccea37381cd164f0e4917b5f1f1e30",
    "f0cf71e75503785c67d0206ad539090c",
    "8b1d7109fe5029fa1eff89e05da00b13",
    "928499d5caacb5da8a4f7d588d3fbf54",
    "762a207acbd33b6bc8b74c021d5fc4b1",
    "57a1afa2d05c899fec710a0d2c81f550",
    "090b27391c49adc72bbe5007f8750c16",
    "c5c5378de911b448e9f4014bb815329c",
    "0051c87355c07d1efabcff6995f1894e",
    "b6fe60732b8c4949d1970d4a21bedda3",
}
