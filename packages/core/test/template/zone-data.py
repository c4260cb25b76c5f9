"""Writes src/template/python/zone-data.ts: names of time zones' offsets, which Intl does not know, from pytz.

    /path/to/dbt/venv/bin/python zone-data.py
"""
import collections
import datetime
import pathlib

import pytz

EPOCH = datetime.datetime(1970, 1, 1)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number):
    if number < 0:
        return "-" + base36(-number)
    text = ""
    while number or not text:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    return text


def minutes(delta):
    return int(delta.total_seconds() // 60)


def describe(zone):
    """First the offset a zone has without a date, then for each offset its names in order of time."""
    if not hasattr(zone, "_utc_transition_times"):
        return f"={minutes(zone.utcoffset(None) or zone.utcoffset(EPOCH))}:{zone.tzname(None)}"
    offsets = collections.OrderedDict()
    for time, (offset, dst, name) in zip(zone._utc_transition_times, zone._transition_info):
        runs = offsets.setdefault(minutes(offset), [])
        if not runs or runs[-1][1:] != (minutes(dst), name):
            runs.append((int((time - EPOCH).total_seconds()), minutes(dst), name))
    parts = [f"{minutes(zone._utcoffset)}:{zone._tzname}"]
    for offset, runs in offsets.items():
        text = str(offset)
        for index, (start, dst, name) in enumerate(runs):
            since = "" if index == 0 else f"@{base36(start)}"
            text += f"{since}:{name}" + (f"/{dst}" if dst else "")
        parts.append(text)
    return " ".join(parts)


def main():
    groups = collections.OrderedDict()
    for name in pytz.all_timezones:
        groups.setdefault(describe(pytz.timezone(name)), []).append(name)
    common = set(pytz.common_timezones)
    lines = [
        "/**",
        " * Time zones of the IANA database (public domain): the names and the daylight saving share of their offsets, which",
        " * Intl does not tell. Written by test/template/zone-data.py. Each entry: the offset in minutes and the name without a",
        " * date, then for each offset `offset:name/dst`, `@` opening what came later (seconds since the epoch in base 36); `=`",
        " * marks zones that never changed. `*` marks the names that pytz counts as common.",
        " */",
        "// prettier-ignore",
        "export const zoneData: readonly (readonly [string, string])[] = [",
    ]
    for text, names in groups.items():
        listed = " ".join(name + ("*" if name in common else "") for name in names)
        lines.append(f'  ["{text}", "{listed}"],')
    lines += ["];", "", "/** ISO 3166 code, name, zones in the order of the database. */", "// prettier-ignore", "export const countryData: readonly (readonly [string, string, string])[] = ["]
    for code in sorted(pytz.country_names.keys()):
        try:
            zones = " ".join(pytz.country_timezones(code))
        except KeyError:
            zones = ""
        lines.append(f'  ["{code.lower()}", "{pytz.country_names[code]}", "{zones}"],')
    lines += ["];", ""]
    target = pathlib.Path(__file__).parents[2] / "src" / "template" / "python" / "zone-data.ts"
    target.write_text("\n".join(lines), encoding="utf-8")


main()
