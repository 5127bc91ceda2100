"""The version, stated once; a module of its own, so that lower layers need not import the package's front."""

__version__ = "0.1.0"
