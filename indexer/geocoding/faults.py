"""geopy's exceptions as ours: what may be tried again, what may not, and never "not found"."""

from collections.abc import Iterator
from contextlib import contextmanager

from geopy.exc import (
    ConfigurationError,
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
)

from indexer.geocode import GeocodingFailed

BREATH_S = 2.0
"""Before what may be a passing fault is tried again."""
_FINAL = (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQuotaExceeded,
    ConfigurationError,
)


@contextmanager
def translated() -> Iterator[None]:
    """Turn geopy's errors into GeocodingFailed, which says whether to ask again."""
    try:
        yield
    except GeocoderRateLimited as error:  # before the quota error, which it is too
        wait_s = BREATH_S if error.retry_after is None else float(error.retry_after)
        raise GeocodingFailed(f"asked too often ({error})", again_after_s=wait_s) from error
    except _FINAL as error:
        raise GeocodingFailed(f"refused ({error})", final=True) from error
    except GeocoderQueryError as error:
        raise GeocodingFailed(f"the question was not understood ({error})") from error
    except GeocoderServiceError as error:
        raise GeocodingFailed(f"no answer ({error})", again_after_s=BREATH_S) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        # What geopy makes of a reply of another shape, or of a point that is none, such as NaN.
        raise GeocodingFailed(f"the reply cannot be read ({error!r})") from error
