"""A relay that keeps what it gets: `smtp_sink.py FOLDER`.

Listens on a free loopback port, prints it, writes every message as N.eml and its envelope as N.json,
and ends when its standard input does. Recipients named temporary@ and permanent@ are refused; a sender
named closing@ loses its connection after the message, without being told. Whoever logs in must be ana
with the password "right".
"""
import asyncio
import json
import pathlib
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder = pathlib.Path(sys.argv[1])
count = 0
sessions = []


class Sink:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("temporary@"):
            return "451 Greylisted, come back later"
        if address.startswith("permanent@"):
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        global count
        count += 1
        if session not in sessions:
            sessions.append(session)
        (folder / f"{count}.eml").write_bytes(envelope.content)
        facts = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "session": sessions.index(session)}
        (folder / f"{count}.json").write_text(json.dumps(facts))
        if envelope.mail_from.startswith("closing@"):
            asyncio.get_running_loop().call_soon(server.transport.close)
        return "250 Taken"


def authenticate(server, session, envelope, mechanism, login):
    return AuthResult(success=login.login == b"ana" and login.password == b"right", handled=False)


def relay(loop):
    return SMTP(Sink(), hostname="sink.example", loop=loop, authenticator=authenticate, auth_require_tls=False)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: relay(loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
