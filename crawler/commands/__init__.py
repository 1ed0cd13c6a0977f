"""The commands of `python -m crawler`, one concern a module; `crawler.__main__` is their door."""
