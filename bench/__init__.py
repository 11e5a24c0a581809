"""What `make bench` measures: each figure beside its own limit, in alternating rounds of the same run."""
