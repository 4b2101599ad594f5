"""Pictures that pages may show: those that lie here. What a document names elsewhere is not loaded."""

from openbadge_issuer.services.addresses import Addresses


def local_image(addresses: Addresses, image: object) -> str | None:
    """Return the path of a picture (Open Badges 3.0, Image) if it lies here; None for pictures elsewhere."""
    return local_path(addresses, image.get("id") if isinstance(image, dict) else image)


def local_path(addresses: Addresses, url: object) -> str | None:
    """Make an address of ours relative to the origin, so that it loads wherever the page was reached."""
    if not isinstance(url, str) or addresses.parse(url) is None:
        return None
    return "/" + url.split("://", 1)[1].partition("/")[2]
