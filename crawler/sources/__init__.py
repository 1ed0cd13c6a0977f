"""One file a source: its policy, where its pages are, and who reads them."""
