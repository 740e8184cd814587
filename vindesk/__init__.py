"""vindesk: VINs in, vehicles out, on the desktop."""

__version__ = "0.1.0"
