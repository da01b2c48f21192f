"""What may stand between the bot and a server, on loopback: an HTTP proxy with tunnels, or an end of TLS."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl

LONGEST_HEAD = 65536


class Relay:
    """Listens on 127.0.0.1 and carries bytes on, both ways, until one side hangs up."""

    def __init__(self, upstream: int | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.upstream, self.tls = upstream, tls
        """Where everything goes; None: it is a proxy, and goes where each request says."""
        self.refuses_tunnels = False
        self.heads: list[str] = []
        """The first line of every connection to a proxy."""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self.loop, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def loop(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client: socket.socket) -> None:
        try:
            if self.tls is not None:
                client = self.tls.wrap_socket(client, server_side=True)
            self.carry_on(client)
        except OSError:
            pass  # one side hung up, which is what many tests are about
        finally:
            client.close()

    def carry_on(self, client: socket.socket) -> None:
        head = b""
        port = self.upstream
        if port is None:
            while b"\r\n\r\n" not in head and len(head) < LONGEST_HEAD:
                received = client.recv(65536)
                if not received:
                    return
                head += received
            line = head.split(b"\r\n", 1)[0].decode()
            self.heads.append(line)
            method, where, _ = line.split()
            port = int(where.rpartition(":")[2].split("/")[0])
            if method == "CONNECT":
                if self.refuses_tunnels:
                    client.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
                    return
                client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                head = b""
            else:
                path = "/" + where.split("/", 3)[3]
                head = head.replace(where.encode(), path.encode(), 1)
        with socket.create_connection(("127.0.0.1", port)) as server:
            server.sendall(head)
            back = threading.Thread(target=carry, args=(server, client), daemon=True)
            back.start()
            carry(client, server)
            back.join()


def carry(source: socket.socket, sink: socket.socket) -> None:
    """Everything from one side to the other, and the end of it too."""
    try:
        while received := source.recv(65536):
            sink.sendall(received)
    except OSError:
        pass
    for sock in (source, sink):
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
