"""What travels packed, and what must not."""

import gzip

PACKING = {"Accept-Encoding": "gzip"}


def test_a_stylesheet_travels_packed_and_is_the_same_once_unpacked(app):
    client = app.test_client()
    plain = client.get("/static/lamin.css", buffered=True)
    packed = client.get("/static/lamin.css", headers=PACKING, buffered=True)
    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data and len(packed.data) < len(plain.data) / 2
    assert "Accept-Encoding" in packed.headers["Vary"] and "Accept-Encoding" in plain.headers["Vary"]


def test_what_a_browser_kept_packed_is_not_sent_again(app):
    client = app.test_client()
    kept = client.get("/static/lamin.js", headers=PACKING, buffered=True).headers["ETag"]
    assert client.get("/static/lamin.js", headers=PACKING | {"If-None-Match": kept}, buffered=True).status_code == 304


def test_a_page_is_never_packed_because_it_carries_secrets(app):
    answer = app.test_client().get("/", headers=PACKING, buffered=True)
    assert answer.status_code == 200 and "Content-Encoding" not in answer.headers


def test_a_font_is_packed_already_and_sent_as_it_is(app):
    answer = app.test_client().get("/static/fonts/hyperlegible-core.woff2", headers=PACKING, buffered=True)
    assert "Content-Encoding" not in answer.headers and answer.data[:4] == b"wOF2"


def test_a_part_of_a_file_is_sent_as_asked(app):
    answer = app.test_client().get("/static/lamin.css", headers=PACKING | {"Range": "bytes=0-9"}, buffered=True)
    assert answer.status_code == 206 and len(answer.data) == 10
