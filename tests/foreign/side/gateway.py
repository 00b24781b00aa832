"""A FutuOpenD gateway written from futu-api's messages and the reference's service, on synchronous gRPC.

`python gateway.py PORT SCENE` serves the SCENE (JSON) on loopback; its first line is the port. Then each line of its
input is a command: JSON with `do` and that command's arguments. It answers each with a line once it is done, and ends
with its input.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any

import answers
import futu_service_pb2 as service
import futu_service_pb2_grpc as service_grpc
import grpc
import pushes


class Servicer(service_grpc.FutuOpenDServicer):
    """Answers requests one at a time and copies every push to each open stream."""

    def __init__(self, gateway: answers.Gateway) -> None:
        self.gateway = gateway
        self.lock = threading.Lock()
        self.streams: set[SimpleQueue[service.PushEvent | None]] = set()

    def Request(self, request: Any, context: Any) -> Any:
        with self.lock:
            ret_type, ret_msg, body = answers.answer(self.gateway, request.proto_id, request.body)
        return service.FutuResponse(ret_type=ret_type, ret_msg=ret_msg, proto_id=request.proto_id, body=body)

    def SubscribePush(self, request: Any, context: Any) -> Iterator[Any]:
        stream: SimpleQueue[service.PushEvent | None] = SimpleQueue()
        context.add_callback(lambda: stream.put(None))
        self.streams.add(stream)
        context.send_initial_metadata(())
        try:
            while (event := stream.get()) is not None:
                yield event
        finally:
            self.streams.discard(stream)

    def command(self, do: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Run one command; answers how many streams were told."""
        with self.lock:
            for push in pushes.COMMANDS[do](self.gateway, **arguments):
                for stream in list(self.streams):
                    stream.put(service.PushEvent(**push._asdict()))
            return {"streams": len(self.streams)}


def main(port: str, scene: str) -> None:
    servicer = Servicer(answers.Gateway(json.loads(scene)))
    server = grpc.server(ThreadPoolExecutor(16), options=[("grpc.so_reuseport", 0)])
    service_grpc.add_FutuOpenDServicer_to_server(servicer, server)
    print(server.add_insecure_port(f"127.0.0.1:{port}"), flush=True)
    server.start()
    for line in sys.stdin:
        command = json.loads(line)
        print(json.dumps(servicer.command(command.pop("do"), command)), flush=True)
    server.stop(0).wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
