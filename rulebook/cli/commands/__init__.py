"""One module for each subcommand, each with `command(lang)`."""
