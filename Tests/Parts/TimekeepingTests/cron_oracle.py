"""Prints what cronsim says next, for many expressions, zones and moments around both changes of the clocks.

First line: the zone directory. Then `E expression` or `B expression` (cronsim refuses it),
`Z zone`, and per moment `second next`, with next `-` where cronsim gives up. A stateful cronsim
may name a moment twice or step back inside a repeated hour; the first one that is later counts.
"""
import datetime
import os
import random
import sys
import zoneinfo

import tzdata
from cronsim import CronSim, CronSimError

UTC = datetime.timezone.utc
ZONES = {
    "Europe/Zurich": ["2026-03-29T01:00", "2026-10-25T01:00"],
    "America/New_York": ["2026-03-08T07:00", "2026-11-01T06:00"],
    "Australia/Lord_Howe": ["2026-04-04T15:00", "2026-10-03T15:30"],
    "America/Havana": ["2026-03-08T05:00", "2026-11-01T05:00"],
    "Africa/Casablanca": ["2026-02-15T02:00", "2026-03-22T02:00"],
    "Asia/Kathmandu": ["2026-06-01T00:00"],
    "Pacific/Apia": ["2011-12-30T10:00"],
    "UTC": ["2026-03-29T01:00"],
}
EXPRESSIONS = """
* * * * *|*/5 * * * *|30 2 * * *|0 2 * * *|0 3 * * *|*/30 2 * * *|0,30 1-3 * * *|15 2,3 * * *|0 */2 * * *|30 */3 * * *
0 0 * * *|30 0 * * *|59 23 * * *|0 1 * * SUN|5 4 1 * *|0 9 * * MON-FRI|0 9 1,15 * MON|0 9 */2 * MON|0 0 29 2 *|0 12 L * *
0 12 LW * *|0 12 * * 5L|0 12 * * 1#2|0 12 * * MON#5|0 12 13 * 5|0 0 31 * *|10/20 * * * *|3-50/7 1 * * *|* 2 * * *|0 0-23/6 * 3,10 *
*/10 */5 * * * *|0 30 2 * * *|15,45 59 1 * * *|30 0 2 * * *|0 0 0 * * 7|0 0 * JAN-MAR 0|0 0 * feb *|0 2 25-31 OCT,MAR SUN|45 1 * * 0,7|0 5 L,15 * *
""".strip().replace("\n", "|").split("|")
BAD = """
|* * * *|60 * * * *|* 24 * * *|* * 0 * *|* * 32 * *|* * * 13 *|* * * * 8|*/0 * * * *|5-1 * * * *|a * * * *|1,,2 * * * *|-1 * * * *|1- * * * *
* * 30 2 *|* * * * 1#6|* * * * 1#0|* * * * L5|* * * * MONL|* * L-1 * *|*/ * * * *|1/2/3 * * * *|* * * * * * *|*-5 * * * *|* * W * *|1.5 * * * *
* * 31 4,6 *|0 0 * * 5L/2|0 0 * * 1#2/2|L * * * *|* * * FOO *|+1 * * * *|0x1 * * * *
""".strip("\n").replace("\n", "|").split("|")


def following(expression, moment):
    for _, found in zip(range(2000), CronSim(expression, moment)):
        if found.astimezone(UTC) > moment.astimezone(UTC):
            return str(int(found.timestamp()))
    return "-"


def field(numbers, low, high):
    kind = numbers.random()
    first, last = sorted((numbers.randint(low, high), numbers.randint(low, high)))
    if kind < 0.3:
        return "*"
    if kind < 0.5:
        return f"{first}"
    if kind < 0.65:
        return f"*/{numbers.randint(1, high)}"
    if kind < 0.8:
        return f"{first}-{last}"
    return f"{first},{last}" if kind < 0.9 else f"{first}-{last}/{numbers.randint(1, 9)}"


def main():
    numbers = random.Random(5)
    out = [os.path.join(os.path.dirname(tzdata.__file__), "zoneinfo")]
    made = [" ".join(field(numbers, *bounds) for bounds in ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))) for _ in range(120)]
    for expression in EXPRESSIONS + BAD + made:
        try:
            CronSim(expression, datetime.datetime(2026, 1, 1, tzinfo=UTC))
        except CronSimError:
            out.append(f"B {expression}")
            continue
        out.append(f"E {expression}")
        for name, changes in ZONES.items():
            out.append(f"Z {name}")
            zone = zoneinfo.ZoneInfo(name)
            for change in changes:
                centre = datetime.datetime.fromisoformat(change).replace(tzinfo=UTC)
                for _ in range(12):
                    moment = (centre + datetime.timedelta(seconds=numbers.randint(-14000, 14000))).astimezone(zone)
                    out.append(f"{int(moment.timestamp())} {following(expression, moment)}")
                for minutes in range(-150, 151, 30):
                    moment = (centre + datetime.timedelta(minutes=minutes)).astimezone(zone)
                    out.append(f"{int(moment.timestamp())} {following(expression, moment)}")
    sys.stdout.write("\n".join(out) + "\n")


main()
