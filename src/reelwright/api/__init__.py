"""HTTP: routes, authentication and errors."""
