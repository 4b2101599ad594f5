"""Evidence: what shows that an achievement was earned (Open Badges 3.0)."""

from typing import Annotated

from openbadge_issuer.model.base import Model
from openbadge_issuer.model.keywords import Default, Requires, Types
from openbadge_issuer.model.scalars import Maybe, Uri


class Evidence(Model):
    """
    A piece of evidence.

    Attributes:
        id: Where it can be seen.
        narrative: What it shows; Markdown.
        genre: What kind of evidence it is, such as "Photography".
        audience: For whom it was made.
    """

    id: Maybe[Uri] = None
    type: Annotated[Types, Requires("Evidence")] = Default(("Evidence",))
    narrative: Maybe[str] = None
    name: Maybe[str] = None
    description: Maybe[str] = None
    genre: Maybe[str] = None
    audience: Maybe[str] = None
