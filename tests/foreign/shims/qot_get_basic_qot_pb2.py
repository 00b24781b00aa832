"""futu-api's 3004 under the module and field names of the interface reference's example."""

from typing import Any

from Qot_GetBasicQot_pb2 import C2S, Response
from Qot_GetBasicQot_pb2 import Request as _Request

__all__ = ["Request", "Response"]


class Request:
    """What the example calls `Request`: it makes futu-api's message of that name."""

    def __new__(cls, c2s: Any) -> Any:
        return _Request(c2s=c2s)

    @staticmethod
    def C2S(security_list: list[dict[str, Any]]) -> Any:
        return C2S(securityList=security_list)
