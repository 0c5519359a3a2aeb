"""The one place the version of the program is written."""

__version__ = "0.1.0"
