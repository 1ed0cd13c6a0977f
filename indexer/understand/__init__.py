"""Understands what people type into the one search box; pure."""
