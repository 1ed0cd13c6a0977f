"""Tests of the embedded search engine, file by file."""
