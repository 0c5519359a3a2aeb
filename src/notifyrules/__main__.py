"""The start and the end of the command: `notifyrules` and `python -m notifyrules`."""

import gc
import importlib
import os
import sys
from types import ModuleType
from typing import Any


def main() -> None:
    """Run the command line in a process of its own, which ends here."""
    gc.disable()  # a command lives for a moment; looking for cycles would cost a tenth of it
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # no plugin of another package has a say in the law
    sys.modules.setdefault("importlib.metadata", _PackageMetadata("importlib.metadata"))  # would look for those plugins
    from notifyrules.cli import main as run  # noqa: PLC0415 - after the lines above

    try:
        run()
        code: int | str | None = 0
    except SystemExit as left:
        code = left.code
    _leave(code)


class _PackageMetadata(ModuleType):
    """`importlib.metadata`, imported only when something is really asked of it."""

    def entry_points(self, **chosen: Any) -> Any:
        return self.__getattr__("entry_points")(**chosen)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked by the import of any name from it
            raise AttributeError(name)
        sys.modules.pop(self.__name__, None)
        return getattr(importlib.import_module(self.__name__), name)


def _leave(code: int | str | None) -> None:
    """Leave with an exit code, without giving back one by one the values that go with the process anyway."""
    if code is not None and not isinstance(code, int):
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (
            AttributeError,
            OSError,
            ValueError,
        ):  # closed, or nobody reads on; what matters was flushed when written
            code = code or 1
    os._exit(code or 0)


if __name__ == "__main__":
    main()
