"""What `make bench` runs: speed and memory, each figure beside a reference. Nothing here asserts a time."""
