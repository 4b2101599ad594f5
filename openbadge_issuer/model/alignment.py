"""Alignment and Related: what an achievement corresponds to elsewhere (Open Badges 3.0)."""

from typing import Annotated

from openbadge_issuer.model.base import Model
from openbadge_issuer.model.enumerations import AlignmentTargetTypeTerm
from openbadge_issuer.model.keywords import Default, Requires, Types
from openbadge_issuer.model.scalars import LanguageCode, Maybe, Uri


class Alignment(Model):
    """
    A node of a framework, such as a skill, that an achievement or a result corresponds to.

    Attributes:
        target_code: The node's code within the framework.
        target_framework: The framework's name.
        target_type: What the node is: a term of `AlignmentTargetType`, or one that begins with `ext:`.
        target_url: Where the node is described.
    """

    type: Annotated[Types, Requires("Alignment")] = Default(("Alignment",))
    target_code: Maybe[str] = None
    target_description: Maybe[str] = None
    target_name: str
    target_framework: Maybe[str] = None
    target_type: Maybe[AlignmentTargetTypeTerm] = None
    target_url: Uri


class Related(Model):
    """
    Another achievement that this one is to be seen with: another version, another language.

    Attributes:
        id: The other achievement's id.
        in_language: The other's language.
        version: The other's version.
    """

    id: Uri
    type: Annotated[Types, Requires("Related")] = Default(("Related",))
    in_language: Maybe[LanguageCode] = None
    version: Maybe[str] = None
