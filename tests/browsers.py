"""Where the machine's Chromium is, and how it is started for tests."""

import os
import shutil

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """The path of a Chromium; `make test` sees to it that there is one."""
    wanted = (os.environ.get("CHROMIUM", ""), *NAMES)
    found = next((path for name in wanted if name and (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("no Chromium on this machine: run make setup-test")
    return found
