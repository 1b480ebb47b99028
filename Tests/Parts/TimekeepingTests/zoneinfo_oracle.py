"""Prints what Python's zoneinfo says about every zone of the PyPI package tzdata.

First line: the package's zone directory. Then per zone `Z name`, and per instant
`second offset abbreviation wall fold0 fold1`: the offset and name in force at `second`, and the
instants that zoneinfo reads the wall clock time `wall` as, with fold 0 and with fold 1.
`X second` stands for a reading in which zoneinfo contradicts itself: it gives two instants for a
wall clock time, of which only one shows that time (Nuuk 2023-10-29, where the footer's rule is read
into the last recorded change).
Instants: 1900 to 2100 every 397 days, and around every transition one second before, at, and after.
"""
import datetime
import os
import struct
import sys
import zoneinfo

import tzdata

EPOCH = datetime.datetime(1970, 1, 1)
UTC = datetime.timezone.utc
FIRST = int((datetime.datetime(1900, 1, 1) - EPOCH).total_seconds())
LAST = int((datetime.datetime(2100, 1, 1) - EPOCH).total_seconds())
DAY = 86400


def at(second, zone):
    moment = datetime.datetime.fromtimestamp(0, UTC) + datetime.timedelta(seconds=second)
    return moment.astimezone(zone)


def offset(second, zone):
    return int(at(second, zone).utcoffset().total_seconds())


def read_as(wall, zone, fold):
    local = (EPOCH + datetime.timedelta(seconds=wall)).replace(tzinfo=zone, fold=fold)
    return wall - int(local.utcoffset().total_seconds())


def shows(second, wall, zone):
    return second + offset(second, zone) == wall


def recorded(path):
    data = open(path, "rb").read()
    counts = struct.unpack(">6l", data[20:44])
    isut, isstd, leap, times, types, chars = counts
    start = 44 + times * 5 + types * 6 + chars + leap * 8 + isstd + isut
    times = struct.unpack(">6l", data[start + 20 : start + 44])[3]
    return struct.unpack(f">{times}q", data[start + 44 : start + 44 + times * 8])


def transitions(path, zone):
    found = [second for second in recorded(path) if FIRST < second < LAST]
    second = max(found[-1] + 1 if found else FIRST, FIRST)
    before = offset(second, zone)
    while second < LAST:
        following = second + 14 * DAY
        after = offset(following, zone)
        if after != before:
            low, high = second, following
            while high - low > 1:
                middle = (low + high) // 2
                if offset(middle, zone) == before:
                    low = middle
                else:
                    high = middle
            found.append(high)
        second, before = following, after
    return found


def main():
    directory = os.path.join(os.path.dirname(tzdata.__file__), "zoneinfo")
    out = [directory]
    for name in sorted(zoneinfo.available_timezones()):
        zone = zoneinfo.ZoneInfo(name)
        points = {(second, offset(second, zone)) for second in range(FIRST, LAST, 397 * DAY)}
        for second in transitions(os.path.join(directory, name), zone):
            for near in (second - 1, second, second + 1):
                points.add((near, offset(second - 1, zone)))
                points.add((near, offset(second, zone)))
        out.append(f"Z {name}")
        for second, shift in sorted(points):
            local = at(second, zone)
            wall = second + shift
            first, second_reading = read_as(wall, zone, 0), read_as(wall, zone, 1)
            if first != second_reading and shows(first, wall, zone) != shows(second_reading, wall, zone):
                out.append(f"X {second}")
                continue
            out.append(
                f"{second} {int(local.utcoffset().total_seconds())} {local.tzname()}"
                f" {wall} {first} {second_reading}"
            )
    sys.stdout.write("\n".join(out) + "\n")


main()
