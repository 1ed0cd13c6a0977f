"""One module a concern: reads the request, asks the index, fills a template."""
