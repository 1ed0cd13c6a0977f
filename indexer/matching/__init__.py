"""Which listings are one clinic, one concern a file; pure; `indexer.resolve` puts it together."""
