# Vào Ra: `make run` opens the dashboard, `make test` runs the tests. Needs Python ≥ 3.11 and the package registries.
PYTHON ?= $(shell command -v python3 || command -v python)
PORT ?= 8501
PY := .venv/bin/python
export PYTHONUTF8 = 1

.PHONY: help run setup setup-dev lock demo test thorough lint bench clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/' | expand -t 16

run: setup demo ## set up, invent a province if there is no data yet, and open http://127.0.0.1:8501 (PORT=8502: another port)
	@echo "run: http://127.0.0.1:$(PORT) (Ctrl+C ends it)"
	@$(PY) vaora.py serve --port $(PORT)

setup:
	@$(PYTHON) tools/setup.py

setup-dev:
	@$(PYTHON) tools/setup.py --dev

lock: setup-dev ## lock what requirements*.txt bring along, with hashes; UP=--upgrade takes the newest of what they leave open
	@for list in requirements requirements-dev requirements-npm; do \
		.venv/bin/uv pip compile $$list.txt -o $$list.lock --quiet --universal --python-version 3.11 --generate-hashes \
			--custom-compile-command "make lock" $(UP) || exit 1; \
	done

demo:
	@$(PY) tools/first_demo.py

test: setup-dev ## everything to green tests
	@$(PY) -m pytest

thorough: setup-dev ## all tests, the slow ones and every seed of the random ones too: an hour
	@VAORA_THOROUGH=1 $(PY) -m pytest

lint: setup-dev ## style and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

bench: setup-dev ## speed and memory, as ratios to peers in the same run
	@$(PY) -m bench

clean: ## remove what was set up (never the data)
	@rm -rf .venv node_modules tests/oidc/node_modules static/vendor .pytest_cache .mypy_cache .ruff_cache .hypothesis
