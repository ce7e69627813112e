from netral.people.models.accounts import (
    Account,
    RoleGrant,
    SignInLink,
    UnitKey,
    UnitKeyShare,
    UnlockKey,
)
from netral.people.models.calendar import (
    AuthorityRow,
    CalendarChange,
    ClockSetting,
    RegionHoliday,
)
from netral.people.models.feeds import CalendarFeed
from netral.people.models.imports import ImportRemark, PersonnelChange, PersonnelImport
from netral.people.models.law import LawAnswer, LawEdition
from netral.people.models.links import PersonalLink
from netral.people.models.notices import (
    BrowserMark,
    DeadAddress,
    LinkCode,
    MessageRule,
    Notice,
)
from netral.people.models.persons import Person, Posting
from netral.people.models.places import Instansi, Region, RegionAlias, Unit

__all__ = [
    "Account",
    "AuthorityRow",
    "BrowserMark",
    "CalendarChange",
    "CalendarFeed",
    "ClockSetting",
    "DeadAddress",
    "ImportRemark",
    "Instansi",
    "LawAnswer",
    "LawEdition",
    "LinkCode",
    "MessageRule",
    "Notice",
    "Person",
    "PersonalLink",
    "PersonnelChange",
    "PersonnelImport",
    "Posting",
    "Region",
    "RegionAlias",
    "RegionHoliday",
    "RoleGrant",
    "SignInLink",
    "Unit",
    "UnitKey",
    "UnitKeyShare",
    "UnlockKey",
]
