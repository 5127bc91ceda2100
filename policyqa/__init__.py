"""policyqa reads Chinese policy documents and ties every record and every answer to its place in the source."""

__version__ = "0.1.0"
