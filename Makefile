# One way to build, one to test, one to run. Every target installs the Debian packages it lacks.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
say = @printf '\033[1m== %s\033[0m\n' "$(1)"

# Seconds each fuzz target runs in `make test`, and in `make fuzz`.
FUZZ_SECONDS ?= 10
FUZZ_LONG ?= 600

# nextest runs tests of different binaries beside each other; without it `cargo test` runs the same ones, more slowly.
NEXTEST := $(shell command -v cargo-nextest 2>/dev/null)

.PHONY: help demo test quick bench guide lint audit fuzz build cross

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 16

build: ## the station and everything around it, for this machine
	@tests/packages build
	$(call say,building)
	@cargo build --locked --workspace --bins

demo: ## the bus on a page to try out (PORT=8080, PANEL=mono for the small display); ONCE=1 plays the morning instead, exit status tells
	@tests/packages build demo
	$(call say,building the station and its world)
	@cargo build --locked -p station -p centre -p rehearse --bins
	@exec target/debug/rehearse demo $(if $(ONCE),--once) $(if $(MORNING),--morning) $(if $(PORT),--port $(PORT)) \
	  $(if $(PANEL),--format $(PANEL))

test: ## everything, unattended; exit status tells
	@tests/packages build demo test
	$(call say,building)
	@cargo build --locked --workspace --bins --examples
	$(call say,testing)
ifneq ($(NEXTEST),)
	@cargo nextest run --locked --workspace
	@cargo test --locked --workspace --doc --quiet
else
	@cargo test --locked --workspace
endif
	$(call say,fuzzing for $(FUZZ_SECONDS) s a target)
	@tests/fuzz/run $(FUZZ_SECONDS)

quick: ## tests that need no other process, while working: station crates and firmware; see CONTRIBUTING.md
	@tests/packages build
ifneq ($(NEXTEST),)
	@cargo nextest run --locked --workspace --profile quick
else
	@cargo test --locked --workspace --lib
endif

bench: ## speed and size, each beside its yardstick
	@tests/packages build demo test
	$(call say,building as it is installed)
	@cargo build --locked --release -p station -p rehearse --bins
	@cargo build --locked --release -p journal --example bench -p uplink --example drain -p screen --example picture
	@exec target/release/rehearse bench

guide: ## what staff read: quick guide and error card, HTML and PDF, with pictures of the real screens
	@tests/packages build demo guide
	$(call say,building)
	@cargo build --locked -p station -p centre -p rehearse --bins
	$(call say,a day is played for the camera)
	@target/debug/rehearse guide

lint: ## formatting, clippy and documentation with warnings denied, shell scripts, the project's own rules
	@tests/packages build lint
	@tests/lint

audit: ## before a release: licences, advisories, sources, unused dependencies, spelling; builds the tools it lacks
	@tests/packages build
	@tests/audit

fuzz: ## every fuzz target for FUZZ_LONG seconds
	@tests/packages build
	@tests/fuzz/run $(FUZZ_LONG)

cross: ## the station for a 64-bit Raspberry Pi
	@tests/cross
