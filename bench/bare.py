"""What an application page is held against: one Flask view, one Jinja template, nothing else, on the same server."""

import os
import sys
from functools import lru_cache

from flask import Flask, render_template

SIZE = "BENCH_PAGE_BYTES"
SENTENCE = "Nama & alamat ditulis seperti pada surat, baris demi baris."
TEMPLATE = "bare.html"


def bare_app(size: int = 0) -> Flask:
    """An application whose page has so many bytes; in a server process the environment says how many."""
    app = Flask(__name__)
    app.jinja_env.trim_blocks = True
    wanted = size or int(os.environ[SIZE])

    @app.get("/healthz")
    def healthz() -> str:
        return "ok\n"

    @app.get("/")
    def page() -> str:
        return render_template(TEMPLATE, title="Halaman", lines=_lines(app, wanted))

    return app


@lru_cache(maxsize=1)
def _lines(app: Flask, wanted: int) -> tuple[str, ...]:
    """Sentences that bring the page to the size wanted; the last one makes up the rest to the byte."""
    length = lambda lines: len(render_template(TEMPLATE, title="Halaman", lines=lines).encode())  # noqa: E731
    empty, line = length(()), length((SENTENCE,)) - length(())
    whole, rest = divmod(wanted - empty, line)
    return (SENTENCE,) * (whole - 1) + (SENTENCE + "." * rest,)


if __name__ == "__main__":
    from config import read_settings
    from serve.parts import serve_pages

    os.umask(0o077)
    serve_pages(read_settings(), "bench.bare:bare_app")
    sys.exit()
