"""Searches clinics and shows them: HTML that works without JavaScript."""
