"""What leaves the program: one module a format, and files written whole or not at all."""

from notifyrules.export.writing import OutputError, write_whole

__all__ = ["OutputError", "write_whole"]
