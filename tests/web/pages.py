"""A page's routes on loopback, beside a health page that has nothing to say."""

from collections.abc import Iterable

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from monitor.web.health import health_app

Client = TestClient[web.Request, web.Application]


def serving(routes: Iterable[web.AbstractRouteDef]) -> Client:
    """A client of these routes, to be entered."""

    async def nothing() -> None:
        return None

    async def no_figures() -> dict[str, float]:
        return {}

    app = health_app(no_figures, nothing)
    app.add_routes(routes)
    return TestClient(TestServer(app))
