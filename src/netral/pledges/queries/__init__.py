"""What other apps ask: sessions of a person, counts of a session, who has not pledged."""

from netral.pledges.queries.counts import (
    Count,
    Ways,
    pledge_counts,
    pledge_rows,
    pledge_ways,
    protected,
    session_result,
)
from netral.pledges.queries.own import (
    Invited,
    pledge_of,
    pledge_required,
    session_for,
    sessions_of_person,
)
from netral.pledges.queries.pact_counts import PactCounts, pact_counts
from netral.pledges.queries.pacts import OwnPact, pacts_of_person
from netral.pledges.queries.sessions import (
    Waiting,
    persons_waiting,
    pledge_texts,
    session_public,
    session_visible,
    sessions_visible,
    waiting_rows,
)

__all__ = [
    "Count",
    "Invited",
    "OwnPact",
    "PactCounts",
    "Waiting",
    "Ways",
    "pact_counts",
    "pacts_of_person",
    "persons_waiting",
    "pledge_counts",
    "pledge_of",
    "pledge_required",
    "pledge_rows",
    "pledge_texts",
    "pledge_ways",
    "protected",
    "session_for",
    "session_public",
    "session_result",
    "session_visible",
    "sessions_of_person",
    "sessions_visible",
    "waiting_rows",
]
