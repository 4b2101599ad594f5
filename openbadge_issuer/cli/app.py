"""
The command line: which commands there are, and in which file each stands.

Nothing heavy is imported before a command runs, so that `--help` answers at once.
"""

import typer

from openbadge_issuer.cli import (
    achievements,
    api_keys,
    awards,
    documents,
    instance,
    keys,
    quickstart,
    serving,
)

app = typer.Typer(
    name="openbadge-issuer",
    help="Issue, host and verify Open Badges 3.0 on your own domain.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("quickstart")(quickstart.quickstart)
app.command("init")(instance.init)
app.add_typer(keys.app, name="key")
app.add_typer(api_keys.app, name="api-key")
app.add_typer(achievements.app, name="achievement")
app.command("issue")(awards.issue)
app.command("import")(awards.import_roster)
app.command("revoke")(awards.revoke)
app.command("list")(awards.list_awards)
app.command("export")(awards.export)
app.command("sign")(documents.sign)
app.command("verify")(documents.verify)
app.command("bake")(documents.bake)
app.command("extract")(documents.extract)
app.command("migrate")(serving.migrate)
app.command("serve")(serving.serve)
