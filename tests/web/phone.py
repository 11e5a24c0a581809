"""A phone in a resident's hand: it opens pages, and sends the forms that stand on them, tokens and all."""

import io
import re
from html.parser import HTMLParser

from flask import Flask, g
from werkzeug.test import TestResponse

HTMX = {"HX-Request": "true"}


class Form:
    """One form of a page: where it goes, and what it carries before anybody types."""

    def __init__(self, action: str, method: str) -> None:
        self.action, self.method, self.fields = action, method, dict[str, str]()


class Phone:
    """A browser without script. `page` is the last page, as text without tags in `words`."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.response: TestResponse | None = None

    @property
    def page(self) -> str:
        assert self.response is not None
        return self.response.get_data(as_text=True)

    @property
    def words(self) -> str:
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.page)).replace("&#39;", "'")

    @property
    def status(self) -> int:
        assert self.response is not None
        return self.response.status_code

    @property
    def place(self) -> str:
        """The address of the page, without its query."""
        assert self.response is not None
        return self.response.request.path

    def open(self, address: str, **options) -> "Phone":
        _forget()
        self.response = self.client.get(address, follow_redirects=True, **options)
        return self

    def form(self, action: str) -> Form:
        """The form of the page that goes to an address, or to one that ends so."""
        found = [form for form in forms_of(self.page) if form.action.endswith(action)]
        assert found, f"no form to {action} on {self.place}: {[form.action for form in forms_of(self.page)]}"
        return found[0]

    def send(self, action: str, typed: dict[str, str] | None = None, *, file: bytes | None = None,
             follow: bool = True, htmx: bool = False) -> "Phone":  # fmt: skip
        """Fill the page's form and send it."""
        form = self.form(action)
        data: dict[str, object] = {**form.fields, **(typed or {})}
        if file is not None:
            data["berkas" if action == "/periksa" else "file"] = (io.BytesIO(file), "IMG_0001.jpg")
        return self.post(form.action, data, follow=follow, htmx=htmx)

    def post(self, address: str, data: dict[str, object], *, follow: bool = True, htmx: bool = False) -> "Phone":
        _forget()
        headers = HTMX if htmx else {}
        self.response = self.client.post(address, data=data, headers=headers, follow_redirects=follow)
        return self


def _forget() -> None:
    """Requests of these tests share the context of the test, and with it the form token that belongs to another session."""
    g.pop("csrf_token", None)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside = False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
            self.inside = True
        elif tag == "input" and self.inside and given.get("name"):
            chosen = given.get("type") not in ("radio", "checkbox") or "checked" in given
            if chosen and given.get("type") != "file":
                self.forms[-1].fields[given["name"]] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


def forms_of(page: str) -> list[Form]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def same_but_for_keys(markup: str) -> str:
    """Markup without what is new at each drawing: one-time keys and the form's token; blanks count once."""
    plain = re.sub(r'(name="(?:once|csrf_token)" value=")[^"]*', r"\1", markup)
    return re.sub(r"\s+", " ", plain).strip()
