"""A running house for the stories: a mail sink, a workspace and a server, on free loopback ports in a folder of its own."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
OWNER = "ana@harbour.test"
PASSWORD = "correct horse battery"


class Unmet(AssertionError):
    """What a story expected and did not see."""


def until(what, ask, seconds=30):
    """Asks until the answer is truthy, and gives it back. Bounded: a story never waits for ever."""
    end = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > end:
            raise Unmet(f"After {seconds} s, still not: {what}")
        time.sleep(0.1)


class House:
    def __init__(self, binary):
        self.binary = str(binary)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sextant-browser-"))
        self.data = self.folder / "data"
        self.mail = self.folder / "mail"
        self.mail.mkdir()
        self.children = []
        self._token = None

    # MARK: starting and ending

    def open(self):
        sink = self._start([sys.executable, str(ROOT / "Tests/Parts/MailTests/smtp_sink.py"), str(self.mail)], stdin=subprocess.PIPE)
        mail_port = int(sink.stdout.readline())
        password = self.folder / "password"
        password.write_text(PASSWORD + "\n")
        self.sextant("workspace", "create", "harbour", "--owner", OWNER, "--owner-name", "Ana Keller", "--name", "Harbour Coffee", "--password-file", str(password))
        self.sextant("workspace", "create", "roastery", "--owner", OWNER, "--name", "North Roastery", "--password-file", str(password))
        environment = dict(
            os.environ, SEXTANT_SMTP_URL=f"smtp://127.0.0.1:{mail_port}", SEXTANT_SMTP_TLS="optional",
            SEXTANT_MAIL_FROM="hello@harbour.test", SEXTANT_MAIL_NAME="Harbour Coffee")
        self.log = open(self.folder / "server.log", "w")
        server = self._start(
            [self.binary, "serve", "--data", str(self.data), "--listen", "127.0.0.1:0", "--development"], env=environment, stderr=self.log)
        ready = server.stdout.readline()
        if "listens on " not in ready:
            raise Unmet(f"The server did not say that it listens: {ready!r} {(self.folder / 'server.log').read_text()[-800:]}")
        self.url = ready.split("listens on ")[1].strip()
        return self

    def close(self):
        for child in reversed(self.children):
            if child.stdin:
                child.stdin.close()
            if child.poll() is None:
                child.terminate()
                try:
                    child.wait(10)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self, command, **options):
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)
        self.children.append(child)
        return child

    # MARK: outside interface

    def sextant(self, *arguments):
        done = subprocess.run([self.binary, *arguments, "--data", str(self.data)], capture_output=True, text=True, timeout=300)
        if done.returncode:
            raise Unmet(f"sextant {' '.join(arguments)}: {done.returncode} {done.stderr[-1500:]}")
        return done.stdout

    @property
    def token(self):
        if self._token is None:
            self._token = self.sextant("token", "create", "--workspace", "harbour", "--role", "owner").strip()
        return self._token

    def api(self, method, path, body=None):
        """The JSON that the REST interface answers; `Unmet` with its own words on refusal."""
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}", method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                text = answer.read()
                return json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            raise Unmet(f"{method} {path}: {error.code} {error.read().decode()[:800]}") from None

    def list(self, objects, /, **query):
        from urllib.parse import urlencode
        return self.api("GET", f"/{objects}?{urlencode(query)}")["data"]

    def create(self, objects, /, **fields):
        return self.api("POST", f"/{objects}", fields)

    def act(self, name, /, **fields):
        return self.api("POST", f"/actions/{name}", fields)

    def mails(self):
        """Every mail that the sink has, oldest first, raw."""
        return [path.read_text() for path in sorted(self.mail.glob("*.eml"), key=lambda path: int(path.stem))]
