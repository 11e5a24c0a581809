# Lamin. Two commands are enough on a fresh machine: `make run` and `make test`.

PYTHON ?= python3
PY := .venv/bin/python
PO := $(wildcard translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)
COMPILE := $(PY) -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host --no-emit-options --pip-args "--only-binary :all:"
MESSAGES := app.py frame office outside web desk kiosk display workbench templates

export PYTHON

.PHONY: help run hall test lint bench demo simulate simulate-seeds pictures report-pictures faults setup setup-dev setup-bench setup-test translations translations-update lock clean
.DEFAULT_GOAL := help

help: ## show what can be done
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1  \2/p' $(MAKEFILE_LIST) | awk '{printf "  %s %-20s", $$1, $$2; $$1=$$2=""; print}'

run: setup translations ## start Lamin: pages and worker, on http://127.0.0.1:8000 unless LAMIN_* says otherwise
	@exec $(PY) -m serve

hall: setup translations ## the same with the office's clock at ten of a working day, to try the hall at any hour
	@LAMIN_CLOCK_AHEAD=$$($(PY) -m tools.ten_o_clock) exec $(PY) -m serve

test: setup-test translations ## run all the tests, PostgreSQL and a browser included
	@$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow" $(ARGS)

faults: setup-test translations ## the long fault runs: kills, cuts and fills many times
	@$(PY) -m pytest -s -m slow tests/faults $(ARGS)

lint: setup-dev ## ruff, mypy and the template linter
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m djlint --lint --quiet templates

bench: setup-bench translations ## measure speed and size; writes bench/latest.json
	@$(PY) -m bench

demo: setup-dev translations ## play a birth and a lost KTP from draft to hand-over in a scratch folder
	@$(PY) -m commands.play

pictures: setup-test translations ## walk the main job in the browser and put today's screens into docs/pictures
	@find docs/pictures -name '*.png' ! -name 'laporan-*' -delete
	@PICTURES=docs/pictures $(PY) -m pytest -q tests/journeys
	@$(PY) -m tools.flow
	@$(PY) -m tools.sheets

SEED ?= 1
SIMULATED ?= instance/simulation

simulate: setup translations ## play 23 March to 9 June 2020 with invented residents (SEED=1, into SIMULATED=instance/simulation)
	@test $(SIMULATED) != instance/simulation || rm -rf instance/simulation
	@LAMIN_DATA=$(SIMULATED) $(PY) -m flask --app app simulate --from 2020-03-23 --to 2020-06-09 --seed $(SEED) $(ARGS)

simulate-seeds: setup translations ## the same with ten seeds in scratch folders: how much is chance
	@$(PY) -m flask --app app simulate --seeds 10 $(ARGS)

report-pictures: setup-test translations ## put the reports of the simulated period (make simulate first) into docs/pictures
	@$(PY) -m tools.report_pictures $(SIMULATED)

setup: ## make .venv with what the program needs
	@tools/environment.sh run

setup-dev: ## and what tests and checks need of Python packages
	@tools/environment.sh test

setup-bench: ## and what the benchmarks compare with
	@tools/environment.sh bench

setup-test: setup-dev ## and a Chromium and poppler on this machine
	@tools/machine.sh

translations: setup $(MO) ## compile the translations

%.mo: %.po
	@$(PY) -m babel.messages.frontend --quiet compile --input-file=$< --output-file=$@ --locale=$(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))

translations-update: setup ## collect new sentences into translations/*/LC_MESSAGES/messages.po
	@$(PY) -m tools.sentences

lock: setup-dev ## resolve requirements*.in anew, with hashes
	CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --output-file=requirements.txt requirements.in
	CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --output-file=requirements-dev.txt requirements-dev.in
	CUSTOM_COMPILE_COMMAND="make lock" $(COMPILE) --output-file=requirements-bench.txt requirements-bench.in

clean: ## remove what can be made again; instance/ and .venv stay
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis bench/scratch $(MO)
	@find . -name .venv -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf
