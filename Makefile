# Everything a newcomer types. Needs make and Python 3.11 or newer; each target sets up .venv by itself.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
FUZZ_RUNS ?= 1000000
FUZZ_TARGETS ?=
PACKAGE ?= status
ONLY ?=
BENCH ?=
INTEROP := tests/interop
INTEROP_VENV := .interop-venv

.PHONY: install demo test check format reference messages screenshots coverage fuzz mutants bench soak interop interop-tools build clean

install: $(STAMP)

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 $(MAKECMDGOALS)" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable ".[service,postgresql,pdf]" --group dev
	@touch $(STAMP)

demo: install
	$(BIN)/openbadge-issuer quickstart

test: install
	$(BIN)/python -m pytest -n auto

# Every branch of the parts that decide what is signed and what is valid, from the tests of units and over vectors.
coverage: install
	$(BIN)/python -m pytest tests/unit/linked_data tests/unit/proofs tests/unit/status tests/unit/baking tests/unit/verification tests/vectors \
		-n auto --cov --cov-report=term-missing:skip-covered

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

reference: install
	$(BIN)/python tests/reference_pages.py

# The catalogs of translators, brought up to date with the texts of the pages.
messages: install
	$(BIN)/python tests/catalogs.py

# The pictures of the README, from the demo school; needs Debian's chromium.
screenshots: install
	$(BIN)/python tests/screenshots.py

# Hostile input for every parser, for hours; stop and start it at will. FUZZ_RUNS=20000 FUZZ_TARGETS="png verify" do less.
fuzz: install
	@$(BIN)/python -c "import atheris" 2>/dev/null || $(BIN)/python -m pip install --quiet --requirement tests/fuzz/requirements.txt \
		|| echo "atheris cannot be installed here: inputs are changed without looking at what they reach."
	PYTHONPATH=tests $(BIN)/python -m fuzz.extremes
	PYTHONPATH=tests $(BIN)/python -m fuzz.run --runs $(FUZZ_RUNS) $(FUZZ_TARGETS)

# The code of one package changed in every small way: do its tests notice? Takes up to an hour; goes on where it was. SECONDS=4 for a first look.
mutants: install
	@$(BIN)/python -c "import mutmut" 2>/dev/null || $(BIN)/python -m pip install --quiet --requirement tests/mutants/requirements.txt
	$(BIN)/python tests/mutants/run.py $(PACKAGE) $(ONLY) --seconds=$(SECONDS)

# How fast everything is, beside its peers (those of `make interop-tools`): one table, and .bench/results.json.
# ONLY="signing verifying" measures some groups; BENCH="--repeats 3 --seconds 0.1" less of each.
bench: install
	PYTHONPATH=tests $(BIN)/python -m bench.run $(ONLY) $(BENCH)

# A real service with two workers, used for ten minutes by many at once; SOAK="--database postgresql" for that.
soak: install
	PYTHONPATH=tests $(BIN)/python -m bench.soak $(SOAK)

# Other people's verifiers: runs the tests with them, and writes the page about it.
interop: install interop-tools
	CI=true $(BIN)/python -m pytest $(INTEROP) -n auto --write-page --ignore $(INTEROP)/test_page.py

interop-tools: $(INTEROP)/node_modules/.package-lock.json $(INTEROP_VENV)/.installed

$(INTEROP)/node_modules/.package-lock.json: $(INTEROP)/package-lock.json
	npm ci --prefix $(INTEROP) --ignore-scripts --no-audit --no-fund
	@touch $@

$(INTEROP_VENV)/.installed: $(INTEROP)/requirements.txt
	$(PYTHON) -m venv $(INTEROP_VENV)
	$(INTEROP_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r $(INTEROP)/requirements.txt
	@touch $@

build: install
	rm -rf dist
	$(BIN)/python -m build

clean:
	rm -rf $(VENV) .fuzz .mutants .bench .coverage $(INTEROP_VENV) $(INTEROP)/node_modules dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
