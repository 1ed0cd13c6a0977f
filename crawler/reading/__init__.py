"""Page in, words out: pure functions without network, clock or store."""
