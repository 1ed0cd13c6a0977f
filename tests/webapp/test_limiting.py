"""How often one network may ask: counted, forgotten in time, and never known by its address."""

from hypothesis import given
from hypothesis import strategies as st

from tests.webapp import world
from webapp import limiting
from webapp.headers import PROTECTION
from webapp.limiting import BURST_SECONDS, SALT_SECONDS, Limiter

VISITOR = "203.0.113.7"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the time in seconds."""
        return self.now


def spent(limiter: Limiter, address: str) -> int:
    """Return how many requests *address* may make right now, up to 1000."""
    return next((n for n in range(1000) if limiter.wait_for(address)), 1000)


def test_a_burst_is_allowed_and_then_the_pace() -> None:
    """Twenty seconds' worth at once; then one a second at sixty a minute."""
    clock = Clock()
    limiter = Limiter(60, clock)
    assert spent(limiter, VISITOR) == BURST_SECONDS
    assert 0 < limiter.wait_for(VISITOR) <= 1
    clock.now += 1
    assert spent(limiter, VISITOR) == 1
    clock.now += 3600
    assert spent(limiter, VISITOR) == BURST_SECONDS


def test_who_waits_as_long_as_told_is_let_in() -> None:
    """Retry-After is no lie."""
    clock = Clock()
    limiter = Limiter(7, clock)
    while not (wait := limiter.wait_for(VISITOR)):
        pass
    clock.now += wait
    assert limiter.wait_for(VISITOR) == 0


def test_a_network_is_one_visitor_and_two_are_two() -> None:
    """An IPv4 /24, an IPv6 /48, also where IPv4 is written as IPv6."""
    limiter = Limiter(60, Clock())
    for one, same, other in (
        ("203.0.113.7", "203.0.113.250", "203.0.114.7"),
        ("2001:db8:1:2::3", "2001:db8:1:ffff::9", "2001:db8:2::3"),
        ("::ffff:198.51.100.1", "198.51.100.2", "198.51.101.1"),
        ("unix:", "@", "192.0.2.1"),
    ):
        assert spent(limiter, one) == BURST_SECONDS
        assert limiter.wait_for(same)
        assert limiter.wait_for(other) == 0


def test_the_owner_and_a_proxy_beside_us_are_not_limited() -> None:
    """From this machine, and for everyone where no limit is set."""
    assert spent(Limiter(60, Clock()), "127.0.0.1") == 1000
    assert spent(Limiter(60, Clock()), "::1") == 1000
    assert spent(Limiter(0, Clock()), VISITOR) == 1000


def test_the_memory_is_bounded_and_the_longest_unused_goes_first() -> None:
    """Who sends from ever more networks costs no more memory."""
    limiter = Limiter(60, Clock())
    assert spent(limiter, VISITOR) == BURST_SECONDS
    for number in range(limiting.NETWORKS_AT_MOST):
        limiter.wait_for(f"10.{number >> 8 & 255}.{number & 255}.1")
    assert len(limiter._buckets) == limiting.NETWORKS_AT_MOST
    assert limiter.wait_for(VISITOR) == 0


@given(st.ip_addresses())
def test_nothing_in_memory_is_an_address_and_the_salt_changes_each_day(address: object) -> None:
    """A keyed hash only; the same network has another one tomorrow."""
    clock = Clock()
    limiter = Limiter(60, clock)
    keys = set()
    for _ in range(2):
        limiter.wait_for(str(address))
        keys |= set(limiter._buckets)
        clock.now += SALT_SECONDS
    assert all(len(key) == 16 for key in keys)
    assert len(keys) in {0, 2}  # none for this machine itself


def test_who_asks_too_often_gets_a_page_that_says_so() -> None:
    """429, when to come back, all headers; static files and other networks are served."""
    client = world.app(limiter=Limiter(6, Clock())).test_client()

    def ask(url: str, address: str = VISITOR, **headers: str) -> tuple[int, str]:
        response = client.get(
            url, environ_base={"REMOTE_ADDR": address}, headers=headers, buffered=True
        )
        assert {name: response.headers.get(name) for name in PROTECTION} == PROTECTION
        if response.status_code == 429:
            assert 1 <= int(response.headers["Retry-After"]) <= 10
            assert response.headers.get("Cache-Control") == "no-store"
        return response.status_code, response.get_data(as_text=True)

    assert [ask("/search?q=zebra")[0] for _ in range(3)] == [200, 200, 429]
    status, page = ask("/es/search?q=zebra")
    assert status == 429
    assert "zebra" not in page
    assert "988" in page
    assert ask("/static/style.css")[0] == 200
    assert ask("/", "198.51.100.1")[0] == 200
    status, problem = ask("/", Accept="application/json")
    assert '"status":429' in problem.replace(" ", "")
