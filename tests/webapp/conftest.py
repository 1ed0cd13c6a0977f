"""The app over the invented world, and a way to read its pages."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.webapp import world

Page = Callable[..., BeautifulSoup]


@pytest.fixture
def client() -> FlaskClient:
    """Ask the app over the invented world."""
    return world.app().test_client()


@pytest.fixture
def page(client: FlaskClient) -> Page:
    """Return a page as parsed HTML, after checking its status."""

    def fetch(url: str, status: int = 200) -> BeautifulSoup:
        response = client.get(url)
        assert response.status_code == status, response.get_data(as_text=True)
        return BeautifulSoup(response.data, "lxml")

    return fetch
