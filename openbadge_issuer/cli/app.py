"""
The command line: which commands there are, and in which file each stands.

Nothing heavy is imported before a command runs, so that `--help` answers at once.
"""

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from openbadge_issuer.cli import (
    achievements,
    api_keys,
    awards,
    documents,
    endorsements,
    erasing,
    importing,
    instance,
    keys,
    output,
    pages,
    quickstart,
    revoking,
    serving,
)

INTERRUPTED = 130
"""What a shell expects of a program that Ctrl+C ended: 128 and the signal's number."""

READER_LEFT = 141
"""
What a shell expects of a program whose output nobody reads any more, such as `head`: 128 and the signal's number.
Click would end with 1, which says of a badge that it is invalid.
"""


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        output.say(version("openbadge-issuer"))
        raise typer.Exit


class Commands(TyperGroup):
    """The commands, and what is said when one is interrupted."""

    def invoke(self, ctx: Any) -> object:  # noqa: ANN401  # whose Context it is depends on the release of Typer
        """Run a command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            output.warn("\nInterrupted. What was finished is kept; run the same command again to go on.")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(READER_LEFT) from None


app = typer.Typer(
    cls=Commands,
    name="openbadge-issuer",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def begin(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Issue, host and verify Open Badges 3.0 on your own domain."""


app.command("quickstart")(quickstart.quickstart)
app.command("init")(instance.init)
app.add_typer(keys.app, name="key")
app.add_typer(api_keys.app, name="api-key")
app.add_typer(achievements.app, name="achievement")
app.command("issue")(awards.issue)
app.command("import")(importing.import_roster)
app.command("revoke")(revoking.revoke)
app.command("suspend")(revoking.suspend)
app.command("reinstate")(revoking.reinstate)
app.command("erase")(erasing.erase)
app.add_typer(pages.app, name="page")
app.command("list")(awards.list_awards)
app.command("export")(awards.export)
app.command("endorse")(endorsements.endorse)
app.add_typer(endorsements.app, name="endorsement")
app.command("sign")(documents.sign)
app.command("derive")(documents.derive)
app.command("verify")(documents.verify)
app.command("bake")(documents.bake)
app.command("extract")(documents.extract)
app.command("migrate")(serving.migrate)
app.command("serve")(serving.serve)
