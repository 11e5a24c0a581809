#!/bin/sh
# See that this machine has the two programs that the tests drive: a Chromium, and poppler's PDF readers.
# What is there is used; what is missing is installed by apt when we are root; else one sentence says what to install.
set -eu

chromium() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        if [ -n "$name" ] && command -v "$name" > /dev/null 2>&1; then
            return 0
        fi
    done
    return 1
}

poppler() {
    command -v pdfsig > /dev/null 2>&1 && command -v pdftoppm > /dev/null 2>&1 && command -v pdftotext > /dev/null 2>&1
}

missing=
chromium || missing="$missing chromium"
poppler || missing="$missing poppler-utils"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null 2>&1; then
    echo "Installing$missing for the tests ..."
    apt-get -qq update
    # shellcheck disable=SC2086 # two names, or one
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $missing > /dev/null
fi

if ! chromium; then
    echo "The browser tests need Chromium: install it (Debian: apt-get install chromium), or name one: CHROMIUM=/path make test" >&2
    exit 1
fi
if ! poppler; then
    echo "The PDF tests need pdfsig, pdftoppm and pdftotext: install poppler-utils" >&2
    exit 1
fi
