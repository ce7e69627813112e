from netral.people.models.accounts import Account, RoleGrant, UnitKey, UnitKeyShare, UnlockKey
from netral.people.models.links import PersonalLink
from netral.people.models.persons import Person, Posting
from netral.people.models.places import Instansi, Region, Unit

__all__ = [
    "Account",
    "Instansi",
    "Person",
    "PersonalLink",
    "Posting",
    "Region",
    "RoleGrant",
    "Unit",
    "UnitKey",
    "UnitKeyShare",
    "UnlockKey",
]
