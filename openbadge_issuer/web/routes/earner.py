"""
The page at an earner's own link: open or close the badge's page, and take the badge along.

Who has the link is the earner: there is no account and no cookie.
Only a `POST` changes anything, so that a mail scanner which follows the link changes nothing.
The address is a secret: the answer is not kept by anybody, and no page that it leads to learns of it.
"""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from openbadge_issuer.web import earner_page
from openbadge_issuer.web.dependencies import Now, TheRuntime
from openbadge_issuer.web.headers import NEVER
from openbadge_issuer.web.openapi import failing
from openbadge_issuer.web.problems import RequestError
from openbadge_issuer.web.templating import link_to

router = APIRouter(tags=["badges"])

MAX_FIELDS = 4
"""Most fields in the form, by number. Ours has one."""

ADDRESS = "/credentials/{id}/manage/{secret}"

_PAGE: dict[str, Any] = {"description": "The page.", "content": {"text/html": {"schema": {"type": "string"}}}}
_ANSWERS = {"yes": True, "no": False}


@router.get(
    ADDRESS,
    summary="The earner's own page of a badge",
    response_class=Response,
    responses={200: _PAGE, **failing("not-found")},
)
def manage(id: str, secret: str, runtime: TheRuntime) -> Response:
    """Show whether the badge's page is open, how to change that, and the badge in every form."""
    return earner_page.manage(runtime, id, secret)


@router.post(
    ADDRESS,
    summary="Open or close a badge's page",
    status_code=303,
    response_class=Response,
    responses={303: {"description": "Done; the page shows it."}, **failing("not-found", "request")},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "required": ["open"],
                        "properties": {"open": {"type": "string", "enum": [*_ANSWERS]}},
                    }
                }
            },
        }
    },
)
async def change(id: str, secret: str, request: Request, runtime: TheRuntime, now: Now) -> Response:
    """Open the page (`open=yes`) or close it (`open=no`)."""
    async with request.form(max_files=0, max_fields=MAX_FIELDS) as form:
        wanted = _ANSWERS.get(str(form.get("open")))
    if wanted is None:
        raise RequestError("The form says neither 'yes' nor 'no' in its field 'open'.", path="open")

    def decide() -> None:
        record = runtime.services.opening.holder(id, secret)
        runtime.services.opening.set_open(record.id, is_open=wanted, now=now)

    await run_in_threadpool(decide)
    target = link_to(runtime.prefix, f"/credentials/{id}/manage/{secret}")
    return RedirectResponse(target, status_code=303, headers={"Cache-Control": NEVER})
