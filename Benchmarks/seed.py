"""Fills the databases of the systems under test, while their servers are stopped.

A million contacts through an importer would take longer than the measurement. The rows go straight into the tables that the
product made itself, with every index and the full-text entry that the product would have made; only history and events are
left out, which no list reads.
"""
import sqlite3
import time

from people import OWNERS, TEAMS, people

EPOCH = 1_767_225_600_000_000
"""2026-01-01 in microseconds."""


def key(number, milliseconds=63_158_400_000):
    """A key as the product makes them: milliseconds since 2024, node, sequence (`Kernel/Records/Key.swift`)."""
    return (milliseconds + number // 4096) << 22 | number % 4096


def suite(path, count, service_users):
    """Contacts of OWNERS users in TEAMS teams. Each of `service_users` (e-mail prefixes) joins the first team.

    Returns the seconds it took.
    """
    start = time.monotonic()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -400000")
    db.execute("BEGIN")
    indexes = db.execute("SELECT name, sql FROM sqlite_master WHERE tbl_name = 'contact' AND type = 'index' AND sql IS NOT NULL").fetchall()
    for name, _ in indexes:
        db.execute(f'DROP INDEX "{name}"')
    teams = [key(n, 62_000_000_000) for n in range(TEAMS)]
    owners = [key(n, 62_000_001_000) for n in range(OWNERS)]
    insert(db, "team", ({"id": team, "name": f"Team {n}"} for n, team in enumerate(teams)))
    insert(db, "user", (
        {"id": owner, "name": f"Owner {n}", "email": f"owner{n}@example.com", "active": 1, "service": 0, "zone": "UTC"} for n, owner in enumerate(owners)))
    insert(db, "team_member", ({"id": key(n, 62_000_002_000), "team_id": teams[n % TEAMS], "user_id": owner} for n, owner in enumerate(owners)))
    services = [row[0] for row in db.execute("SELECT id FROM user WHERE service = 1 AND id IN (SELECT user_id FROM token) ORDER BY id")]
    insert(db, "team_member", ({"id": key(n, 62_000_003_000), "team_id": teams[0], "user_id": user} for n, user in enumerate(services[:service_users])))
    insert(db, "contact", (
        {
            "id": key(p.number), "version": 1, "created_at": EPOCH, "updated_at": EPOCH + p.changed * 1_000_000, "owner": owners[p.owner], "team": teams[p.owner % TEAMS],
            "name": p.name, "first_name": p.first, "last_name": p.last, "email": p.email, "phone": p.phone, "job_title": p.job, "stage": p.stage,
            "score": p.score, "address": p.street, "postal_code": p.postal, "city": p.city, "country": p.country, "first_source": "import",
        } for p in people(count)))
    db.executemany("INSERT INTO _search (rowid, object, text) VALUES (?, 'contact', ?)", ((key(p.number), words(p)) for p in people(count)))
    for _, sql in indexes:
        db.execute(sql)
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return time.monotonic() - start


def words(person):
    return f"{person.name} {person.email}".lower().replace("@", " ").replace(".", " ")


def insert(db, table, rows):
    """Every column of the table; those that a row does not name stay NULL."""
    columns = [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]
    required = {row[1] for row in db.execute(f'PRAGMA table_info("{table}")') if row[3]} - {"id"}
    standard = {"version": 1, "created_at": EPOCH, "updated_at": EPOCH}

    def filled(row):
        row = standard | row
        missing = required - row.keys()
        if missing:
            raise SystemExit(f"seed.py: the table {table} has new required columns: {', '.join(sorted(missing))}. Fill them here.")
        return [row.get(column) for column in columns]

    names = ", ".join(f'"{column}"' for column in columns)
    db.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})', map(filled, rows))


def django(path, count):
    """The same people in the tables of the Django application, after its migrations."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("BEGIN")
    indexes = db.execute("SELECT name, sql FROM sqlite_master WHERE tbl_name = 'crm_contact' AND type = 'index' AND sql IS NOT NULL").fetchall()
    for name, _ in indexes:
        db.execute(f'DROP INDEX "{name}"')
    db.executemany("INSERT INTO crm_company (id, name, domain, country) VALUES (?, ?, ?, 'DE')", ((n, f"Company {n}", f"c{n}.example.com") for n in range(1, 10_001)))
    db.executemany(
        "INSERT INTO auth_user (id, username, first_name, last_name, email, password, is_superuser, is_staff, is_active, date_joined) VALUES (?, ?, '', '', '', '!', 0, 0, 1, '2026-01-01 00:00:00')",
        ((n + 1, f"user{n + 1}") for n in range(OWNERS)))
    db.execute("INSERT INTO authtoken_token (key, created, user_id) VALUES (?, '2026-01-01 00:00:00', 1)", (DJANGO_TOKEN,))
    db.executemany(
        """INSERT INTO crm_contact (id, name, email, phone, title, street, city, zip, country, company_id, owner_id, stage, score, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, strftime('%Y-%m-%d %H:%M:%S', 1767225600 + ?, 'unixepoch'))""",
        ((p.number, p.name, p.email, p.phone, p.job, p.street, p.city, p.postal, p.country, p.number % 10_000 + 1, p.owner + 1, p.stage, p.score, p.changed)
         for p in people(count)))
    for _, sql in indexes:
        db.execute(sql)
    db.execute("COMMIT")
    db.execute("ANALYZE")
    db.close()


DJANGO_TOKEN = "benchtoken0123456789benchtoken0123456789"
