"""The command `notifyrules`."""

from notifyrules.cli.run import main

__all__ = ["main"]
