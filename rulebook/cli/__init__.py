"""The command line: ``rulebook check``, ``eval``, ``rules`` and their like."""


def main() -> None:
    """Run the command that the process was started with; ends the process with its exit code."""
    from rulebook.cli.run import run_process

    run_process()


__all__ = ["main"]
