.PHONY: run test check bench browser-test release

run: ; @bin/dev
test: ; @bin/test
check: ; @bin/check
bench: ; @bin/bench
browser-test: ; @Browser/run
release: ; @bin/release
