"""What the service is compared with: a Starlette route that gives one answer, the same bytes and headers as ours."""

import json
import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

ANSWER = "BENCH_ANSWER"
"""The environment variable that names the file with the answer: its headers as JSON on one line, then its body."""


def create_app() -> Starlette:
    """Make the application."""
    first, _, body = Path(os.environ[ANSWER]).read_bytes().partition(b"\n")
    headers = json.loads(first)

    async def answer(request: Request) -> Response:
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers)

    return Starlette(routes=[Route("/credentials/{id}", answer)])
