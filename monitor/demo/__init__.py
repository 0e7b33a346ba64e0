"""A recorded news day of made-up outlets, and the server that plays it on loopback."""
