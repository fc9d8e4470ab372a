"""Benchmarks: what the program costs, as ratios against another commit."""
