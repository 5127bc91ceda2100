# Needs python3.11 (or newer), pip and make. Everything else is installed into .venv.

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
INSTALLED := build/installed
COMPILED := build/compiled

.PHONY: help setup demo test check quality slow benchmarks compiled format clean

help:
	@echo "make demo        set up and run the main job over corpus/documents"
	@echo "make test        set up and run the test suite"
	@echo "make check       linters, layers and types"
	@echo "make quality     extraction quality on the annotated documents, with every miss"
	@echo "make slow        tests that take minutes"
	@echo "make benchmarks  speeds, each beside a known peer in the same run"
	@echo "make compiled    a wheel with compiled extraction (needs a C compiler), tested, and its speed"
	@echo "make format      lay out the code"
	@echo "make clean       remove what was built"

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@if [ -z "$(PYTHON)" ]; then echo "policyqa needs Python 3.11 or newer, and no python3 was found; install it, or say where it is: make PYTHON=/path/to/python3.11" >&2; exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "policyqa needs Python 3.11 or newer, and $(PYTHON) is older; say where a newer one is: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "The virtual environment $(VENV) could not be made; is there space on the disk?" >&2; exit 1; }
	@echo "Setting up $(VENV) (a few minutes the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]' || { echo "The packages could not be installed; the lines above say which one. A package registry must be reachable for the set-up." >&2; exit 1; }
	@touch $(STAMP)

demo: setup
	@$(BIN)/python corpus/demo.py

# A test file stays on one worker, as its fixtures are dear.
test: setup
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile

slow: setup
	@$(BIN)/python -m pytest -m slow

# The layers are read off an installed copy: extractors/ and index/ carry their installed names only there.
check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@rm -rf build/lib $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --target $(INSTALLED) .
	cd $(INSTALLED) && ../../$(BIN)/lint-imports ../../pyproject.toml
	cd $(INSTALLED) && ../../$(BIN)/mypy --config-file ../../pyproject.toml --cache-dir ../../.mypy_cache -p policyqa

quality: setup
	@$(BIN)/python -m pytest tests/test_quality.py -s

benchmarks: setup
	@for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

# -P: the checkout in the working folder would stand before what is tested.
compiled: setup
	@rm -rf build/lib* build/c dist $(COMPILED)
	@POLICYQA_COMPILE=1 $(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist . || { echo "The extractors could not be compiled; is there a C compiler? Without it everything works in plain Python." >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(COMPILED) dist/*.whl
	@PYTHONPATH=$(CURDIR)/$(COMPILED) $(BIN)/python -P -m pytest tests/test_extraction_cases.py tests/test_quality.py tests/test_real_documents.py tests/test_tables.py tests/test_flat_tables.py tests/test_indicators.py
	@$(BIN)/python benchmarks/extract.py
	@PYTHONPATH=$(CURDIR)/$(COMPILED) $(BIN)/python benchmarks/extract.py

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build dist *.egg-info demo-output
