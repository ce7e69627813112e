"""The first day of each record with its source: its own, or that of the instrument it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from netral.core.law.reading import LawDataError
from netral.core.law.records import (
    Act,
    Addressee,
    Clock,
    CounterHours,
    Decider,
    Examiner,
    Group,
    Law,
    SanctionMenu,
    Standing,
)

Dated = TypeVar(
    "Dated", Act, SanctionMenu, Clock, CounterHours, Examiner, Decider, Addressee, Group
)
Places = Mapping[str, tuple[str, ...]]


def dated(law: Law, places: Places) -> Law:
    """Give each record the source of its first day; raise LawDataError where there is none.

    A record that begins with its instrument takes the instrument's. One that begins on another
    day, or stands in no instrument, must carry ``date_sources`` or say that it is not confirmed.
    """
    days = {item.id: item.standing for item in law.instruments}
    for place, item in zip(places["instrument"], law.instruments, strict=True):
        _check(item.standing, place)
    return replace(
        law,
        acts=_each(law.acts, places["act"], days),
        menus=_each(law.menus, places["menu"], days),
        clocks=_each(law.clocks, places["clock"], days),
        counters=_each(law.counters, places["counter"], days),
        examiners=_each(law.examiners, places["examiner"], days),
        deciders=_each(law.deciders, places["decider"], days),
        addressees=_each(law.addressees, places["addressee"], days),
        groups=_each(law.groups, places["group"], days),
    )


def _each(
    items: tuple[Dated, ...], places: tuple[str, ...], days: Mapping[str, Standing]
) -> tuple[Dated, ...]:
    return tuple(
        replace(item, standing=_dated(item.standing, place, days.get(item.instrument)))
        for place, item in zip(places, items, strict=True)
    )


def _dated(standing: Standing, place: str, of_instrument: Standing | None) -> Standing:
    if standing.date_confidence:
        _check(standing, place)
        return standing
    if of_instrument is None or of_instrument.in_force != standing.in_force:
        raise LawDataError(
            f"{place}: hari pertama {standing.in_force} bukan hari pertama peraturannya, jadi "
            "perlu sumber sendiri. Isi 'date_sources' dan 'date_confidence'."
        )
    return replace(
        standing,
        date_confirmed=of_instrument.date_confirmed,
        date_sources=of_instrument.date_sources,
        date_confidence=of_instrument.date_confidence,
    )


def _check(standing: Standing, place: str) -> None:
    if not standing.date_confidence:
        raise LawDataError(f"{place}: isi 'date_confidence', keyakinan atas hari pertamanya.")
    if standing.date_confirmed and not standing.date_sources:
        raise LawDataError(
            f"{place}: hari pertama yang terkonfirmasi harus punya 'date_sources'. Isi sumbernya, "
            "atau tulis date_confirmed = false."
        )
