"""Training of the reader's weights: `make train`. Needs the `train` extra; nothing here is needed at run time."""
