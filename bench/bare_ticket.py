"""The bare Flask route that a ticket is held against: one durable commit, in turn, and nothing else."""

import fcntl
import os
import sqlite3
import threading

from flask import Flask

from config import read_settings
from serve.parts import serve_pages

FILE = "BENCH_BARE_DATABASE"
CREATE = "CREATE TABLE IF NOT EXISTS ticket (id INTEGER PRIMARY KEY, label TEXT)"


def bare_app() -> Flask:
    """A route that inserts a row with synchronous=FULL; writers take turns by a lock and by flock, as the program does."""
    app, mine, turn = Flask(__name__), threading.local(), threading.Lock()
    path = os.environ[FILE]

    def database() -> sqlite3.Connection:
        if not hasattr(mine, "line"):
            mine.line = sqlite3.connect(path, isolation_level=None, timeout=10)
            mine.line.execute("PRAGMA journal_mode=WAL")
            mine.line.execute("PRAGMA synchronous=FULL")
            mine.line.execute(CREATE)
            mine.gate = os.open(f"{path}.turn", os.O_CREAT | os.O_RDWR, 0o600)
        found: sqlite3.Connection = mine.line
        return found

    @app.get("/healthz")
    def healthz() -> str:
        return "ok\n"

    @app.post("/tiket")
    def ticket() -> tuple[str, int]:
        line = database()
        with turn:
            fcntl.flock(mine.gate, fcntl.LOCK_EX)
            try:
                line.execute("BEGIN IMMEDIATE")
                line.execute("INSERT INTO ticket (label) VALUES ('B-001')")
                line.execute("COMMIT")
            finally:
                fcntl.flock(mine.gate, fcntl.LOCK_UN)
        return "", 303

    return app


if __name__ == "__main__":
    serve_pages(read_settings(), "bench.bare_ticket:bare_app")
