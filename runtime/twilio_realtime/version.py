"""Version of the distribution; the build reads it from here, too."""

__all__ = ["VERSION"]

VERSION = "0.1.0"
