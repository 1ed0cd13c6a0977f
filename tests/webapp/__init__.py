"""The web app over a plain index of invented clinics."""
