"""The start of the command, before anything heavy is imported: `notifyrules` and `python -m notifyrules`."""

import gc
import os


def main() -> None:
    """Run the command line."""
    gc.disable()  # a command lives for a moment; looking for cycles would cost a tenth of it
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # no plugin of another package has a say in the law
    from notifyrules.cli import main as run  # noqa: PLC0415 - after the two lines above

    run()


if __name__ == "__main__":
    main()
