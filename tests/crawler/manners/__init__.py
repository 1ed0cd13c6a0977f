"""Tests of how we behave on other people's sites."""
