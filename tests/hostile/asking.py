"""Asks the dashboard's own server, without a network: requests as JSON on standard input, the answers on standard output.

Each request: path, and if wanted method, host, headers, body, client, kind ("websocket"), signed_in and `without`, a guard to take away for it.
"""

import asyncio
import json
import sys
from contextlib import ExitStack, suppress
from unittest.mock import patch
from urllib.parse import unquote

from access import sessions
from access.roles import roles
from ui import gate, server, signed_in
from warehouse.clock import now
from warehouse.place import Place

GUARDS = {
    "host": lambda: patch.object(gate, "_meant", lambda _: True),
    "gate": lambda: patch.object(gate, "signed_in", lambda _: sessions.User("", roles()["viewer"], "", "nobody")),
    "headers": lambda: patch.object(gate, "_guarded", lambda send, *_: send),
    "origin": lambda: patch("ui.entrance._ours", lambda _: True),
    "invented": lambda: patch("ui.entrance._near", lambda _: True),
    "next": lambda: patch("ui.entrance._next", lambda request: request.query_params.get("next", "/")),
    "size": lambda: patch("ui.entrance.MOST_BYTES", 10**9),
}


async def ask(
    path,
    method="GET",
    host="127.0.0.1:8501",
    headers=(),
    body="",
    kind="http",
    client="127.0.0.1",
    without=None,
    signed_in=False,
):
    address, _, query = path.partition("?")
    given = [("host", host), *headers]
    if signed_in:
        given.append(("cookie", f"vaora={sessions.begin(Place.find(), None, now(), role='newcomer')}"))
    scope = {
        "type": kind, "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "root_path": "",
        "scheme": "http" if kind == "http" else "ws", "path": unquote(address), "raw_path": address.encode(), "query_string": query.encode(),
        "headers": [(name.encode(), text.encode("latin-1")) for name, text in given], "client": (client, 5), "server": ("127.0.0.1", 8501),
        "extensions": {"websocket.http.response": {}},
    }  # fmt: skip
    waiting = [{"type": "http.request", "body": body.encode()} if kind == "http" else {"type": "websocket.connect"}]
    sent = []

    async def receive():
        return waiting.pop() if waiting else await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    with ExitStack() as stack:
        if without:
            stack.enter_context(GUARDS[without]())
        with suppress(TimeoutError):  # a stream that was let in goes on
            await asyncio.wait_for(server.app(scope, receive, send), 3)
    first = sent[0]
    shown = {name.decode(): text.decode("latin-1") for name, text in first.get("headers", ())}
    text = b"".join(message.get("body", b"") for message in sent).decode("utf-8", "replace")
    return {"status": first.get("status", first["type"]), "headers": shown, "text": text}


async def main():
    stop, started = asyncio.Event(), asyncio.Event()
    steps = iter([None, stop])

    async def receive():
        wait = next(steps)
        if wait is None:
            return {"type": "lifespan.startup"}
        await wait.wait()
        return {"type": "lifespan.shutdown"}

    async def send(_):
        started.set()

    life = asyncio.create_task(server.app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send))
    await started.wait()
    answers = [await ask(**one) for one in json.load(sys.stdin)]
    stop.set()
    await life
    print(json.dumps(answers))


server.SLOW, server.open_warehouse = (), lambda: None
signed_in.settings()
asyncio.run(main())
