"""Tests of matching, and the labelled pairs it is measured on."""
