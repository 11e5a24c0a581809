"""A request that names a strange host is refused before anything is made of it."""

import pytest


@pytest.mark.parametrize("host", ["evil..example", "a" * 64 + ".example", "x y", "[::1", "é.example", "host:port"])
def test_a_host_that_is_no_host_name_is_refused_without_a_fault(app, host):
    answer = app.test_client().get("/", headers={"Host": host.encode("utf-8").decode("latin-1")})
    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "lamin.example.go.id", "[::1]:8000"])
def test_an_ordinary_host_is_served(app, host):
    assert app.test_client().get("/", headers={"Host": host}).status_code == 200
