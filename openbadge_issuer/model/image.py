"""Image: a picture by its URL, or inside a data: URI (Open Badges 3.0)."""

from typing import Annotated

from pydantic import ConfigDict

from openbadge_issuer.model.base import Model
from openbadge_issuer.model.keywords import ConstantType, DefaultText, Is
from openbadge_issuer.model.scalars import Maybe, Uri


class Image(Model):
    """
    A picture of a badge, an achievement or a profile; a closed class.

    Attributes:
        id: Where the picture is: a URL, or a data: URI that holds it.
        caption: What it shows, for those who do not see it.
    """

    model_config = ConfigDict(extra="forbid")

    id: Uri
    type: Annotated[ConstantType, Is("Image")] = DefaultText("Image")
    caption: Maybe[str] = None
