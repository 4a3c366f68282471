# Commands of everyday work. `just --list` shows them; `.ci/run` runs all that CI runs.

# Formats all code.
fmt:
    cargo fmt

# Reports formatting, compiler and clippy findings.
lint:
    .ci/run lint

# Runs unit, integration and documentation tests.
test *ARGS:
    cargo test --locked {{ARGS}}

# Rewrites the expected output of tests; read the diff before committing it.
bless *ARGS:
    SAIGA_BLESS=1 TRYCMD=overwrite cargo test --locked {{ARGS}}

# Builds the documentation; a broken link is an error.
doc:
    .ci/run doc

# Checks licences, banned crates and sources of the dependencies.
deny:
    .ci/run deny

# Runs the benchmarks on otherwise idle cores.
bench *ARGS:
    cargo bench --locked {{ARGS}}

# Rewrites exports/demo from the sample documents.
demo:
    cargo build --locked --release
    SAIGA_BLESS=1 cargo test --locked --test it demo

# Checks the release binary with outside tools: rdflib, networkx, Gephi, pySHACL and others.
acceptance:
    .ci/run release acceptance

# Everything that CI runs.
ci:
    .ci/run
