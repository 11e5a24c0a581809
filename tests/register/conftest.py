"""Officers sit at the register as they sit at the rest of the desk."""

from tests.desk.conftest import desk  # noqa: F401 - the fixture
