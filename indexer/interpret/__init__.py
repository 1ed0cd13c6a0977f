"""Words to facts with evidence: pure functions without network, clock or model."""
