"""
Every knob of an instance: its name, its default, its reason.

A setting comes from the environment (`OPENBADGE_PORT`), from the file `openbadge.toml` in the instance folder
(`port`), or from its default; the environment wins over the file.
Relative paths are relative to the instance folder.

Nothing is opened or made here; the only files read are `openbadge.toml` and that of the passphrase.
docs/reference/settings.md repeats the table of fields; a test compares the two.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from openbadge_issuer.errors import ConfigurationError, KeyMaterialError, Problem
from openbadge_issuer.extras import missing
from openbadge_issuer.issuer.spot_checks import CHECK_EVERY
from openbadge_issuer.keys.did_web import did_web

try:
    from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict
except ModuleNotFoundError as error:
    raise missing("pydantic_settings") from error

FILE_NAME = "openbadge.toml"
PREFIX = "OPENBADGE_"

MAX_STATUS_LIST_SIZE = 16_777_216
"""Largest status list, in entries: its bits are 2 MiB, which every verifier of a badge in it must expand."""

MAX_PORT = 65_535
"""Highest TCP port: it is written in 16 bits (RFC 9293, 3.1)."""

NOT_IN_FILE = {
    "instance": "the file lies in the instance folder already",
    "key_passphrase": "a passphrase that lies beside its keys protects nothing",
}
"""Settings that are for the environment alone, and why."""

_PATH = re.compile(r"(/(?!\.{1,2}(/|$))[A-Za-z0-9._~-]+)*/*")
_SCHEMES = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
_SECRET = {"key_passphrase", "database_url"}


def _check_base_url(text: str) -> str:
    """Return the URL in the one form that all else builds on: lower-case host, no default port, no slash."""
    try:
        did_web(text)
    except KeyMaterialError as error:
        raise ValueError(" ".join([error.message, error.hint or ""]).strip()) from error
    url = urlsplit(text)
    if not _PATH.fullmatch(url.path):
        raise ValueError("expected a path of letters, digits and . _ ~ - between single slashes")
    default = ":443" if url.scheme == "https" else ":80"
    return f"{url.scheme}://{url.netloc.lower().removesuffix(default)}{url.path.rstrip('/')}"


def _check_slug(text: str | None) -> str | None:
    if text is not None and not re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", text):
        raise ValueError("expected lower-case letters, digits and inner hyphens")
    return text


def _check_color(text: str | None) -> str | None:
    if text is not None and not re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
        raise ValueError("expected a colour such as #3451b2")
    return text and text.lower()


def _database_beside(values: dict[str, Any]) -> str:
    return f"sqlite:///{values['instance'] / 'openbadge.sqlite3'}"


def _keys_beside(values: dict[str, Any]) -> Path:
    return Path(values["instance"] / "keys")


def _passphrase_from(values: dict[str, Any]) -> SecretStr | None:
    path = values["key_passphrase_file"]
    if path is None:
        return None
    try:
        return SecretStr(path.read_text(encoding="utf-8").rstrip("\r\n"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"{PREFIX}KEY_PASSPHRASE_FILE names {path}, which cannot be read as text.",
            hint="Make the file readable for the user that runs openbadge-issuer, or name another one.",
        ) from error


class Settings(BaseSettings):
    """
    The settings of one instance; immutable.

    `Settings.load(folder)` is the way to get them.
    Constructing them directly reads the environment but no file, and raises pydantic's own error.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    instance: Annotated[Path, AfterValidator(Path.resolve)] = Field(
        default=Path(),
        description=f"The instance folder: it holds `{FILE_NAME}`, and by default the database and the keys.",
    )
    base_url: Annotated[str, AfterValidator(_check_base_url)] = Field(
        description="Where the public reaches this service: `https://…`, with a path if it is mounted under "
        "one. `http://` is for localhost only. It becomes part of every badge and of the issuer's DID, "
        "so it must not change once badges are out; IP addresses are refused, since did:web forbids them.",
    )
    database_url: str = Field(
        default_factory=_database_beside,
        repr=False,
        description="`sqlite:///path`, for any number of processes on one machine (not on a network drive), "
        "or `postgresql://user:password@host/name`, for many machines.",
    )
    keys_dir: Path = Field(
        default_factory=_keys_beside,
        description="The folder of private keys; "
        "it must belong to the user that runs the service and be closed to others.",
    )
    key_passphrase_file: Path | None = Field(
        default=None, description="A file that holds the passphrase, such as a mounted container secret."
    )
    key_passphrase: SecretStr | None = Field(
        default_factory=_passphrase_from,
        description=f"The passphrase that private keys are encrypted with. Not accepted in `{FILE_NAME}`: "
        "a passphrase that lies beside its keys protects nothing.",
    )
    default_issuer: Annotated[str | None, AfterValidator(_check_slug)] = Field(
        default=None,
        description="The slug of the domain's own issuer, whose DID document also lies at "
        "`/.well-known/did.json`. By default the first issuer that was made.",
    )
    host: str = Field(
        default="127.0.0.1",
        description="The address to listen on. The default leaves the way in to a reverse proxy.",
    )
    port: int = Field(default=8000, ge=1, le=MAX_PORT, description="The port to listen on.")
    workers: int = Field(
        default=1, ge=1, le=256, description="How many processes serve; one per core is a good start."
    )
    status_list_size: int = Field(
        default=131_072,
        ge=131_072,
        le=MAX_STATUS_LIST_SIZE,
        multiple_of=8,
        description="Entries in a new status list. Bitstring Status List demands at least 131,072, "
        "so that looking one up does not tell whose badge was looked up.",
    )
    suspendable: bool = Field(
        default=False,
        description="Whether badges issued from now on can be suspended for the time being, and reinstated. Each then "
        "has two statuses, which Verifiable Credentials allow, and the JSON Schema of Open Badges 3.0 does not: "
        "1EdTech's validator calls such badges invalid, and some wallets look at the first status only.",
    )
    identifier: Literal["hash", "none", "clear"] = Field(
        default="hash",
        description="How a badge names its recipient's address: as a salted hash, not at all, or in clear.",
    )
    show_name: Literal["none", "initial", "full"] = Field(
        default="none",
        description="How much of the recipient's name a badge carries: nothing, `Ada L.`, or all of it.",
    )
    keep_names: bool = Field(
        default=False,
        description="Whether the database keeps recipients' names, for lists that staff read. "
        "Badges and public pages show no more for it.",
    )
    validity_days: int | None = Field(
        default=None,
        ge=1,
        le=36_500,
        description="How many days a badge is valid if nothing else is said. By default it does not expire.",
    )
    site_name: str | None = Field(
        default=None,
        max_length=80,
        description="What stands at the head of each page. By default the host.",
    )
    site_logo: Path | None = Field(
        default=None,
        description="The picture at the head of each page: a PNG or SVG file of at most 256 KiB.",
    )
    site_welcome: dict[str, str] | str | None = Field(
        default=None,
        description="What the home page begins with, in Markdown; or a table with a text for each language.",
    )
    site_footer: dict[str, str] | str | None = Field(
        default=None,
        description="What stands at the foot of each page, in Markdown, such as links to an imprint; "
        "or a table with a text for each language.",
    )
    default_language: str = Field(
        default="en",
        description="The language of pages, cards and certificates for visitors whose browser names none that "
        "there is: `en` or `de`.",
    )
    certificate_paper: Literal["a4", "letter"] = Field(
        default="a4",
        description="The paper that certificates are set for: `a4`, or `letter` as in North America.",
    )
    accent_color: Annotated[str | None, AfterValidator(_check_color)] = Field(
        default=None,
        description="The colour of links and buttons, and of certificates, as `#rrggbb`. "
        "One in which links could not be read is refused.",
    )
    accent_color_dark: Annotated[str | None, AfterValidator(_check_color)] = Field(
        default=None,
        description="The same for those who want dark pages. By default worked out from `accent_color`.",
    )
    templates_dir: Path | None = Field(
        default=None,
        description="A folder of templates that stand in for those of the same name in the package.",
    )
    linkedin_organizations: dict[str, str] = Field(
        default_factory=dict,
        description="For each issuer's slug the number of its page on LinkedIn, or the page's name, "
        "by which earners find it there. By default the issuer's name.",
    )
    verifiers: dict[str, str] | None = Field(
        default=None,
        description="Other people's verifiers that badge pages name: what each is called, and its address, "
        "in which `{url}` stands for the badge's. By default those known when this version was made.",
    )
    fonts_dir: Path | None = Field(
        default=None,
        description="A folder of fonts (and folders of them) for certificates and preview cards, "
        "for names in scripts that the fonts at hand (Latin, Greek, Cyrillic, some Arabic) do not have.",
    )
    checks_per_minute: int = Field(
        default=60,
        ge=0,
        le=100_000,
        description="How many checks of badges (`/verify`, `/api/verify`) one address may ask each process for, "
        "at once and then in each minute; 0 for any number.",
    )
    import_batch: int = Field(
        default=500,
        ge=1,
        le=5_000,
        description="How many badges of an import are signed, and then stored in one transaction: 500 take some "
        "tenths of a second and 5 MiB, and the disk is flushed once for all of them. Ctrl+C waits for the batch.",
    )
    import_check_every: int = Field(
        default=CHECK_EVERY,
        ge=1,
        le=1_000_000,
        description="Of an import, one badge in so many is verified before its batch is stored, beside the first "
        "of each shape. A verification takes as long as making 50 to 100 badges: with 1,000 it adds a tenth. "
        "1 verifies every badge.",
    )
    max_upload_bytes: int = Field(
        default=5_242_880,
        ge=65_536,
        le=104_857_600,
        description="Largest request body, in bytes: 5 MiB hold a roster of 25,000 rows, or a large image.",
    )

    @model_validator(mode="before")
    @classmethod
    def _one_passphrase(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values.get("key_passphrase") and values.get("key_passphrase_file"):
            raise ValueError(
                f"{PREFIX}KEY_PASSPHRASE and {PREFIX}KEY_PASSPHRASE_FILE are both set; expected one of them."
            )
        return values

    @field_validator("keys_dir", "key_passphrase_file", "fonts_dir", "site_logo", "templates_dir")
    @classmethod
    def _inside_instance(cls, path: Path | None, info: ValidationInfo) -> Path | None:
        return path if path is None else Path(info.data.get("instance", Path()) / path)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, text: str, info: ValidationInfo) -> str:
        scheme, separator, rest = text.partition("://")
        if not separator or scheme not in {"sqlite", "postgresql+psycopg", *_SCHEMES}:
            raise ValueError("expected sqlite:///path or postgresql://user:password@host/name")
        if scheme != "sqlite":
            return f"{_SCHEMES.get(scheme, scheme)}://{rest}"
        if rest in ("", "/", "/:memory:"):
            raise ValueError("expected a file: a database in memory is not shared between processes")
        return f"sqlite:///{info.data.get('instance', Path()) / rest.removeprefix('/')}"

    @classmethod
    def load(cls, folder: Path | None = None, **overrides: object) -> Self:
        """
        Read the settings of an instance.

        Args:
            folder: The instance folder; by default `OPENBADGE_INSTANCE`, else the current folder.
            overrides: Settings that win over environment and file, such as those given on the command line.

        Raises:
            ConfigurationError: If a setting is missing, unknown or not allowed;
                names each, what was found, and what is expected.
        """
        instance = Path(folder or os.environ.get(f"{PREFIX}INSTANCE") or ".").resolve()
        path = instance / FILE_NAME
        written = _read(path)
        values = {**written, **EnvSettingsSource(cls)(), **overrides, "instance": instance}
        try:
            return cls(**values)
        except ValidationError as error:
            raise _explain(error, values=values, written=written, path=path) from error


def _read(path: Path) -> dict[str, Any]:
    """Read `openbadge.toml`; that there is none is fine, since the environment may say everything."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read as TOML: {error}.") from error
    for name in NOT_IN_FILE.keys() & values.keys():
        raise ConfigurationError(
            f"{name} stands in {path}, where it is not accepted: {NOT_IN_FILE[name]}.",
            hint=f"Set {PREFIX}{name.upper()} in the environment.",
        )
    return values


def _explain(
    error: ValidationError, *, values: Mapping[str, Any], written: Mapping[str, Any], path: Path
) -> ConfigurationError:
    """Say of each refused setting what it is called where it was set, what was found, what is expected."""
    problems = []
    for detail in error.errors():
        field = str(detail["loc"][0]) if detail["loc"] else ""
        from_file = field in written and written[field] is values[field]
        name = f"{field} in {path}" if from_file else f"{PREFIX}{field.upper()}"
        shown = "(not shown)" if field in _SECRET else repr(values.get(field))
        match detail["type"]:
            case "default_factory_not_called":  # it needs another setting, which has a problem itself
                continue
            case "missing":
                message = f"{name} is not set; set it in the environment, or {field} in {path}."
            case "extra_forbidden":
                message = f"{name} is not a setting; {_nearest(field)}"
            case _:
                text = detail["msg"].removeprefix("Value error, ")
                message = f"{name} is {shown}{_complaint(text)}" if field else text
        problems.append(Problem(code=detail["type"], path=field, message=message))
    return ConfigurationError(" ".join(problem.message for problem in problems), problems=problems)


def _nearest(field: str) -> str:
    near = difflib.get_close_matches(field, Settings.model_fields, n=1)
    return f"{near[0]} is." if near else "docs/reference/settings.md lists all."


def _complaint(message: str) -> str:
    """Continue a sentence that says what was found."""
    text = re.sub("^Input should be ", "expected ", message)
    return f"; {text}." if text.startswith("expected ") else f". {text}"
