# Everything runs in .venv, which the project's own files fill. PYTHON picks the interpreter (3.11 or newer).
PYTHON ?= python3
VENV ?= .venv
RUN := $(VENV)/bin
READY := $(VENV)/.ready-$(subst /,-,$(PYTHON))
EXAMPLE ?= examples/us-ascension.yaml

.PHONY: example test lint check generated site bench clean

example: $(READY)  ## assess a bundled public incident
	@$(RUN)/notifyrules assess $(EXAMPLE)

test: $(READY)  ## run all tests
	@$(RUN)/python -m pytest -n auto -q

lint: $(READY)
	@$(RUN)/ruff check .
	@$(RUN)/ruff format --check .
	@$(RUN)/mypy
	@$(RUN)/lint-imports

check: $(READY)
	@$(RUN)/notifyrules law check

generated: $(READY)  ## write docs/law/ and the schemas anew; tests compare them with the law and the models
	@for name in facts jurisdiction assessment; do $(RUN)/notifyrules schema $$name -o src/notifyrules/schemas/$$name.schema.json; done
	@$(RUN)/notifyrules law terms --format markdown -o docs/terms.md
	@for place in us us-federal au sg; do $(RUN)/notifyrules law chart $$place --format markdown -o docs/law/$$place.md; done

site: $(READY)  ## build the documentation site, strictly, into site/
	@NO_MKDOCS_2_WARNING=1 $(RUN)/mkdocs build --strict --quiet

bench: $(READY)  ## measure, beside a baseline; asserts nothing
	@$(RUN)/python bench/bench.py

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) tools/can_install.py
	@$(PYTHON) -m venv --clear $(VENV)
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@$(RUN)/python -m compileall -q src
	@touch $@

clean:
	rm -rf $(VENV) dist build site .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
