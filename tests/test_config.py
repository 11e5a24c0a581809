"""Settings are read once, and a bad one is refused by name."""

import pytest

from config import DEFAULTS, BadSetting, read_settings

PRODUCTION = {
    "LAMIN_ENV": "production",
    "LAMIN_BASE_URL": "https://lamin.example.go.id",
    "LAMIN_MAIL_SERVER": "smtp://mail.example.go.id",
    "LAMIN_PHONE": "json://127.0.0.1/{phone}",
    "LAMIN_SECRET": "x" * 40,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LAMIN_PORT", "eight"),
        ("LAMIN_PORT", "70000"),
        ("LAMIN_MODE", "kitchen"),
        ("LAMIN_ENV", "staging"),
        ("LAMIN_DATABASE", "mysql://x"),
        ("LAMIN_MAIL_SERVER", "mail.example"),
        ("LAMIN_MAIL_SERVER", "smtp://mail.example:post"),
        ("LAMIN_PHONE", "json://gateway.example/"),
        ("LAMIN_MAIL_FROM", "nobody"),
        ("LAMIN_BASE_URL", "ftp://x"),
        ("LAMIN_SECRET", "short"),
        ("LAMIN_PROXIES", "-1"),
        ("LAMIN_DEMO", "perhaps"),
        ("LAMIN_PROT", "8000"),
    ],
)
def test_a_bad_setting_is_refused_by_its_name(tmp_path, name, value):
    with pytest.raises(BadSetting, match=name):
        read_settings({"LAMIN_DATA": str(tmp_path), name: value})


def test_the_defaults_serve_a_newcomer(tmp_path):
    settings = read_settings({"LAMIN_DATA": str(tmp_path)})
    assert (settings.host, settings.port, settings.mode, settings.demo) == ("127.0.0.1", 8000, "all", True)
    assert settings.database == f"sqlite:///{tmp_path / 'lamin.sqlite'}"
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["LAMIN_BASE_URL", "LAMIN_MAIL_SERVER", "LAMIN_PHONE"])
def test_production_wants_what_reaches_people(tmp_path, name):
    with pytest.raises(BadSetting, match=name):
        read_settings({"LAMIN_DATA": str(tmp_path), **PRODUCTION, name: ""})


def test_production_refuses_demo_people_and_plain_http(tmp_path):
    given = {"LAMIN_DATA": str(tmp_path), **PRODUCTION}
    assert read_settings(given).demo is False
    with pytest.raises(BadSetting, match="LAMIN_DEMO"):
        read_settings({**given, "LAMIN_DEMO": "yes"})
    with pytest.raises(BadSetting, match="https"):
        read_settings({**given, "LAMIN_BASE_URL": "http://lamin.example.go.id"})


def test_every_setting_is_named_for_lamin():
    assert all(name.startswith("LAMIN_") for name in DEFAULTS)
