#!/bin/sh
# Make .venv, and bring it up to a lock only when that lock's content has changed.
#   tools/environment.sh run     what the program needs
#   tools/environment.sh test    and what its tests and checks need
#   tools/environment.sh bench   and what its benchmarks compare with
set -eu
cd "$(dirname "$0")/.."

kind=${1:-run}
# Each lock holds the one before it whole, so installing it leaves the stamps of both.
case $kind in
    run) lock=requirements.txt stamps=run ;;
    test) lock=requirements-dev.txt stamps="run test" ;;
    bench) lock=requirements-bench.txt stamps="run test bench" ;;
    *) echo "usage: tools/environment.sh run|test|bench" >&2; exit 2 ;;
esac

python=${PYTHON:-python3}

stamp_of() {
    case $1 in
        run) cksum < requirements.txt ;;
        test) cksum < requirements-dev.txt ;;
        bench) cksum < requirements-bench.txt ;;
    esac
}

if [ "$(cat ".venv/stamp-$kind" 2> /dev/null)" = "$(stamp_of "$kind")" ] && .venv/bin/python -c '' 2> /dev/null; then
    exit 0
fi

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
    echo "Lamin needs Python 3.11 or newer; '$python' is not. Name another one: PYTHON=python3.12 make run" >&2
    exit 1
fi
if ! .venv/bin/python -c 'import pip' 2> /dev/null; then
    if ! "$python" -m venv --clear .venv; then
        echo "'$python' can't make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2
        exit 1
    fi
fi

echo "Installing the packages of $lock (a minute the first time) ..."
# A lock names every package there is: nothing is left to resolve.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes --only-binary :all: --no-deps -r "$lock"
for each in $stamps; do
    stamp_of "$each" > ".venv/stamp-$each"
done
