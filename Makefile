# Everything runs in .venv, which the project's own files fill. PYTHON picks the interpreter (3.11 or newer).
PYTHON ?= python3
VENV ?= .venv
RUN := $(VENV)/bin
EXAMPLE ?= examples/us-ascension.yaml

.PHONY: example test lint check bench clean

example: $(VENV)/.ready  ## assess a bundled public incident
	@$(RUN)/notifyrules assess $(EXAMPLE)

test: $(VENV)/.ready  ## run all tests
	@$(RUN)/python -m pytest -n auto -q

lint: $(VENV)/.ready
	@$(RUN)/ruff check .
	@$(RUN)/ruff format --check .
	@$(RUN)/mypy
	@$(RUN)/lint-imports

check: $(VENV)/.ready
	@$(RUN)/notifyrules law check

bench: $(VENV)/.ready  ## measure, beside a baseline; asserts nothing
	@$(RUN)/python bench/bench.py

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) tools/can_install.py
	@$(PYTHON) -m venv $(VENV)
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
