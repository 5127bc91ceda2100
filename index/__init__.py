"""Index backends and encoders. The core asks for them by name (entry points); none is imported early."""
