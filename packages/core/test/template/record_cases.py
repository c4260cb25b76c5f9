"""The cases that record.py records. Plain data and a little seeded chance."""
import datetime
import decimal
import json
import random

STAMPS = ["0001-01-01T00:00:00", "1899-12-31T23:59:59.999999", "1970-01-01T00:00:00", "1999-12-31T12:00:00.5", "2000-02-29T01:02:03",
          "2021-01-03T13:07:08.000009", "2024-12-30T00:30:00", "2026-03-07T14:05:09.123456", "9999-12-31T23:59:59.999999"]
DIRECTIVES = "aAbBcCdDeFgGhHIjklmMnpPrRStTuUVwWxXyYzZf%"
FORMATS = [f"%{d}" for d in DIRECTIVES] + ["%Y-%m-%d %H:%M:%S.%f%z", "%-d/%-m/%y", "%_d|%_H|%-I%p", "%^a %^B", "%#Z%#p", "%5Y|%05d|%-j|%3e",
           "plain", "100%%", "%Q", "%", "é%Yü", "%Ey %Od", "%-f", "%10A|", "%e%k%l"]


def quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r") + "'"


def stamp(text):
    return f"modules.datetime.datetime.fromisoformat('{text}')"


def datetime_cases():
    D = "modules.datetime.datetime"
    cases = []
    for text in STAMPS:
        for form in FORMATS:
            cases.append(f"{stamp(text)}.strftime({quoted(form)})")
    for form in ["%Y-%m-%d", "%c", "%H:%M", "%j %U %W %V", "%f", "%z"]:
        cases.append(f"day.strftime({quoted(form)})")
        cases.append(f"modules.datetime.time(4, 5, 6, 7).strftime({quoted(form)})")
    cases += [
        "dt", "dt.date()", "dt.time()", "dt.timetz()", "dt.year + dt.month + dt.day", "dt.microsecond", "dt.tzinfo", "dt.fold",
        "dt.isoformat()", "dt.isoformat(' ')", "dt.isoformat(sep='_', timespec='milliseconds')", "dt.isoformat('T', 'minutes')", "dt.isoformat('T', 'x')",
        "dt.weekday()", "dt.isoweekday()", "dt.isocalendar()", "dt.isocalendar()[1]", "dt.isocalendar().week", "dt.toordinal()", "dt.ctime()",
        "dt.timetuple()", "dt.timetuple().tm_yday", "dt.utctimetuple()", "at.timetuple()", "dt.timestamp()", "at.timestamp()", "at.utcoffset()", "dt.utcoffset()",
        "at.tzname()", "at.dst()", "dt.replace(year=2020)", "dt.replace(2020, 2, 29, microsecond=0)", "dt.replace(month=2, day=30)", "dt.replace(hour=24)",
        "dt.replace(tzinfo=utc)", "at.replace(tzinfo=None)", "at.astimezone(utc)", "at.isoformat()", "at", "[at]",
        "dt.foo is defined", "dt.foo", "dt.strftime()", "dt.strftime(1)", "dt.replace(years=1)",
        "dt + modules.datetime.timedelta(days=1)", "dt - modules.datetime.timedelta(hours=36, milliseconds=5)", "modules.datetime.timedelta(1) + dt",
        "dt - dt.replace(day=1)", "dt - day", "dt + dt", "dt + 1", "at - dt", "at - at.replace(hour=0)", "day + modules.datetime.timedelta(days=366)",
        "day - modules.datetime.date(2023, 12, 25)", "(day - modules.datetime.date(2023, 12, 25)).days", "day - modules.datetime.timedelta(hours=5)",
        "dt < dt.replace(year=2027)", "dt == dt.replace()", "dt > at", "dt == at", "day < dt", "day == dt", "day == modules.datetime.date(2024, 2, 29)",
        "day >= modules.datetime.date(2024, 1, 1)", "[dt, dt.replace(year=2020)] | sort | first", "[day] | map('string') | list", "{day: 1}[modules.datetime.date(2024, 2, 29)]",
        "[dt, dt.replace()] | unique | list | length", "day in [modules.datetime.date(2024, 2, 29)]",
        "day", "day.isoformat()", "day.replace(day=1)", "day.replace(year=2023)", "day.timetuple()", "day.isocalendar()", "day.ctime()", "day.weekday()",
        "day.min", "day.max", "day.resolution", "dt.min", "dt.max", "dt.resolution", f"{D}.min", f"{D}.max", "modules.datetime.date.min",
        "modules.datetime.time.min", "modules.datetime.time.max", "modules.datetime.timedelta.min", "modules.datetime.timedelta.max", "modules.datetime.timedelta.resolution",
        f"{D}(2020, 1, 1)", f"{D}(2020, 1, 1, 1, 2, 3, 4)", f"{D}(2020, 1, 1, tzinfo=utc)", f"{D}(2020, 13, 1)", f"{D}(2020, 2, 30)", f"{D}(0, 1, 1)", f"{D}(2020, 1)",
        f"{D}('2020', 1, 1)", f"{D}(2020, 1, 1, 25)", f"{D}(2020, 1, 1, fold=1)", f"{D}(2020, 1, 1, 0, 0, 5)", f"{D}(year=2020, month=2, day=3, minute=7)",
        "modules.datetime.date(2020, 1, 32)", "modules.datetime.date(2020.5, 1, 2)", "modules.datetime.date(True, 1, 1)",
        f"{D}.fromordinal(738000)", "modules.datetime.date.fromordinal(1)", f"{D}.fromisocalendar(2026, 10, 6)", "modules.datetime.date.fromisocalendar(2026, 54, 1)",
        "modules.datetime.date.fromisocalendar(2026, 5, 9)", f"{D}.fromtimestamp(0)", f"{D}.fromtimestamp(1.5, utc)", f"{D}.utcfromtimestamp(1234567890.123456)",
        f"{D}.fromtimestamp(-1, utc)", "modules.datetime.date.fromtimestamp(86400 * 365)",
        f"{D}.combine(day, modules.datetime.time(1, 2))", f"{D}.combine(day, modules.datetime.time(1, 2), utc)", f"{D}.combine(day, 1)",
        "'{:%Y/%m}'.format(dt)", "'{}'.format(day)", "'%s' % dt", "dt ~ '!'", "dt | string | length", "dt | tojson", "'{:>12}'.format(day | string)",
        "modules.datetime.datetime", "modules.datetime.tzinfo", "modules.datetime.time(25)", "modules.datetime.time(1, 2, 3)", "modules.datetime.time(1, 2, 3, 4).isoformat('milliseconds')",
        "modules.datetime.time(1, 2).replace(minute=59)", "modules.datetime.time(1) < modules.datetime.time(2)", "modules.datetime.time(1, tzinfo=utc)",
        "modules.datetime.time(1, 2, tzinfo=utc).isoformat()", "modules.datetime.time(1, 2).utcoffset()", "modules.datetime.time(1, 2) == modules.datetime.time(1, 2)",
        "modules.datetime.time.fromisoformat('04:05:06.789')", "modules.datetime.time.fromisoformat('T040506')", "modules.datetime.time.fromisoformat('04:05+02:00')",
        "dt is string", "dt is mapping", "dt is iterable", "dt is callable", "dt.strftime is callable", "dt | default('x')", "not dt", "day | upper",
    ]
    for text in ["2026-03-07", "20260307", "2026-W10-6", "2026W106", "2026-W10", "2026W10", "2026-3-7", "2026-02-30", "2026-03-07 ", "", "x", "0000-01-01"]:
        cases.append(f"modules.datetime.date.fromisoformat({quoted(text)})")
    for text in ["2026-03-07", "20260307", "2026-03-07T10", "2026-03-07 10:11", "2026-03-07T10:11:12", "2026-03-07T10:11:12.5", "2026-03-07T10:11:12,123456789", "2026-03-07T10:11:12Z",
                 "2026-03-07T101112+0530", "2026-03-07x10:11-08:00", "2026-03-07T10:11:12.123+01:02:03.000004", "2026-W10-6T10:11", "20260307T101112.123", "2026-03-07T24:00", "2026-03-07T10:1", "2026-03-07T",
                 "2026-03-07T10:11:12+24:00", "2026-03-07T10:11:12+00:00"]:
        cases.append(f"{D}.fromisoformat({quoted(text)})")
    for text, form in [("2026-03-07", "%Y-%m-%d"), ("7/3/26 2PM", "%d/%m/%y %I%p"), ("Sat Mar  7 14:05:09 2026", "%c"), ("March 7, 2026", "%B %d, %Y"), ("2026 066", "%Y %j"),
                       ("2026-03-07T10:11:12.5+0200", "%Y-%m-%dT%H:%M:%S.%f%z"), ("2026-03-07 10:11:12 +05:30", "%Y-%m-%d %H:%M:%S %z"), ("2026-03-07 Z", "%Y-%m-%d %z"), ("12:00 AM", "%I:%M %p"),
                       ("2026 10 6", "%G %V %u"), ("2026 9 Sat", "%Y %W %a"), ("2026 9 6", "%Y %U %w"), ("2026", "%Y"), ("29 02", "%d %m"), ("2026-3-7", "%Y-%m-%d"), ("x2026", "x%Y"), ("69", "%y"), ("68", "%y"),
                       ("2026-03-07 extra", "%Y-%m-%d"), ("07-03", "%Y-%m-%d"), ("2026", "%Q"), ("2026", "%"), ("2026-13-01", "%Y-%m-%d"), ("a.b 5", "a.b %d"), ("10%", "%d%%"), ("03/07/26", "%x"), ("23:59:60", "%X"),
                       ("GMT 5", "%Z %d"), ("JAN", "%b"), ("2026  03", "%Y %m"), ("5 5", "%d %d"), ("10", "%V"), ("2026 1", "%G %V")]:
        cases.append(f"{D}.strptime({quoted(text)}, {quoted(form)})")
    for expression in ["days=1", "hours=25", "seconds=-1", "weeks=1, days=-7", "microseconds=1500000", "days=0.5", "seconds=1.0000005", "milliseconds=1.5", "minutes=-0.1", "1, 2, 3", "hours='x'", "days=1000000000", "years=1", ""]:
        cases.append(f"modules.datetime.timedelta({expression})")
        cases.append(f"modules.datetime.timedelta({expression}).total_seconds()")
    T = "modules.datetime.timedelta"
    cases += [f"{T}(1) + {T}(hours=1)", f"{T}(1) - {T}(hours=30)", f"-{T}(hours=1)", f"+{T}(1)", f"{T}(-1) | abs", f"{T}(1) * 3", f"3 * {T}(1)", f"{T}(1) * 1.5", f"{T}(1) / 2", f"{T}(1) / {T}(hours=5)", f"{T}(1) // {T}(hours=5)",
              f"{T}(1) % {T}(hours=5)", f"{T}(1) // 7", f"{T}(1) / 7.0", f"{T}(1) / 0", f"{T}(1) < {T}(2)", f"{T}(1) == {T}(hours=24)", f"{T}(1) > 5", f"{T}(1).days", f"{T}(hours=-1).seconds", f"not {T}()", f"[{T}(2), {T}(1)] | min",
              f"[{T}(1), {T}(2)] | sum(start={T}())", f"{T}(1) + 1"]
    return cases


def pytz_cases():
    P = "modules.pytz"
    cases = [f"{P}.utc", f"{P}.timezone('UTC') == {P}.utc", f"{P}.timezone('us/eastern')", f"{P}.timezone('Nowhere/Land')", f"{P}.timezone('EST').zone", f"{P}.FixedOffset(330)", f"{P}.FixedOffset(0)", f"{P}.FixedOffset(-90).utcoffset(dt)",
             f"{P}.FixedOffset(1441)", f"{P}.country_names['de']", f"{P}.country_timezones('nz')", f"{P}.country_timezones['GB']", f"'Europe/Paris' in {P}.all_timezones", f"'Europe/Paris' in {P}.all_timezones_set", f"{P}.all_timezones | length",
             f"{P}.common_timezones | length", f"{P}.all_timezones[0]", f"{P}.utc.localize(dt)", f"{P}.utc.localize(at)", f"{P}.utc.normalize(at)", f"{P}.utc.zone", f"{P}.utc.utcoffset(dt)", f"{P}.utc.tzname(dt)",
             f"{P}.timezone('Europe/Berlin').normalize(dt)", f"dt.replace(tzinfo={P}.timezone('America/New_York'))", f"dt.replace(tzinfo={P}.timezone('America/New_York')).isoformat()",
             f"at.astimezone({P}.timezone('Asia/Kolkata')).strftime('%H:%M %Z %z')", f"modules.datetime.datetime.fromtimestamp(0, {P}.timezone('Asia/Tokyo'))", f"{P}.timezone('Etc/GMT+5').localize(dt)", f"{P}.timezone('Europe/London').tzname(none)",
             f"({P}.timezone('Europe/Berlin').localize(dt) + modules.datetime.timedelta(days=30))", f"{P}.timezone('Europe/Berlin').normalize({P}.timezone('Europe/Berlin').localize(dt) + modules.datetime.timedelta(days=30))"]
    zones = ["Europe/Berlin", "America/New_York", "Europe/London", "Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca", "Europe/Moscow", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "GMT", "America/Caracas", "Asia/Tehran", "MST", "US/Pacific", "Africa/Monrovia"]
    moments = ["1905-06-01T12:00:00", "1942-07-01T00:00:00", "1968-12-15T06:00:00", "1977-05-01T18:00:00", "1995-01-01T00:00:00", "2011-12-30T12:00:00", "2016-04-30T23:00:00", "2022-10-30T01:30:00", "2026-07-01T09:00:00", "2036-12-01T00:00:00", "2050-07-01T00:00:00"]
    for zone in zones:
        cases.append(f"{P}.timezone('{zone}')")
        for moment in moments:
            cases.append(f"{P}.utc.localize({stamp(moment)}).astimezone({P}.timezone('{zone}'))")
            cases.append(f"{P}.utc.localize({stamp(moment)}).astimezone({P}.timezone('{zone}')).strftime('%c %Z%z')")
            cases.append(f"{P}.timezone('{zone}').localize({stamp(moment)}).dst()")
    for moment in ["2026-03-29T02:30:00", "2026-10-25T02:30:00", "2026-10-25T03:00:00", "2026-03-29T01:59:59"]:
        for dst in ["", ", is_dst=true", ", is_dst=none"]:
            cases.append(f"{P}.timezone('Europe/Berlin').localize({stamp(moment)}{dst})")
    return cases


def re_cases():
    R = "modules.re"
    subjects = ["", "abc", "abcabc", "The quick brown fox, 42 times!", "a1b22c333", "line one\nline two\n", "stg_orders__v2", "CamelCaseName", "x=1, y=22", "straße ÄÖÜ 5€", "  padded  ", "2026-03-07 10:11", "aaa", "foo.bar.baz", "😀a😀"]
    patterns = ["a", "b+", r"\d+", r"(\w+)\s(\w+)", r"^\w", r"\w$", r"(?P<key>\w)=(?P<value>\d+)", r"[A-Z][a-z]+", r"a|b", r"(a)(b)?(c)?", r"\s+", r"", r"x*", r"a*?", r"(?i)the", r"(?m)^line", r"(?s)one.line", r"\bfox\b", r"[^\w\s]", r"(.)\1",
                r"(?<=_)\w+", r"(?!a)\w", r"\A\w+", r"\w+\Z", r"[\d.-]+", r"(?x) \d+ # digits", r"(?:ab|c)+", r"(?a)\w+", r"[^\W\d_]+", r"\.", r"a{2}", r"a{,2}", r"a{1,}?", r"(?i:T)he", r"\u00e4|\xc4", r"o.*?w", r"(\d)|(\w)", r"[a\]b]+", r"\d{4}-\d{2}", r"(?>a+)b|c", r"a++b|1"]
    cases = []
    for pattern in patterns:
        for subject in subjects:
            p, s = quoted(pattern), quoted(subject)
            cases.append(f"{R}.findall({p}, {s})")
            cases.append(f"{R}.sub({p}, '<\\\\g<0>>', {s})")
            cases.append(f"{R}.split({p}, {s}, 2)")
            cases.append("{%% set m = modules.re.search(%s, %s) %%}{{ m }}{%% if m %%} {{ m.span() }} {{ m.groups() }} {{ m.groupdict() }} {{ m.lastindex }} {{ m.lastgroup }}{%% endif %%}" % (p, s))
    for pattern in ["(", ")", "[", "a**", "*a", r"\q", "a{3,1}", "(?P<n>a)(?P<n>b)", r"\2", "(?z)", "(?P<1>a)", "[z-a]", "(?P=x)", "a\\\\"[:2], "(?i", "x(?i)y", "(?<n>a)", "[a-\\d]"]:
        cases.append(f"{R}.compile({quoted(pattern)})")
    cases += [f"{R}.match('b', 'abc')", f"{R}.match('a', 'abc')", f"{R}.fullmatch('a.c', 'abc').group()", f"{R}.fullmatch('a|ab', 'ab').span()", f"{R}.match('(a)(?P<x>b)?', 'ac').group(1, 'x')", f"{R}.match('(a)', 'a')[1]", f"{R}.match('(a)', 'a').group(2)",
              f"{R}.match('(a)(b)?', 'a').groups('-')", f"{R}.match('(?P<x>a)', 'a').groupdict()", f"{R}.match('(?P<x>a)(b)?', 'a').start('x')", f"{R}.match('(a)(b)?', 'a').end(2)", f"{R}.match('(a)(b)', 'ab').expand('\\\\2-\\\\1')",
              f"{R}.subn('a', 'b', 'banana')", f"{R}.sub('a', 'b', 'banana', 2)", f"{R}.sub('(?P<x>n)', '[\\\\g<x>]', 'banana')", f"{R}.sub('n', '\\\\n', 'banana')", f"{R}.sub('a', '\\\\3', 'banana')", f"{R}.sub('a', '\\\\g<y>', 'banana')",
              f"{R}.sub('A', 'b', 'banana', flags={R}.IGNORECASE)", f"{R}.compile('a', {R}.I).findall('aAa')", f"{R}.compile('a.b', {R}.S + {R}.M)", f"{R}.compile('a').pattern", f"{R}.compile('(a)(?P<n>b)').groups", f"{R}.compile('(?P<n>b)').groupindex",
              f"{R}.compile('a').flags", f"{R}.compile('b').search('abc', 2)", f"{R}.compile('b').search('abc', 0, 1)", f"{R}.compile('^b').search('abc', 1)", f"{R}.compile('b').match('abc', 1).span()", f"{R}.escape('a.b*c [x] é-1')", f"{R}.split('(-)', 'a-b-c')", f"{R}.split('', 'abc')",
              f"{R}.findall('(?P<a>.)(?P<b>.)', 'abcd')", f"[{R}.finditer('a', 'banana') | list | length]", f"{R}.finditer('a', 'banana') | map(attribute='pos') | list", f"{R}.search('b', 'abc').string", f"{R}.search('b', 'abc').re", f"{R}.search('b', 'abc').pos", f"{R}.search('z', 'abc') is none",
              "{% if modules.re.match('a', 'abc') %}yes{% endif %}", "{% for m in modules.re.finditer('(\\\\w)(\\\\d)', 'a1 b2') %}{{ m.group(1) }}{{ m.group(2) }};{% endfor %}", f"{R}.match(1, 'a')", f"{R}.match('a', 1)", f"{R}.IGNORECASE == 2", f"{R}.search('😀', 'x😀y').span()", f"{R}.search('y', 'x😀y').start()"]
    return cases


def decimal_cases():
    values = ["0", "1", "-1", "0.1", "2.50", "-0.00", "100", "1E+3", "1e-7", "123456789.987654321", "99999999999999999999999999999", "3", "7", "0.005", "-12.345", "NaN", "Infinity", "-Infinity", "1E+30", "0E-8"]
    cases = []
    for value in values:
        cases += [f"D('{value}')", f"D('{value}') | float", f"D('{value}') | int", f"D('{value}') | round(2)", f"D('{value}') | abs", f"-D('{value}')", f"D('{value}').normalize()", f"D('{value}').as_tuple()", f"D('{value}').quantize(D('0.01'))", f"D('{value}').to_integral_value()",
                  f"not D('{value}')", f"'%.2f' % D('{value}')", f"D('{value}').is_nan()", f"D('{value}').adjusted()", f"D('{value}').sqrt()", f"D('{value}').copy_abs()", f"D('{value}') | string | length", f"D('{value}').is_signed()"]
        for spec in ["", ".2f", ",.3f", "e", ".3e", "g", ".3g", "%", ".1%", "+.1f", "012.2f", ">15", "<15.1f|", "^15", "*^15.0f", ",", "n", "_.2f"]:
            cases.append(f"'{{:{spec}}}'.format(D('{value}'))")
        for other in random.sample(values, 6):
            for operator in ["+", "-", "*", "/", "//", "%", "<", "==", ">="]:
                cases.append(f"D('{value}') {operator} D('{other}')")
        for other in ["2", "-3", "0", "true", "10000000000000000000000"]:
            for operator in ["+", "*", "/", "//", "%", "**", "<", "=="]:
                cases.append(f"D('{value}') {operator} {other}")
                if operator != "**":
                    cases.append(f"{other} {operator} D('{value}')")
        cases += [f"D('{value}') < 0.5", f"D('{value}') == 0.1", f"D('{value}') + 0.5", f"D('{value}') ** D('0.5')"]
    for rounding in ["ROUND_HALF_UP", "ROUND_UP", "ROUND_DOWN", "ROUND_CEILING", "ROUND_FLOOR", "ROUND_HALF_DOWN", "ROUND_05UP", "ROUND_HALF_EVEN", "x"]:
        for value in ["2.345", "-2.345", "2.355", "0.105", "7.005"]:
            cases.append(f"D('{value}').quantize(D('0.01'), '{rounding}')")
    for _ in range(300):
        a = decimal.Decimal(random.randint(-10 ** random.randint(1, 30), 10 ** random.randint(1, 30))).scaleb(-random.randint(0, 20))
        b = decimal.Decimal(random.randint(-10 ** random.randint(1, 18), 10 ** random.randint(1, 18))).scaleb(-random.randint(0, 10))
        cases.append(f"D('{a}') {random.choice('+-*/%')} D('{b}')")
    cases += ["[D('1.5'), 2, D('1')] | sort", "[D('1.5'), 2] | sum", "[D('1.5'), D('2')] | max", "D('1.10') == D('1.1')", "D('2') in [1, 2]", "[D('1.10'), D('1.1')] | unique | list", "D('1.5') | tojson", "D('1.5').foo is defined", "D('x')", "D('1_000.5')", "D(' 5 ')", "D('5') is number", "D('5') is string",
              "D('2.5') | round(0, 'ceil')", "D('2.5') | round", "D('2.5') | round(method='floor')", "D('1').compare(D('2'))", "D('1').max(D('2'))", "D('1').as_integer_ratio()", "D('0.25').as_integer_ratio()", "range(D('3') | int) | list", "D('1') ~ 'x'", "'a' * D('2')"]
    return cases


def itertools_cases():
    I = "modules.itertools"
    return [f"{I}.islice({I}.count(5, 2), 4) | list", f"{I}.islice({I}.count(0.5), 3) | list", f"{I}.islice({I}.cycle('ab'), 5) | list", f"{I}.repeat('x', 3) | list", f"{I}.islice({I}.repeat(1), 2) | list", f"{I}.accumulate([1, 2, 3]) | list", f"{I}.accumulate(['a', 'b']) | list",
            f"{I}.accumulate([1, 2], initial=10) | list", f"{I}.chain([1], 'ab', (2,)) | list", f"{I}.compress('abcd', [1, 0, 1]) | list", f"{I}.islice([1, 2, 3, 4, 5], 1, 4, 2) | list", f"{I}.islice([1, 2, 3], none) | list", f"{I}.islice([1], -1)", f"{I}.zip_longest([1, 2], 'a') | list",
            f"{I}.zip_longest([1, 2], 'a', fillvalue='-') | list", f"{I}.product('ab', [1, 2]) | list", f"{I}.product([0, 1], repeat=2) | list", f"{I}.product() | list", f"{I}.permutations('abc', 2) | list", f"{I}.permutations([1, 2]) | list", f"{I}.combinations('abcd', 3) | list",
            f"{I}.combinations([1], 2) | list", f"{I}.combinations_with_replacement('ab', 2) | list", f"{I}.tee([1, 2])[1] | list", f"{I}.tee([1, 2], 3) | length", f"zip([1, 2, 3], {I}.count()) | list", f"{I}.chain.from_iterable(['ab', [1]]) | list", f"{I}.starmap(range, [(3,), (1, 3)]) | map('list') | list",
            "{% set it = modules.itertools.chain([1, 2]) %}{{ it | list }}{{ it | list }}", "{% for a, b in modules.itertools.product([1, 2], 'x') %}{{ a }}{{ b }} {% endfor %}", f"{I}.takewhile is defined", f"{I}.groupby is defined", f"{I}.count('a')", f"{I}.chain(1) | list"]


YAML_VALUES = ["none", "true", "1", "1.5", "1e20", "'abc'", "''", "'yes'", "'123'", "'1.5'", "'null'", "'~'", "'2020-01-01'", "'a: b'", "'- a'", "'#x'", "'x #y'", "'x:'", "':x'", "'?'", "'? a'", "'-'", "'--'", "'---'", "'...'", "'@x'", "'`'", "'%a'", "'!t'", "'&a'", "'*a'", "'[x'", "'{x'", "'a,b'",
               "'it\\'s'", "'\"q\"'", "' lead'", "'trail '", "'two  spaces'", "'line1\\nline2'", "'line1\\n\\nline2\\n'", "'\\n'", "'tab\\there'", "'é'", "'😀'", "'\\u00a0'", "'back\\\\slash'", "'='", "'<<'", "'0o17'", "'017'", "'0x1F'", "'1_000'", "'1:30'", "'.5'", "'1.'", "'1e3'", "'1.0e+3'", "'.inf'", "'a' * 200", "'word ' * 40",
               "'it\\'s ' * 40", "'é word ' * 30", "('x' * 70) ~ ' ' ~ ('y' * 30)", "'a\\n b'", "'a \\nb'", "[]", "{}", "()", "[1]", "[[]]", "[[1, 2], [3]]", "[{'a': 1, 'b': [1, 2]}]", "{'a': [], 'b': {}}", "{'a': [1, {'b': 2}]}", "{'a': {'b': {'c': [1]}}}", "{1: 2, none: 3, true: 4}", "{'x' * 130: 1}", "{'': 1}", "{'a\\nb': 1}",
               "{'k: ': 'v'}", "{(1, 2): 3}", "[(1, 'a')]", "{'b': 1, 'a': 2}", "day", "dt", "at", "[day, day]", "set([1])", "D('1.5')", "[none, false, 0, -5, -1.5]", "{'text': 'multi\\nline: text\\n', 'list': ['a', 'b']}", "10 ** 20", "{'a': 'word ' * 30}", "['word ' * 30]", "{'a': ['it\\'s ' * 30]}", "dt.time()"]


def base_cases():
    cases = []
    for value in YAML_VALUES:
        cases += [f"toyaml({value})", f"tojson({value})", f"toyaml({value}, 'default')", f"toyaml({value}, sort_keys=true)"]
    cases += ["{% set x = [1] %}{{ toyaml([x, x, {'k': x}]) }}", "{% set d = {'a': 1} %}{{ toyaml({'x': d, 'y': d}) }}", "{% set d = {} %}{% do d.update(self=d) %}{{ toyaml(d) }}"]
    for text in ["1", "1.0", "-0", "1e2", "12345678901234567890", "true", "null", "\"a\\\\u00e9\\\\n\"", "[1, 2.5, {\"a\": null}]", "{\"b\": 1, \"a\": {}}", "", "x", "[1,]", "{\"a\" 1}", "{a: 1}", "\"open", "1 2", "NaN", "-Infinity", "\"\\\\ud83d\\\\ude00\"", "[\"\\\\x\"]", " [ ] ", "01", "-", "\"tab\there\""]:
        cases += [f"fromjson('{text}')", f"fromjson('{text}', 'default')"]
    for text in ["a: 1", "- 1\\n- b", "x: yes\\ny: 010\\nz: 1e3\\nw: 1.5", "a: [1, 2", "", "d: 2020-01-01", "a: &x [1]\\nb: *x", "text", "a: 'q'\\nb: \"\\\\n\""]:
        cases += [f"fromyaml('{text}')", f"fromyaml('{text}', 'default')"]
    cases += ["tojson({'b': 1, 'a': [1.0, none, true]})", "tojson({'b': 1, 'a': 2}, sort_keys=true)", "tojson(day)", "tojson(dt, 'd')", "tojson('é😀\\u2028')", "tojson({1: 2, none: 3})", "tojson(set([1]))", "fromjson(5)", "fromjson({})", "tojson(1e20)",
              "set([1, 1, 2]) | sort", "set('aab') | sort", "set(1)", "set(1, 'd')", "set([[1]])", "set_strict([1, 1]) | list", "set_strict(1)", "set_strict([{}])", "set() ", "zip([1, 2], 'ab') | list", "zip([1], [2, 3], [4]) | list", "zip() | list", "zip(1)", "zip(1, default='d')", "zip_strict([1], 1)", "zip_strict([1, 2], [3, 4]) | list", "zip([1, 2]) | list",
              "{% set z = zip([1], [2]) %}{{ z | list }}{{ z | list }}", "{% for a, b in zip([1, 2], ['x', 'y']) %}{{ a }}{{ b }}{% endfor %}", "local_md5('hello')", "local_md5('é')", "local_md5(1)", "diff_of_two_dicts({'a': ['x', 'Y'], 'B': ['z']}, {'A': ['X'], 'c': []})",
              "diff_of_two_dicts({'a': ['x']}, {'A': ['x']})", "diff_of_two_dicts({'a': []}, {})", "diff_of_two_dicts({}, {'a': ['b']})", "tojson(1, 2, 3, 4)", "tojson()", "tojson(1, foo=2)", "fromjson(string='[1]')", "zip_strict([1], default=2)"]
    return cases


def relation_cases():
    cases = []
    for api in ["api", "pg"]:
        R = f"{api}.Relation"
        made = f"{R}.create(database='db', schema='sc', identifier='tbl')"
        cases += [made, f"{made}.render()", f"{made} | string", f"{R}.create(schema='sc', identifier='tbl', type='view')", f"{R}.create('db', 'sc', 'tbl', 'table')", f"{R}.create(identifier='only')", f"{R}.create()", f"{R}.create(database=none, schema='s', identifier='i')", f"{R}.create(database=1)", f"{R}.create(schema=missing)",
                  f"{R}.create(identifier='x', type='nope')", f"{made}.include(database=false)", f"{made}.include(database=False, schema=False)", f"{made}.include()", f"{made}.include(identifier=false)", f"{made}.quote(identifier=false)", f"{made}.quote(database=false, schema=false, identifier=false)", f"{made}.quote(false, false, false).render()",
                  f"{made}.incorporate(path={{'identifier': 'other'}})", f"{made}.incorporate(path={{'schema': none}})", f"{made}.incorporate(type='view').type", f"{made}.incorporate(quote_policy={{'schema': false}})", f"{made}.incorporate(path={{'identifier': 'n'}}, type='table').is_table", f"{made}.replace_path(identifier='r')", f"{made}.replace_path(identifier=none)", f"{made}.replace_path(foo=1)",
                  f"{made}.without_identifier()", f"{made}.without_identifier().render()", f"{made}.without_identifier().identifier", f"{made}.information_schema()", f"{made}.information_schema('tables')", f"{made}.information_schema_only()", f"{made}.information_schema(missing)", f"{made}.include(database=false).information_schema('COLUMNS')", f"{R}.create(schema='s').information_schema('x')",
                  f"{made}.information_schema('tables').schema", f"{made}.database ~ '.' ~ {made}.schema ~ '.' ~ {made}.identifier", f"{made}.name", f"{made}.table", f"{made}.type", f"{made}.is_table", f"{R}.create(identifier='v', type='view').is_view", f"{R}.create(identifier='v', type='cte').is_cte", f"{R}.create(identifier='v', type='materialized_view').is_materialized_view",
                  f"{R}.create(identifier='v', type='view').can_be_renamed", f"{R}.create(identifier='v', type='table').can_be_replaced", f"{made}.can_be_renamed", f"{R}.View", f"{R}.Table", f"{R}.CTE", f"{R}.External", f"{R}.MaterializedView", f"{made}.View", f"{R}.get_relation_type('view')", f"{R}.get_relation_type.Table",
                  f"{made} == {made}", f"{made} == {made}.include(database=false)", f"{made} == 'x'", f"{made} in [{made}]", f"[{made}, {made}] | unique | list | length", f"{made}.matches(database='db', schema='sc', identifier='tbl')", f"{made}.matches(identifier='x')", f"{made}.matches(identifier='TBL')", f"{made}.matches()", f"{made}.matches(schema='sc')",
                  f"{made}.path", f"{made}.path.identifier", f"{made}.path['schema']", f"{made}.quote_policy", f"{made}.include_policy.database", f"{made}.quote_policy.get_part('schema')", f"{made}.get('identifier')", f"{made}.get('metadata')", f"{made}.get('nope', 5)", f"{made}['schema']", f"{made}['nope'] is defined", f"{made}.nope is defined", f"{made} is mapping", f"{made} is string", f"{made} is iterable",
                  f"{made} | length", f"{made} | list", f"not {made}", f"{made}.quoted('a')", f"{R}.add_ephemeral_prefix('x')", f"{made}.add_ephemeral_prefix('x')", f"limited({made}, 0)", f"limited({made}, 5)", f"limited({made}, 5).render()", f"limited({made}, 5).render_limited()", f"{made}.render_limited()", f"filtered({made}, dt, none)", f"filtered({made}, dt, at)", f"filtered({made}, none, dt)", f"filtered({made}, none, none)",
                  f"filtered(limited({made}, 3), dt, none)", f"filtered({made}, dt, none).render()", f"filtered({made}, dt, none).render_event_time_filtered()", f"{made}.limit", f"{made}.dbt_created", f"{made}.require_alias", f"{made}.quote_character", f"'select * from ' ~ {made}", f"'{{}}'.format({made})", f"'%s' % {made}", f"{made}.to_dict(omit_none=true)['path']", f"{R}.create(database='a', schema='b', identifier='c', quote_policy={{'identifier': false}})",
                  f"{R}.create(database='a', schema='b', identifier='c', include_policy={{'database': false}})", f"{R}.create(identifier='x', limit=0)", f"{R}.get_default_quote_policy()", f"{R}.get_default_include_policy().schema", f"{made}.get_function_config({{'resource_type': 'model'}})", f"{made}.get_function_macro_name({made}.get_function_config({{'resource_type': 'function', 'language': 'sql', 'config': {{'type': 'scalar'}}}}))", f"{made}.get_function_config({{'resource_type': 'function', 'language': 'python', 'config': {{'type': 'scalar'}}}})", f"{R}.scd_args('id', 'at')", f"{R}.scd_args(['a', 'b'], 'at')", f"{R}.create(identifier='Has \"quote')", f"{R}.create(identifier='f', type='function', limit=1)", f"{R}.create(identifier='y' * 64)", f"{R}.create(identifier='y' * 64, type='table') | length", f"{R}", f"{made} | replace('tbl', 'x')", f"{made} | upper", f"{made} | tojson"]
    return cases


def column_cases():
    cases = []
    types = ["text", "TEXT", "varchar", "VARCHAR", "character varying", "CHARACTER", "integer", "INTEGER", "bigint", "hugeint", "utinyint", "double", "double precision", "real", "float8", "numeric", "DECIMAL", "decimal(10,2)", "date", "timestamp", "boolean", "STRUCT(a INTEGER, b VARCHAR)", "struct(a decimal(10, 2), b struct(c integer))", "serial", "json", "INTEGER[]", "int"]
    for api in ["api", "pg"]:
        C = f"{api}.Column"
        for dtype in types:
            made = f"{C}('col', '{dtype}')"
            cases += [f"{made}.is_string() ~ {made}.is_number() ~ {made}.is_float() ~ {made}.is_integer() ~ {made}.is_numeric()", f"{made}.data_type", f"{made}.dtype"]
        cases += [f"{C}('c', 'varchar', 10).data_type", f"{C}('c', 'character varying', 10).data_type", f"{C}('c', 'numeric', none, 10, 2).data_type", f"{C}('c', 'decimal', numeric_precision=5, numeric_scale=1).data_type", f"{C}('c', 'text', 5).string_size()", f"{C}('c', 'varchar').string_size()", f"{C}('c', 'varchar', 7).string_size()", f"{C}('c', 'integer').string_size()",
                  f"{C}('c', 'varchar', 5).can_expand_to({C}('c', 'varchar', 9))", f"{C}('c', 'varchar', 9).can_expand_to({C}('c', 'varchar', 5))", f"{C}('c', 'int').can_expand_to({C}('c', 'varchar'))", f"{C}('c', 'text').name", f"{C}('c', 'text').column", f"{C}('c', 'text').quoted", f"{C}('c', 'integer').literal(5)", f"{C}('c', 'text').expanded_data_type", f"{C}.create('c', 'STRING')", f"{C}.create('c', 'string').dtype", f"{C}.create('c', 'Other').dtype",
                  f"{C}.translate_type('string')", f"{C}.translate_type('integer')", f"{C}.string_type(5)", f"{C}.numeric_type('numeric', 5, 2)", f"{C}.numeric_type('numeric', none, 2)", f"{C}.from_description('c', 'numeric(10,2)')", f"{C}.from_description('c', 'varchar(5)').char_size", f"{C}.from_description('c', 'text')", f"{C}.from_description('c', 'numeric(a)')", f"{C}.from_description('c', 'numeric(1,b)')", f"{C}('c', 'text')", f"{C}('c', 'text') == {C}('c', 'text')", f"{C}('c', 'text') == {C}('d', 'text')",
                  f"[{C}('b', 'text'), {C}('a', 'int')] | map(attribute='name') | join(',')", f"{C}('c')", f"{C}(column='c', dtype='d').name", f"{C}('c', 'text').foo is defined", f"{C}"]
    cases += ["api.Column('s', 'STRUCT(a INTEGER, b STRUCT(c VARCHAR, d DECIMAL(10, 2)))').flatten() | map(attribute='name') | list", "api.Column('s', 'STRUCT(a INTEGER, b STRUCT(c VARCHAR))').flatten() | map(attribute='dtype') | list", "api.Column('s', 'INTEGER').flatten() | length", "api.Column('s', 'STRUCT(a INTEGER)').fields", "api.Column('s', 'STRUCT(a INTEGER)').is_struct()"]
    return cases


NUMBERS = ["1", "2.50", "-1234567.891", "0.0001"]
TABLE = {"names": ["id", "name", "price", "day", "at", "ok", "empty"],
         "rows": [[{"type": "int", "text": "2"}, "b", {"type": "decimal", "text": "10.50"}, {"type": "date", "text": "2026-01-02"}, {"type": "timestamp", "text": "2026-01-02T03:04:05"}, True, None],
                  [{"type": "int", "text": "1"}, "a", {"type": "decimal", "text": "1234.5"}, {"type": "date", "text": "2026-01-01"}, {"type": "timestamp", "text": "2026-01-02T03:04:05.5"}, False, None],
                  [{"type": "int", "text": "3"}, None, None, None, None, None, None]]}


def table_cases():
    return ["table.column_names", "table.columns | length", "table.columns[0].values()", "table.columns['name'].values()", "table.columns[0].name", "table.columns['price'].values()[0]", "table.columns.keys()", "table.rows | length", "table.rows[0]", "table.rows[0][0]", "table.rows[0]['name']", "table.rows[0].name", "table.rows[0].values()", "table.rows[0].keys()", "table.rows[0].items()",
            "table.rows[0].dict()", "table.rows[0].get('id')", "table.rows[0].get('x', 5)", "table.rows[-1]['id']", "table.rows[0]['x'] is defined", "table.rows[9] is defined", "table.rows[:2] | length", "table.rows[0][:2]", "table.rows[::2] | map(attribute='id') | list", "table | length", "table[0]", "table[0].id", "table[0]['id']",
            "{% for row in table %}{{ row.id }}{% endfor %}", "{% for row in table.rows %}{{ row[1] }},{{ row['price'] }};{% endfor %}", "{% for name in table.column_names %}{{ name }} {% endfor %}", "{% for column in table.columns %}{{ column.name }}={{ column.values() | list }} {% endfor %}", "table.rows", "table.columns[0]", "table.columns", "table",
            "table.columns[1].values_distinct() | list | length", "table.columns[1].values_without_nulls()", "table.columns[0].values_sorted()", "table.columns[1].values_sorted()", "table.columns[1].values_without_nulls_sorted()", "table.columns[0].index", "table.columns['nope'] is defined", "table.column_types | length",
            "table.select(['name', 'id']).column_names", "table.select('name').rows[0].values()", "table.select(['nope'])", "table.exclude(['name', 'price']).column_names", "table.exclude('id').rows[0][0]", "table.limit(1) | length", "table.limit(1, 3).columns[0].values()", "table.limit(0, 3, 2).columns[0].values()", "table.order_by('id').columns[0].values()", "table.order_by('id', reverse=true).columns[0].values()", "table.order_by(['name']).columns['id'].values()",
            "table.rename(['a', 'b', 'c', 'd', 'e', 'f', 'g']).column_names", "table.rename({'id': 'key'}).column_names", "table.rename({'id': 'key'}).rows[0].key", "table.rename(['a'])", "table.distinct('ok').columns['id'].values()", "table.distinct() | length", "table.rows | map(attribute='name') | list", "table.rows | selectattr('id', 'equalto', 2) | list | length", "table.columns[0].values() | sum", "table.columns[0].values() | max", "table.columns['price'].values() | select | sum",
            "table.rows[0] == table.rows[0]", "table.rows[0] == [1]", "'b' in table.rows[0]", "table.rows[0] | list | length", "table.rows[0] | join('|')", "table is iterable", "table is mapping", "not table", "not table.limit(0)", "table.limit(0).columns[0].values()", "table.columns[3].values()[0].strftime('%d')", "table.columns[4].values()[1].isoformat()", "numbers.columns[0].values()", "table.merge([table, table]) | length", "table.row_names", "table.foo is defined", "table.columns[0] | list", "table.rows[0].index('b')", "table.rows[0].count('b')",
            "table.group_by('name').keys()", "table.group_by('ok').keys() | length", "table.group_by('ok').key_name", "table.group_by('id', key_name='k').key_name", "table.group_by('name') | length", "{% for key, part in table.group_by('name').items() %}{{ key }}={{ part.columns['id'].values() | list }};{% endfor %}", "{% for part in table.group_by('ok') %}{{ part.rows | length }} {% endfor %}", "table.group_by('name').get('b').rows[0]['id']",
            "table.group_by('name').get('zz') is none", "table.group_by('name')['b'].rows | length", "table.group_by('name')[0].rows | length", "table.group_by('id').values() | length", "table.group_by('price').keys()", "table.group_by('name').column_names", "table.group_by('name').dict().keys() | list", "table.group_by('nope')", "table.group_by('name') is mapping", "table.limit(0).group_by('name').keys()", "table.group_by(0).key_name", "table.group_by(-1).key_name", "table.group_by(99)"]


NATIVE = ["{{ 1 }}", "{{ n }}", "{{ n + 1 }}", "{{ ['a'] }}", "{{ items }}", "{{ 'text' }}", "{{ '1' }}", "{{ n }}{{ n }}", " {{ n }}", "{{ n }} ", "{{ none }}", "{{ nothing }}", "{{ true }}", "{{ flag }}", "{{ flag and n }}", "{{ '5' | as_number }}", "{{ '5.5' | as_number }}", "{{ 'x' | as_number }}",
          "{{ 'true' | as_bool }}", "{{ 'True' | as_bool }}", "{{ 'yes' | as_bool }}", "{{ '[1, 2]' | as_native }}", "{{ 'abc' | as_native }}", "{{ '7' | as_text }}", "{{ n | as_text }}", "{% if flag %}yes{% endif %}", "{% if not flag %}yes{% endif %}", "{% set x = 5 %}{{ x }}", "a{{ n }}b", "{{ d }}", "{{ d.a }}", "{{ d['b'] }}", "{# comment #}", "{{ 'a' ~ n }}",
          "{{ [n, n] | join('-') }}", "{{ f }}", "{{ f * 2 }}", "{{ missing_name }}x", "{{ missing_name.attr }}", "{{ n / 0 }}", "{{ 'a' + 1 }}", "{{ unclosed", "{% bad %}", "plain", "}} {{", "{{ \"it's\" }}", "{{ '{{ x }}' }}", "{{ n if flag else 'no' }}", "{{ range(3) | list }}", "{{ (1, n) }}", "{{ n is defined }}", "{{ items | length }}", "{{ '0x10' | as_native }}", "{{ 'None' | as_native }}"]


def expressions():
    return {
        "datetime": datetime_cases(), "pytz": pytz_cases(), "re": re_cases(), "decimal": decimal_cases(), "itertools": itertools_cases(), "base": base_cases(),
        "relation": relation_cases(), "column": column_cases(), "table": table_cases(),
    }


def cell(kind, text):
    return {"type": kind, "text": text}


def query_tables():
    ints = [cell("int", t) for t in ["1", "-5", "9007199254740993", "0"]]
    columns = {
        "ints": ints,
        "texts": ["a", "", "null", "005"],
        "nulls": [None] * 4,
        "floats": [cell("float", t) for t in ["1.0", "0.1", "-1e-7", "123456.789"]],
        "odd_floats": [cell("float", t) for t in ["nan", "inf", "-inf", "1e20"]],
        "decimals": [cell("decimal", t) for t in ["1.50", "-1234567.1234", "0.00", "3"]],
        "mixed_numbers": [cell("int", "1"), cell("float", "2.5"), cell("decimal", "3.25"), None],
        "bools": [True, False, None, True],
        "bools_and_ints": [True, cell("int", "1"), cell("int", "0"), None],
        "bools_and_more": [True, cell("int", "7"), None, None],
        "dates": [cell("date", "2026-01-02"), None, cell("date", "0001-01-01"), cell("date", "9999-12-31")],
        "stamps": [cell("timestamp", "2026-01-02T03:04:05.123456"), cell("timestamp", "2026-01-02T00:00:00"), None, cell("timestamp", "1970-01-01T00:00:00+00:00")],
        "dates_and_stamps": [cell("date", "2026-01-02"), cell("timestamp", "2026-01-02T00:00:00"), None, None],
        "times": [cell("time", "01:02:03"), cell("time", "01:02:03.5"), None, None],
        "intervals": [{"type": "interval", "months": 0, "days": 3, "microseconds": 5000001}, None, None, None],
        "lists": [{"type": "list", "items": [cell("int", "1"), None, "é"]}, None, {"type": "list", "items": []}, {"type": "list", "items": [cell("decimal", "1.5"), cell("date", "2026-01-02")]}],
        "structs": [{"type": "struct", "entries": [["a", cell("int", "1")], ["b", {"type": "list", "items": [True]}]]}, None, None, None],
        "bytes": [{"type": "bytes", "hex": "00ff41275c0a"}, None, None, None],
        "texts_and_ints": ["x", cell("int", "1"), None, None],
        "dates_and_ints": [cell("date", "2026-01-02"), cell("int", "1"), None, None],
    }
    cases = [{"names": [name], "rows": [[value] for value in values]} for name, values in columns.items()]
    names = list(columns)
    for start in range(0, len(names), 4):
        chosen = names[start:start + 4]
        cases.append({"names": chosen, "rows": [[columns[name][row] for name in chosen] for row in range(4)]})
    cases.append({"names": ["a very long column name that is cut", "b", "c", "d", "e", "f", "g", "h"], "rows": [["some quite long text that is cut too", cell("int", str(i)), cell("decimal", f"{i}.{i:04d}"), True, "x,y", 'quo"te', "new\nline", None] for i in range(25)]})
    cases.append({"names": ["a", "b"], "rows": []})
    return cases


def csv_tables():
    texts = [
        "a,b\n1,2\n3,4\n", "a,b\n1,x\n2,\n", "a,b\n1.5,2\n-3,4.25\n", "id,day\n1,2026-01-02\n2,2026-1-5\n", "at\n2026-01-02 03:04:05\n2026-01-02 3:4:5\n", "at\n2026-01-02T03:04:05Z\n2026-01-02T03:04\n", "at\n2026-01-02T03:04:05.123456+02:00\n",
        "ok\ntrue\nFALSE\nTrue\n", "ok\ntrue\n1\n", "ok\nyes\nno\n", "ok\nt\nf\n", "a\nnull\n1\n", "a\nNULL\nnull\n", "a\n\n\n1\n", "a,b\n\n1,2\n", "a\n\"\"\n1\n", "a,b\n1\n2,3\n", "a\n1,2\n", "a,b\n\"x,y\",\"q\"\"q\"\n", "a,b\n\"multi\nline\",1\n", "a,b\r\n1,2\r\n\"x\ry\",3\r\n",
        "a,b\n1,\"open\n2,3\n", "a\n\"x\"y\n", "a\nx\"y\"z\n", "a\n 1 \n2\n", "a\n$1.50\n€2\n", "a\n5%\n10%\n", "a\n\"1,234.5\"\n\"2,000\"\n", "a\n1_000\n", "a\n1e5\n2E-3\n", "a\nnan\n1\n", "a\ninf\n-inf\n", "a\n+5\n-5\n", "a\n--5\n", "a\n0012\n7\n", "a\n12345678901234567890123456789012345\n", "a\n.5\n5.\n", "a\n1.\n,\n",
        "\ufeffa,b\n1,2\n", "a,a,b\n1,2,3\n", ",b\n1,2\n", "a,,a_2,a\n1,2,3,4\n", "a b,c-d\n1,2\n", "a\n20T10\n", "a\n2026-W01-1T00:00\n", "a\n20260102T030405\n", "a\n2026-001T00:00:00,5\n", "a\n2026-01-02T25:00\n", "a\nTEST\n", "a\n2026-02-30\n", "a\n2026-01-02\nx\n", "a\n2026-01-02\n2026-01-02 00:00:00\n", "a\n2026-01-02 00:00:00\n2026-01-02T00:00:00\n",
        "a\n1\nx\n", "a\ntrue\nx\n", "a\n\t5\t\n", "a\n\u00a05\u00a0\n", "a\né\n", "", "a\n", "a,b\n", "a\n\n", "a\n$\n", "a\n%\n", "a\n-\n", "a\n0\n1\n", "a\n2026-01-02T03:04:05+0530\n", "a\n2026-01T10\n", "a\n2026T10.5\n", "a\n2026-01-02T10:30.25\n", "a\nT10\n", "a\n2026-01-02T\n", "a\n2026-01-02T03:04:05 \n", "a\n2026-01-02 03:04:60\n", "a\n1e400\n", "a\n１２\n", "a\n1 2\n", "a\n2026-01-02  03:04:05\n",
        "a\n2026-00-01\n", "a\n0000-01-01\n", "a\n2026-00T10\n", "a,b\n1,2,\n", "a;b\n1;2\n",
    ]
    cases = [{"csv": text} for text in texts]
    cases += [{"csv": "a,b\n1,2\nnull,\n", "text": ["a"]}, {"csv": "a;b\n1;2\n", "delimiter": ";"}, {"csv": "a\tb\n1\t\"x\ty\"\n", "delimiter": "\t"}, {"csv": "a,b\n001,2026-01-01\n", "text": ["a", "b"]}]
    pool = ["", "1", "2.5", "x", "true", "null", "2026-01-02", "2026-01-02 03:04:05", "2026-01-02T03:04:05", '"q,""r"', "-7", "1,5", " 3 "]
    for _ in range(120):
        width = random.randint(1, 4)
        lines = [",".join(f"c{i}" for i in range(width))]
        palettes = [random.sample(pool, 2) for _ in range(width)]
        for _ in range(random.randint(0, 5)):
            lines.append(",".join(json.dumps(random.choice(p)) if "," in random.choice(p) else random.choice(p) for p in palettes))
        cases.append({"csv": "\n".join(lines) + random.choice(["\n", ""])})
    return cases
