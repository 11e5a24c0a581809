"""What an application page is held against, on the same server: the page without the house, and lines of text.

`/same` is the very page, made from the same templates and facts at hand by Flask and Jinja alone: no database, session, form
key, translation, limits or headers. `/lines` is the smallest page of as many bytes: one template with one loop.
"""

import os
from typing import Any

from babel.dates import format_date
from flask import Flask, before_render_template, render_template
from jinja2 import ChoiceLoader, FileSystemLoader

from app import create_app
from config import ROOT, read_settings
from office import opening
from serve.parts import serve_pages

PAGE = "BENCH_PAGE"
SENTENCE = "Nama & alamat ditulis seperti pada surat, baris demi baris."
FORM_KEY = "x" * 91
ITS_OWN = frozenset({"request", "session", "g", "config"})


def bare_app() -> Flask:
    """The application inside the server's process; BENCH_PAGE is the address of the page to be made again."""
    whole = create_app()
    template, facts, size = _recorded(whole, os.environ[PAGE])
    app = _plain_app(whole)
    with app.test_request_context():
        lines = lines_of(size)

    @app.get("/healthz")
    def healthz() -> str:
        return "ok\n"

    @app.get("/same")
    def same() -> str:
        return render_template(template, **facts)

    @app.get("/lines")
    def text() -> str:
        return render_template("lines.html", title="Halaman", lines=lines)

    return app


def lines_of(size: int) -> tuple[str, ...]:
    """Sentences that bring the page of lines to `size` bytes; the last one makes up the rest to the byte."""
    empty = _length(())
    whole, rest = divmod(size - empty, _length((SENTENCE,)) - empty)
    return (SENTENCE,) * (whole - 1) + (SENTENCE + "." * rest,)


def _length(lines: tuple[str, ...]) -> int:
    return len(render_template("lines.html", title="Halaman", lines=lines).encode())


def _recorded(whole: Flask, path: str) -> tuple[str, dict[str, Any], int]:
    """The template of a page, what it was filled with, and its bytes."""
    kept: list[tuple[str, dict[str, Any]]] = []

    def keep(_app: Flask, template: Any, context: dict[str, Any], **_: Any) -> None:
        kept.append((template.name, {name: value for name, value in context.items() if name not in ITS_OWN}))

    with before_render_template.connected_to(keep, whole):
        size = len(whole.test_client().get(path).data)
    return *kept[-1], size


def _plain_app(whole: Flask) -> Flask:
    app = Flask(__name__, root_path=str(ROOT))
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(ROOT / "templates"), FileSystemLoader(ROOT / "bench" / "templates")]
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(asset=whole.jinja_env.globals["asset"], csrf_token=lambda: FORM_KEY)
    app.jinja_env.filters["day"] = lambda at: format_date(opening.local(at).date(), "EEEE, d MMMM y", "id")
    for rule in whole.url_map.iter_rules():
        if rule.rule.startswith("/permohonan/"):
            app.add_url_rule(rule.rule, endpoint=rule.endpoint, methods=rule.methods)
    return app


if __name__ == "__main__":
    serve_pages(read_settings(), "bench.bare:bare_app")
