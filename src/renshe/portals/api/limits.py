"""How many requests a client may send in a minute."""

from renshe.domains.exchange.api import Rate, count_request
from renshe.portals.api.calling import Call

SIGNED_IN = 600
STRANGER = 120


def counted(call: Call) -> Rate:
    """Count this request and say where its client stands."""
    limit = SIGNED_IN if call.username else STRANGER
    return count_request(client=call.client, limit=limit, at=call.now)


def headers_of(rate: Rate) -> dict[str, str]:
    """Where the client stands, in the headers of draft-ietf-httpapi-ratelimit-headers."""
    return {
        "RateLimit-Limit": str(rate.limit),
        "RateLimit-Remaining": str(rate.left),
        "RateLimit-Reset": str(rate.reset),
        "RateLimit-Policy": f"{rate.limit};w={rate.window}",
    }
