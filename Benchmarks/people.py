"""The people of the benchmark: deterministic, the same for every system."""
import random

FIRST = "James Mary Robert Patricia John Jennifer Michael Linda Ana Luis Chen Wei Fatima Omar Yuki Kenji Priya Arjun Zoe Lars Ingrid Mateo Sofia".split()
LAST = "Smith Johnson Williams Brown Jones Garcia Miller Davis Martinez Taylor Moore Lee Harris Clark Young King Wright Nguyen Hill Flores Campbell Roberts".split()
CITIES = "Berlin Paris London Austin Madrid Rome Oslo Tokyo".split()
COUNTRIES = "US GB DE FR ES IT NL SE JP BR IN CA AU MX PL".split()
JOBS = "CEO CTO Buyer Sales Engineer Owner Assistant".split()
STAGES = "lead opportunity customer lost".split()

OWNERS = 20
TEAMS = 5
"""Owner n belongs to team n modulo TEAMS: a member of one team sees a fifth of the rows."""


class Person:
    __slots__ = ("number", "first", "last", "email", "phone", "job", "street", "postal", "city", "country", "stage", "score", "owner", "changed")

    def __init__(self, number, chance):
        self.number = number
        self.first, self.last = chance.choice(FIRST), chance.choice(LAST)
        self.email = f"{self.first}.{self.last}.{number}@c{chance.randint(1, 10_000)}.example.com".lower()
        self.phone = f"+1555{chance.randint(1_000_000, 9_999_999)}"
        self.job, self.city, self.country = chance.choice(JOBS), chance.choice(CITIES), chance.choice(COUNTRIES)
        self.street = f"{chance.randint(1, 999)} {chance.choice(LAST)} St"
        self.postal = str(chance.randint(10_000, 99_999))
        self.stage, self.score = chance.choice(STAGES), chance.randint(0, 100)
        self.owner = chance.randrange(OWNERS)
        self.changed = chance.randint(0, 300 * 86_400)
        """Seconds since 2026-01-01: the last change, in no relation to the order of creation."""

    @property
    def name(self):
        return f"{self.first} {self.last}"


def people(count, begin=1):
    chance = random.Random(42 + begin)
    for number in range(begin, begin + count):
        yield Person(number, chance)
