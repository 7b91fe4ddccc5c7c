"""HTTP: the application, its routes and resources."""
