"""The systems under test. Each listens on a free loopback port and is stopped by its own process id."""
import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port, path, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body, dict(answer.getheaders())


def post(port, path, body, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=900)
    connection.request("POST", path, body=body, headers=headers)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, text


class Server:
    """A process that answers HTTP."""

    probe = "/"
    host = "localhost"

    def __init__(self, log):
        self.port = free_port()
        self.log = log
        self.process = None

    @property
    def pid(self):
        return self.process.pid

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def start(self):
        """Starts it and returns the milliseconds to its first answer."""
        with open(self.log, "ab") as log:
            begin = time.monotonic()
            self.process = subprocess.Popen(self.command(), env=self.environment(), cwd=self.folder(), stdout=log, stderr=log, start_new_session=True)
        request = f"GET {self.probe} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n\r\n".encode()
        while time.monotonic() - begin < 60:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=30) as link:
                link.sendall(request)
                if link.recv(64).startswith(b"HTTP/1.1 "):
                    return (time.monotonic() - begin) * 1000
            time.sleep(0.001)
        raise SystemExit(f"{type(self).__name__} did not answer on port {self.port}; see {self.log}:\n{tail(self.log)}")

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def environment(self):
        return dict(os.environ)

    def folder(self):
        return None


def tail(path):
    with open(path, errors="replace") as file:
        return "".join(file.readlines()[-15:])


class Sextant(Server):
    probe = "/healthz"
    workspace = "bench"

    def __init__(self, binary, data, log):
        super().__init__(log)
        self.binary, self.data = binary, data

    def command(self):
        return [self.binary, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}"]

    def run(self, *words, check=True):
        """One command of the product's own command line; returns its output and the seconds it took."""
        begin = time.monotonic()
        done = subprocess.run([self.binary, *words, "--data", self.data], capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise SystemExit(f"`sextant {' '.join(words)}` failed with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout.strip(), time.monotonic() - begin

    def create(self):
        os.makedirs(self.data, exist_ok=True)
        password = os.path.join(self.data, "password")
        with open(password, "w") as file:
            file.write("seven sextants sail south\n")
        self.run("workspace", "create", self.workspace, "--owner", "bench@example.com", "--password-file", password)

    def token(self, role):
        return self.run("token", "create", "--workspace", self.workspace, "--role", role)[0]

    @property
    def file(self):
        return os.path.join(self.data, "workspaces", f"{self.workspace}.db")

    def metrics(self):
        """The histogram of request times: its upper bounds in seconds with the counts at most that long."""
        _, body, _ = get(self.port, "/metrics")
        buckets = {}
        for line in body.decode().splitlines():
            if line.startswith('sextant_request_seconds_bucket{le="'):
                bound, count = line.split('"')[1], line.rsplit(" ", 1)[1]
                buckets[float("inf") if bound == "+Inf" else float(bound)] = int(count)
        return buckets


def percentile(before, after, fraction):
    """A percentile in milliseconds between two readings of the histogram, straight within its bucket."""
    counts = {bound: after[bound] - before.get(bound, 0) for bound in after}
    total = counts.get(float("inf"), 0)
    if not total:
        return None
    rank, low, seen = fraction * total, 0.0, 0
    for bound, count in sorted(counts.items()):
        if count >= rank:
            if bound == float("inf"):
                return low * 1000
            return (low + (bound - low) * (rank - seen) / max(1, count - seen)) * 1000
        low, seen = bound, count
    return None


class Django(Server):
    probe = "/api/"

    def __init__(self, venv, peer, home, log):
        super().__init__(log)
        self.venv, self.peer, self.home = venv, peer, home

    @property
    def file(self):
        return os.path.join(self.home, "django", "db.sqlite3")

    def environment(self):
        return dict(
            os.environ, DB="sqlite", PEERS_DIR=self.home, DJANGO_SETTINGS_MODULE="bench_settings", PYTHONDONTWRITEBYTECODE="1",
            PYTHONPATH=os.pathsep.join([os.path.join(HERE, "django"), self.peer]))

    def folder(self):
        return self.home

    def migrate(self):
        os.makedirs(os.path.dirname(self.file), exist_ok=True)
        subprocess.run(
            [os.path.join(self.venv, "bin/python"), "-m", "django", "migrate", "-v", "0"], env=self.environment(), cwd=self.home, check=True)

    def command(self):
        return [
            os.path.join(self.venv, "bin/gunicorn"), "-w", "3", "-b", f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--threads", "2",
            "--timeout", "900", "--keep-alive", "75", "wsgi:application"]


class Nginx(Server):
    """Serves one folder of finished bytes."""

    def __init__(self, home, log):
        super().__init__(log)
        self.home = home
        os.makedirs(os.path.join(home, "www"), exist_ok=True)

    def put(self, body):
        with open(os.path.join(self.home, "www", "article.html"), "wb") as file:
            file.write(body)

    def command(self):
        config = os.path.join(self.home, "nginx.conf")
        with open(config, "w") as file:
            file.write(f"""
daemon off; worker_processes 2; pid {self.home}/nginx.pid; error_log {self.home}/error.log; user root;
events {{ worker_connections 1024; }}
http {{
    access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000; open_file_cache max=10; types {{ text/html html; }}
    client_body_temp_path {self.home}; proxy_temp_path {self.home}; fastcgi_temp_path {self.home}; uwsgi_temp_path {self.home}; scgi_temp_path {self.home};
    server {{ listen 127.0.0.1:{self.port}; root {self.home}/www; }}
}}
""")
        return [shutil.which("nginx") or "/usr/sbin/nginx", "-c", config, "-p", self.home]


if __name__ == "__main__":
    sys.exit("This is a part of bin/bench.")
