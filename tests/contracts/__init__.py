"""One suite a port: the memory fake and every real adapter pass the same cases."""
