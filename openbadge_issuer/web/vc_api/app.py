"""
The application of the VC API: its routes, and what each does.

    GET  /                          who issues where
    POST …/credentials/issue        sign a credential
    POST …/credentials/derive       show a part of one that was signed for that
    POST …/credentials/verify       verify one
    POST …/presentations/verify     verify a presentation, and all in it
    POST /credentials/status        revoke one that got a status
    GET  /status-lists/{name}       a status list

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

from openbadge_issuer.errors import NotFoundError
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
from openbadge_issuer.web.vc_api.problem_details import RequestError, refusal
from openbadge_issuer.web.vc_api.requests import Body, Sent, read_request
from openbadge_issuer.web.vc_api.results import credential_answer, expected_purpose, presentation_answer
from openbadge_issuer.web.vc_api.status_lists import PATH, StatusLists

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
        self._clock = clock
        self._lists = StatusLists(clock=clock, fetcher=fetcher)

    def issue(self, place: Place, sent: Sent) -> Response:
        """Sign a credential; 201 with it."""
        body = Body(sent)
        credential = body.document("credential")
        signer = place.signer_for(credential)
        if place.gives_status:
            credential = self._lists.with_status(credential, signer, sent.base)
        signed = issue_credential(
            credential,
            signer,
            created=self._clock(),
            cryptosuite=place.suite,
            mandatory_pointers=body.texts("mandatoryPointers"),
            contexts=self._contexts,
        )
        return _made(signed)

    def derive(self, sent: Sent) -> Response:
        """Show a part of a credential that was signed for that; 201 with what is shown."""
        body = Body(sent)
        pointers = body.texts("selectivePointers") or []
        return _made(derive(body.document("verifiableCredential"), pointers, contexts=self._contexts))

    def verify(self, sent: Sent) -> Response:
        """Verify a credential; 200 if it is verified, 400 if not."""
        body = Body(sent)
        report = verify_credential(
            body.document("verifiableCredential"),
            fetcher=self._lists,
            now=self._clock(),
            contexts=self._contexts,
            challenge=body.text("challenge"),
            domain=body.text("domain"),
        )
        other = expected_purpose(body)
        return credential_answer(
            replace(report, checks=(*report.checks, other)) if other is not None else report, body
        )

    def verify_presentation(self, sent: Sent) -> Response:
        """Verify a presentation; 200 if it and all in it are verified, 400 if not."""
        body = Body(sent)
        report = verify_presentation(
            body.document("verifiablePresentation"),
            challenge=body.text("challenge"),
            domain=body.text("domain"),
            fetcher=self._lists,
            now=self._clock(),
            contexts=self._contexts,
            as_badges=False,
        )
        return presentation_answer(report, body)

    def set_status(self, sent: Sent) -> Response:
        """Revoke a credential that got a status here, or take that back."""
        body = Body(sent)
        credential_id, is_set = body.member("credentialId"), body.member("status")
        if not isinstance(credential_id, str) or not isinstance(is_set, bool):
            raise RequestError("credentialId must be a text, and status true or false.", path="$")
        self._lists.set_status(credential_id, is_set=is_set)
        return JSONResponse({}, headers={"Cache-Control": NEVER})

    def status_list(self, name: str) -> Response:
        """Serve a status list, as it is now."""
        return JSONResponse(self._lists.credential(name), headers={"Cache-Control": NEVER})

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
    application.add_route("/credentials/status", _answering(api.set_status), methods=["POST"])
    application.add_route(f"/{PATH}/{{name}}", _status_list(api), methods=["GET"])
    for place in api.places:
        routes: dict[str, Callable[[Sent], Response]] = {
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


def _status_list(api: VcApi) -> Callable[[Request], Response]:
    def status_list(request: Request) -> Response:
        try:
            return api.status_list(request.path_params["name"])
        except NotFoundError as error:
            return refusal(error)

    return status_list


def _answering(work: Callable[[Sent], Response]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            return await run_in_threadpool(work, await read_request(request))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told, and logged if it is our fault
            return refusal(error)

    return answer
