"""What a clinic's page shows, made from a `Clinic`; pure, one module a part of the page."""
