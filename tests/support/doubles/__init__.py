"""Small servers that answer as upstreams are documented to, and misbehave when told to."""
