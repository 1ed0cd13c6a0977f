"""Pages with the truth about them: `tuning/` to work with, `test/` to measure with, never read."""
