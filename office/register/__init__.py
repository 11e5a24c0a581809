"""The register: residents and families as things of their own, their history, and what an approval changes in them."""

from office.register import changes, families, names, residents, staging
from office.register.changes import Cause, RegisterChange
from office.register.families import Family
from office.register.residents import Resident

__all__ = ["Cause", "Family", "RegisterChange", "Resident", "changes", "families", "names", "residents", "staging"]
