"""
The application of the VC API: its routes, and what each does.

    GET  /                          who issues where
    POST …/credentials/issue        sign a credential
    POST …/credentials/derive       show a part of one that was signed for that
    POST …/credentials/verify       verify one
    POST …/presentations/verify     verify a presentation, and all in it

`…` is nothing, a cryptosuite (`/eddsa-rdfc-2022`), or a cryptosuite and a kind of key (`/ecdsa-rdfc-2019/P-384`).
Requests must name this machine as their host, so that no page in a browser can lead its visitor here by another name.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from openbadge_issuer.issuer.any_credential import issue_credential
from openbadge_issuer.json_text import JsonObject
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.ports import DocumentFetcher
from openbadge_issuer.proofs.deriving import derive
from openbadge_issuer.verification.any_credential import verify_credential
from openbadge_issuer.verification.presentation import verify_presentation
from openbadge_issuer.verification.urls import LOOPBACK
from openbadge_issuer.web.headers import NEVER, SecurityHeaders
from openbadge_issuer.web.runtime import system_clock
from openbadge_issuer.web.vc_api.issuers import Place, make_places
from openbadge_issuer.web.vc_api.problem_details import refusal
from openbadge_issuer.web.vc_api.requests import Body, body_of
from openbadge_issuer.web.vc_api.results import credential_answer, expected_purpose, presentation_answer

HOSTS = sorted({f"[{host}]" if ":" in host else host for host in LOOPBACK})
"""Names of this machine, as requests write them."""


class VcApi:
    """
    What the routes do.

    Args:
        contexts: The JSON-LD contexts at hand; None for those that are shipped.
        fetcher: What fetches other people's documents; None if nothing may be fetched.
        clock: Says what time it is.
    """

    def __init__(
        self, *, contexts: Contexts | None, fetcher: DocumentFetcher | None, clock: Callable[[], datetime]
    ) -> None:
        self.places = make_places()
        self._contexts = contexts
        self._fetcher = fetcher
        self._clock = clock

    def issue(self, place: Place, sent: bytes) -> Response:
        """Sign a credential; 201 with it."""
        body = Body(sent)
        credential = body.document("credential")
        signer = place.signer_for(credential)
        signed = issue_credential(
            credential,
            signer,
            created=self._clock(),
            cryptosuite=place.suite,
            mandatory_pointers=body.texts("mandatoryPointers"),
            contexts=self._contexts,
        )
        return _made(signed)

    def derive(self, sent: bytes) -> Response:
        """Show a part of a credential that was signed for that; 201 with what is shown."""
        body = Body(sent)
        pointers = body.texts("selectivePointers") or []
        return _made(derive(body.document("verifiableCredential"), pointers, contexts=self._contexts))

    def verify(self, sent: bytes) -> Response:
        """Verify a credential; 200 if it is verified, 400 if not."""
        body = Body(sent)
        report = verify_credential(
            body.document("verifiableCredential"),
            fetcher=self._fetcher,
            now=self._clock(),
            contexts=self._contexts,
            challenge=body.text("challenge"),
            domain=body.text("domain"),
        )
        other = expected_purpose(body)
        return credential_answer(
            replace(report, checks=(*report.checks, other)) if other is not None else report, body
        )

    def verify_presentation(self, sent: bytes) -> Response:
        """Verify a presentation; 200 if it and all in it are verified, 400 if not."""
        body = Body(sent)
        report = verify_presentation(
            body.document("verifiablePresentation"),
            challenge=body.text("challenge"),
            domain=body.text("domain"),
            fetcher=self._fetcher,
            now=self._clock(),
            contexts=self._contexts,
            as_badges=False,
        )
        return presentation_answer(report, body)

    def about(self) -> Response:
        """Say who issues where."""
        return JSONResponse({"issuers": [place.to_dict() for place in self.places]})


def create_vc_api(
    *,
    contexts: Contexts | None = None,
    fetcher: DocumentFetcher | None = None,
    clock: Callable[[], datetime] = system_clock,
) -> FastAPI:
    """
    Make the application, and its keys.

    Args:
        contexts: The JSON-LD contexts at hand; None for those that are shipped.
        fetcher: What fetches other people's documents; None if nothing may be fetched.
        clock: Says what time it is.
    """
    api = VcApi(contexts=contexts, fetcher=fetcher, clock=clock)
    application = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False),
        ],
    )
    application.add_route("/", _about(api), methods=["GET"])
    for place in api.places:
        routes: dict[str, Callable[[bytes], Response]] = {
            "credentials/issue": partial(api.issue, place),
            "credentials/derive": api.derive,
            "credentials/verify": api.verify,
            "presentations/verify": api.verify_presentation,
        }
        for path, work in routes.items():
            application.add_route(f"{place.path}/{path}", _answering(work), methods=["POST"])
    return application


def _made(credential: JsonObject) -> Response:
    answer = {"verifiableCredential": credential}
    return JSONResponse(answer, status_code=201, headers={"Cache-Control": NEVER})


def _about(api: VcApi) -> Callable[[Request], Response]:
    def about(_request: Request) -> Response:
        return api.about()

    return about


def _answering(work: Callable[[bytes], Response]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            return await run_in_threadpool(work, await body_of(request))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told, and logged if it is our fault
            return refusal(error)

    return answer
