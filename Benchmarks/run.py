"""Measures Sextant beside its limits and its peers, on one machine in one run. Called by bin/bench."""
import argparse
import csv
import io
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.parse

import load
import machine
import seed
from figures import Figures, Line, today
from people import people
from servers import Django, Nginx, Sextant, get, percentile, post
from statement import FILTER, list_statement

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


class Run:
    def __init__(self, options):
        self.options = options
        self.seconds = options.seconds or (3 if options.quick else 10)
        self.rounds = 1 if options.quick else 3
        self.contacts = 50_000 if options.quick else 1_000_000
        self.imported = 10_000 if options.quick else 100_000
        self.home = options.home or tempfile.mkdtemp(prefix="sextant-bench-")
        self.figures = Figures()
        self.suite = Sextant(options.binary, os.path.join(self.home, "suite"), os.path.join(self.home, "suite.log"))
        self.django = Django(options.venv, options.peer, self.home, os.path.join(self.home, "django.log")) if options.venv else None
        self.nginx = Nginx(os.path.join(self.home, "nginx"), os.path.join(self.home, "nginx.log"))
        self.limit = os.path.join(self.home, "limit")
        self.started = machine.load()

    def all(self):
        begin = time.monotonic()
        try:
            self.prepare()
            self.boot()
            self.lists()
            self.creates()
            self.article()
            self.memory_after()
            self.imports()
        finally:
            for server in (self.suite, self.django, self.nginx):
                if server:
                    server.stop()
        self.figures.notes.append(f"The run took {(time.monotonic() - begin) / 60:.0f} minutes; load average {self.started:.1f} before and {machine.load():.1f} after.")

    # Preparing

    def prepare(self):
        subprocess.run(["gcc", "-O2", "-Wall", "-o", self.limit, os.path.join(HERE, "limit.c"), "-lsqlite3"], check=True)
        self.suite.create()
        self.member, self.owner = self.suite.token("Member"), self.suite.token("Owner")
        took = seed.suite(self.suite.file, self.contacts, service_users=1)
        print(f"{self.contacts:,} contacts in {took:.0f} s", flush=True)
        if self.django:
            self.django.migrate()
            seed.django(self.django.file, self.contacts)

    # Boot and memory

    def boot(self):
        first = self.suite.start()
        self.suite.stop()
        times = []
        for _ in range(5):
            times.append(self.suite.start())
            time.sleep(1)
            idle = machine.memory_mb(self.suite.pid)
            if len(times) < 5:
                self.suite.stop()
        note = f"{statistics.median(times):.0f} ms, median of 5 ({min(times):.0f}–{max(times):.0f}); the first start on the new data {first:.0f} ms"
        self.figures.add(Line("boot to first answer", "Sextant", note=note))
        self.figures.add(Line("idle memory", "Sextant", note=f"{idle:.0f} MB resident, workspace of {self.contacts:,} contacts open"))
        if self.django:
            boot = self.django.start()
            get(self.django.port, "/api/filtered/?limit=50", {"Authorization": f"Token {seed.DJANGO_TOKEN}"})
            self.figures.add(Line("boot to first answer", "Django, 3 workers", note=f"{boot:.0f} ms"))
            self.figures.add(Line("idle memory", "Django, 3 workers", note=f"{machine.memory_mb(self.django.pid):.0f} MB resident"))

    def memory_after(self):
        self.figures.add(Line("memory after the load", "Sextant", note=f"{machine.memory_mb(self.suite.pid):.0f} MB resident"))
        if self.django:
            self.figures.add(Line("memory after the load", "Django, 3 workers", note=f"{machine.memory_mb(self.django.pid):.0f} MB resident"))

    # Lists

    def lists(self):
        orders = {"newest first": ("", 't."id" DESC'), "last change first": ("&sort=-updated_at", 't."updated_at" DESC, t."id" DESC')}
        for _ in range(self.rounds):
            for label, (sort, order) in orders.items():
                what = f"list of 50 of {self.contacts:,}, {label}"
                self.c_loop(what, order)
                path = f"/api/v1/contacts?limit=50&filter={urllib.parse.quote(FILTER)}{sort}"
                self.suite_list(what, path, 1)
                self.suite_list(what, path, 32)
            if self.django:
                self.django_list(f"list of 50 of {self.contacts:,}, newest first", "/api/filtered/?limit=50", "not counted")
                self.django_list(f"list of 50 of {self.contacts:,}, newest first", "/api/filtered/?limit=50&count=1", "counted, as the peer does")
        self.figures.settle()

    def c_loop(self, what, order):
        sql = list_statement(self.suite.file, order)
        run = subprocess.run([self.limit, self.suite.file, str(self.seconds)], input=sql, capture_output=True, text=True, check=True)
        runs, seconds, p50, p95, _ = run.stdout.split()
        each = float(seconds) / int(runs)
        self.figures.sample(what, "C loop over SQLite, 1 core", per_second=1 / each, cpu=each * 1000, p50=float(p50) / 1000, p95=float(p95) / 1000)

    def suite_list(self, what, path, connections):
        before = self.suite.metrics()
        got = load.wrk(self.suite.url(path), self.suite.pid, self.seconds, connections, token=f"Bearer {self.member}")
        after = self.suite.metrics()
        inside = [percentile(before, after, fraction) for fraction in (0.5, 0.95)]
        plural = "connection" if connections == 1 else "connections"
        self.figures.sample(
            what, f"Sextant, {connections} {plural}", per_second=got.per_second, cpu=got.cpu, p50=got.p50, p95=got.p95, refused=got.refused,
            note=f"on the server p50 {inside[0]:.2f}, p95 {inside[1]:.2f}; {got.size / 1000:.1f} kB an answer")

    def django_list(self, what, path, how):
        got = load.wrk(self.django.url(path), self.django.pid, self.seconds, 32, token=f"Token {seed.DJANGO_TOKEN}")
        note = "" if got.per_second else "nothing was answered within the run"
        self.figures.sample(what, f"Django, 32, {how}", per_second=got.per_second, cpu=got.cpu, p50=got.p50, p95=got.p95, refused=got.refused, note=note)

    # Creates

    def creates(self):
        for number in range(self.rounds):
            got = load.wrk(self.suite.url("/api/v1/contacts"), self.suite.pid, self.seconds, 64, "suite", f"Bearer {self.owner}", serial=number)
            self.figures.sample("durable creates, 64 connections", "Sextant", per_second=got.per_second, cpu=got.cpu, p50=got.p50, p95=got.p95, refused=got.refused,
                                note="row, history, event and search entry in one commit, FULL sync")
            if self.django:
                got = load.wrk(self.django.url("/api/contacts/"), self.django.pid, self.seconds, 64, "django", f"Token {seed.DJANGO_TOKEN}", serial=number)
                self.figures.sample("durable creates, 64 connections", "Django", per_second=got.per_second, cpu=got.cpu, p50=got.p50, p95=got.p95,
                                    refused=got.refused, note="row and activity, FULL sync")
        self.figures.settle()

    # The article

    def article(self):
        file = self.options.article
        if not file:
            self.figures.notes.append("No article was measured: ../shared/data/article.md is absent.")
            return
        self.suite.run("publish", file, "--workspace", Sextant.workspace)
        path = self.article_path()
        _, body, _ = get(self.suite.port, path)
        self.nginx.put(body)
        self.nginx.start()
        for _ in range(self.rounds):
            for connections in (1, 32):
                for system, server, address, kind in (
                    (f"Sextant, cached, {connections}", self.suite, path, "get"),
                    (f"Sextant, uncached, {connections}", self.suite, path, "vary"),
                    (f"nginx, same bytes, {connections}", self.nginx, "/article.html", "get"),
                ):
                    if kind == "vary":
                        time.sleep(6)  # what was made before lapses
                    got = load.wrk(server.url(address), server.pid, 3 if kind == "vary" else self.seconds, connections, kind)
                    self.figures.sample("article page", system, per_second=got.per_second, cpu=got.cpu, p50=got.p50, p95=got.p95, refused=got.refused,
                                        note=f"{got.size / 1000:.1f} kB an answer")
        self.figures.settle()

    def article_path(self):
        """The first article in the site map."""
        _, body, _ = get(self.suite.port, "/sitemap.xml")
        places = [part.split("</loc>")[0] for part in body.decode().split("<loc>")[1:]]
        paths = [urllib.parse.urlparse(place).path for place in places]
        article = next((path for path in paths if "python-performance" in path), None)
        if not article:
            raise SystemExit(f"The site map names no article: {paths}")
        return article

    # Import

    def imports(self):
        people_file = os.path.join(self.home, "contacts.csv")
        columns = {"name": "name", "email": "email", "phone": "phone", "job_title": "job", "address": "street", "postal_code": "postal", "city": "city",
                   "country": "country", "stage": "stage", "score": "score"}
        with open(people_file, "w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["external_id", *columns])
            for person in people(self.imported, begin=20_000_001):
                out.writerow([person.number, *(getattr(person, source) for source in columns.values())])
        self.suite.stop()
        for server, label in ((False, "command line alone"), (True, "through the running server")):
            fresh = Sextant(self.options.binary, os.path.join(self.home, "imported-" + str(server)), self.suite.log)
            fresh.create()
            if server:
                fresh.start()
            try:
                _, took = fresh.run("import", people_file, "--workspace", Sextant.workspace)
            finally:
                fresh.stop()
            self.figures.add(Line(f"import of {self.imported:,} contacts", f"Sextant, {label}", per_second=self.imported / took, note=f"{took:.2f} s"))
        if self.django:
            self.django_import("/api/import_rows", min(10_000, self.imported), "row by row, checked")
            self.django_import("/api/import_bulk", self.imported, "bulk, unchecked")

    def django_import(self, path, count, how):
        text = io.StringIO()
        out = csv.writer(text)
        out.writerow("name email phone title street city zip country company_id owner_id stage score created_at".split())
        begin = 30_000_001 if "rows" in path else 40_000_001
        for p in people(count, begin=begin):
            out.writerow([p.name, p.email, p.phone, p.job, p.street, p.city, p.postal, p.country, p.number % 10_000 + 1, p.owner + 1, p.stage, p.score, "2026-06-01 00:00:00+00:00"])
        body = json.dumps({"csv": text.getvalue()})
        start = time.monotonic()
        status, answer = post(self.django.port, path, body, {"Authorization": f"Token {seed.DJANGO_TOKEN}", "Content-Type": "application/json"})
        took = time.monotonic() - start
        note = f"{took:.2f} s" if status == 200 else f"answered {status}: {answer[:80]!r}"
        self.figures.add(Line(f"import of {count:,} contacts", f"Django, {how}", per_second=count / took if status == 200 else None, note=note))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seconds", type=int, help="How long each measurement lasts: 10, or 3 when quick.")
    parser.add_argument("--binary", required=True)
    parser.add_argument("--venv")
    parser.add_argument("--peer")
    parser.add_argument("--article")
    parser.add_argument("--home", help="Keeps its files there instead of in a temporary folder.")
    parser.add_argument("--out", help="The folder of the figures; docs/figures.")
    options = parser.parse_args()
    run = Run(options)
    about = machine.description()
    try:
        run.all()
    finally:
        if not options.home:
            shutil.rmtree(run.home, ignore_errors=True)
    facts = {"processor": f"{about['cpu']}, {about['cores']} cores", "memory": about["memory"], "kernel": about["kernel"], "date": today(),
             "commit": machine.commit(ROOT), "run": f"{'quick' if options.quick else 'full'}: {run.rounds} rounds of {run.seconds} s, interleaved; medians"}
    name = f"{today()}-{about['cpu'].replace(' ', '-')}-{about['cores']}-cores{'-quick' if options.quick else ''}.md"
    out = os.path.join(options.out or os.path.join(ROOT, "docs", "figures"), name)
    os.makedirs(os.path.dirname(out), exist_ok=True)
    with open(out, "w") as file:
        file.write(run.figures.markdown("Figures", facts, READING))
    print(f"\nWritten to {out}")


READING = """
How to read this: CPU milliseconds are those of the whole server, its children included, and are what neighbours on the machine
move least; the requests a second share the processor with the load generator. p50 and p95 are as the client saw them; those on
the server come from the histogram `sextant_request_seconds`, straight within its buckets. Django is the application in
`../shared/peers/django` with three workers, keep-alive and FULL sync, on the same people; its contacts have no tags here.
"""

if __name__ == "__main__":
    main()
