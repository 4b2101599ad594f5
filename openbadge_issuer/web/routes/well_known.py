"""What must lie at the root of the domain: the domain's own DID document, and the keys of all issuers."""

from fastapi import APIRouter, Response

from openbadge_issuer.web.answers import hosted
from openbadge_issuer.web.dependencies import TheServices
from openbadge_issuer.web.headers import DOCUMENT
from openbadge_issuer.web.openapi import served

router = APIRouter()

DID_DOCUMENT = "/.well-known/did.json"
JWKS = "/.well-known/jwks.json"

PATHS = (DID_DOCUMENT, JWKS)


@router.get(
    DID_DOCUMENT,
    tags=["issuers"],
    summary="The domain's DID document",
    response_class=Response,
    responses=served("The DID document of the domain's own issuer.", "application/did+json"),
)
def domain_did_document(services: TheServices) -> Response:
    """Serve the DID document of the domain's own issuer; 404 where all issuers have DIDs in the path form."""
    return hosted(services.hosting.did_document(), cache=DOCUMENT)


@router.get(
    JWKS,
    tags=["issuers"],
    summary="The keys of all issuers",
    response_class=Response,
    responses=served("A JWK set; `iss` of each key names its issuer.", "application/jwk-set+json", errors=()),
)
def jwks(services: TheServices) -> Response:
    """Serve the keys of all issuers, by which readers of JWTs find them (Open Badges 3.0, section 8.2.5)."""
    return hosted(services.hosting.jwks(), cache=DOCUMENT)
