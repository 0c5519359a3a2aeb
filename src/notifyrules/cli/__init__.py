"""The command `notifyrules`."""

from notifyrules.cli.app import main

__all__ = ["main"]
