"""The indexer's commands, one concern a file; `indexer/__main__.py` is their door."""
