"""Address and GeoCoordinates: where the subject of a profile is to be found (Open Badges 3.0)."""

from typing import Annotated

from openbadge_issuer.model.base import Model
from openbadge_issuer.model.keywords import ConstantType, Default, DefaultText, Is, Requires, Types
from openbadge_issuer.model.scalars import Maybe, Number


class GeoCoordinates(Model):
    """A place on earth, by WGS 84 latitude and longitude in degrees."""

    type: Annotated[ConstantType, Is("GeoCoordinates")] = DefaultText("GeoCoordinates")
    latitude: Number
    longitude: Number


class Address(Model):
    """
    A postal address.

    Attributes:
        address_country: The country's name.
        address_country_code: Its two letters of ISO 3166-1.
    """

    type: Annotated[Types, Requires("Address")] = Default(("Address",))
    address_country: Maybe[str] = None
    address_country_code: Maybe[str] = None
    address_region: Maybe[str] = None
    address_locality: Maybe[str] = None
    street_address: Maybe[str] = None
    post_office_box_number: Maybe[str] = None
    postal_code: Maybe[str] = None
    geo: Maybe[GeoCoordinates] = None
