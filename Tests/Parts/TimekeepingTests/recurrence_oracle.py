"""Prints the first occurrences of many recurrence rules, as dateutil has them.

Per rule one line: `rule|start|end or more|occurrence occurrence …`, at most 25, in local time.
`end` says that there are no others.
"""
import datetime
import itertools
import random
import re
import signal
import sys
import warnings

from dateutil.rrule import rrulestr

warnings.simplefilter("ignore")
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def some(numbers, choices, most=3):
    return ",".join(str(item) for item in numbers.sample(choices, numbers.randint(1, most)))


def rule(numbers):
    frequency = numbers.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={frequency}"]

    def maybe(share, text):
        if numbers.random() < share:
            parts.append(text)
            return True
        return False

    maybe(0.5, f"INTERVAL={numbers.randint(1, 5)}")
    maybe(0.3, f"WKST={numbers.choice(DAYS)}")
    chosen = maybe(0.3, f"BYMONTH={some(numbers, range(1, 13))}")
    signed = lambda most: [n for n in range(-most, most + 1) if n]
    if frequency != "WEEKLY":
        chosen |= maybe(0.3, f"BYMONTHDAY={some(numbers, signed(31))}")
    numbered = weeks = False
    if frequency == "YEARLY":
        weeks = maybe(0.3, f"BYWEEKNO={some(numbers, signed(53), 6)}")
        chosen |= maybe(0.15, f"BYYEARDAY={some(numbers, signed(366), 9)}")
    # dateutil takes all days of a BYWEEKNO without BYDAY, RFC 5545 the start's.
    if weeks or numbers.random() < 0.4:
        chosen = True
        days = numbers.sample(DAYS, numbers.randint(1, 3))
        if frequency in ("MONTHLY", "YEARLY") and not weeks and numbers.random() < 0.6:
            days = [f"{numbers.choice([1, 2, 3, -1, -2, 5, 1, -5])}{day}" for day in days]
        parts.append("BYDAY=" + ",".join(days))
    chosen |= maybe(0.15, f"BYHOUR={some(numbers, range(24))}")
    maybe(0.1, f"BYMINUTE={some(numbers, range(60))}")
    # dateutil cuts the first week off at the start before it counts positions, RFC 5545 counts in whole weeks.
    if chosen and frequency != "WEEKLY":
        maybe(0.2, f"BYSETPOS={some(numbers, [1, 2, -1, -2, 3], 2)}")
    if not maybe(0.3, f"COUNT={numbers.randint(1, 20)}"):
        maybe(0.3, f"UNTIL={numbers.randint(2026, 2040)}1231T235959")
    return ";".join(parts)


def main():
    def too_long(*_):
        raise TimeoutError

    signal.signal(signal.SIGALRM, too_long)
    numbers = random.Random(9)
    for _ in range(220):
        text = rule(numbers)
        start = datetime.datetime(2026, 1, 1) + datetime.timedelta(minutes=numbers.randint(0, 1_000_000))
        parsed = rrulestr(text, dtstart=start)
        end = datetime.datetime(2060, 1, 1)
        if "UNTIL" not in text:
            parsed = parsed.replace(until=end)
        # Rules that hardly anything matches are followed to the year 9999, which takes dateutil minutes.
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        try:
            found = list(itertools.islice(parsed, 25))
        except TimeoutError:
            continue
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        count = re.search("COUNT=([0-9]+)", text)
        is_whole = len(found) < 25 and (len(found) == int(count[1]) if count else "UNTIL" in text)
        if not found and not is_whole:
            continue
        written = " ".join(f"{occurrence:%Y-%m-%dT%H:%M}" for occurrence in found)
        sys.stdout.write(f"{text}|{start:%Y-%m-%dT%H:%M}|{'end' if is_whole else 'more'}|{written}\n")


main()
