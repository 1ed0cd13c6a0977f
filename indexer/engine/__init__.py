"""The embedded search engine behind the port in `indexer.search`."""
