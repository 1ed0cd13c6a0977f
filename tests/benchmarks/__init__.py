"""Tests of the benchmarks: what they compare with must be right too."""
