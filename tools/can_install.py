"""Says in a sentence what is missing before anything is installed; needs nothing but Python."""

import shutil
import sys
import sysconfig
from pathlib import Path


def missing() -> str:
    """Return what is missing, or nothing."""
    version = sys.version_info
    if version < (3, 11):
        found = f"{version[0]}.{version[1]}"
        return f"Python 3.11 or newer is needed; this is {found}. Name another: make PYTHON=python3.11 …"
    try:
        import ensurepip  # noqa: F401, PLC0415 - tried, not used
        import venv  # noqa: F401, PLC0415 - tried, not used
    except ImportError:
        return "this Python cannot make virtual environments. On Debian: apt-get install python3-venv"
    if version >= (3, 13):
        return ""  # durable_rules is not used there; nothing is compiled
    header = Path(sysconfig.get_path("include")) / "Python.h"
    if not (shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")) or not header.exists():
        return (
            "durable_rules is compiled while it is installed: a C compiler and the Python headers are needed.\n"
            "On Debian: apt-get install gcc python3-dev. With Python 3.13 or newer neither is needed."
        )
    return ""


if __name__ == "__main__":
    lack = missing()
    if lack:
        sys.exit(f"notifyrules: {lack}")
