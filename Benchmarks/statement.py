"""The SELECT of the measured list, as the product compiles it, for the C loop that has no product."""
import sqlite3

FILTER = 'stage == "customer" && score >= 50'


def list_statement(path, order='t."id" DESC'):
    """Names the columns that the product loads, the filter, and the row rule of a member of the first team."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    columns = ", ".join(f't."{row[1]}"' for row in db.execute("PRAGMA table_info(contact)"))
    user, team = db.execute("SELECT m.user_id, m.team_id FROM team_member m JOIN user u ON u.id = m.user_id WHERE u.service = 1 LIMIT 1").fetchone()
    db.close()
    return (
        f"SELECT {columns} FROM contact AS t WHERE (t.stage = 'customer' AND t.score >= 50) AND (t.owner = {user} OR t.team IN ({team})"
        f" OR t.id IN (SELECT record FROM _share WHERE object = 'contact' AND principal IN ({user}, {team}))) ORDER BY {order} LIMIT 51")
