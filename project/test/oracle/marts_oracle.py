"""The four marts computed a second time, in plain Python from the raw CSV files and the definitions alone.

    python3 marts_oracle.py RAW_DIR AS_OF        prints {table: {"columns": [...], "rows": [[...], ...]}} as JSON

No SQL, no data frame, nothing of the project is used, so that agreeing with the models means something. A cell that
floating point leaves open (a mean of rounded rates exactly between two hundredths) is {"any_of": [...]}.
"""

import csv
import json
import math
import sys
from collections import defaultdict
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

KEY_EVENTS = {"task_created", "task_completed", "handoff_completed", "blocker_resolved"}


# Reading -----------------------------------------------------------------------------------------------------------


def read_table(folder, name):
    with open(Path(folder) / f"{name}.csv", newline="", encoding="utf-8-sig") as file:
        return [{key: clean(value) for key, value in row.items()} for row in csv.DictReader(file)]


def clean(text):
    """Trimmed; an empty field is a missing one."""
    text = text.strip(" ") if text is not None else ""
    return text or None


def instant(text):
    return None if text is None else datetime.fromisoformat(text).astimezone(timezone.utc)


def boolean(text):
    return None if text is None else text.lower() == "true"


# Arithmetic --------------------------------------------------------------------------------------------------------


def week(moment):
    """The Monday of the week, in UTC."""
    if moment is None:
        return None
    day = moment.date()
    return day - timedelta(days=day.weekday())


def days(earlier, later):
    """Midnights in UTC from one instant to another."""
    if earlier is None or later is None:
        return None
    return (later.date() - earlier.date()).days


def round2(value):
    """Two decimals, halves away from zero, on the double as it is: what round(x, 2) of the database does."""
    scaled = value * 100.0
    whole = math.trunc(scaled)
    if abs(scaled - whole) >= 0.5:
        whole += 1 if scaled > 0 else -1
    return whole / 100.0


def pct(part, whole):
    return None if not whole or part is None else round2(part * 100 / whole)


def mean(total, count):
    return None if not count or total is None else round2(total / count)


def median(values):
    values = sorted(value for value in values if value is not None)
    if not values:
        return None
    middle = len(values) // 2
    return round2(float(values[middle]) if len(values) % 2 else (values[middle - 1] + values[middle]) / 2)


def mean_of_rates(rates):
    """Adding doubles in another order can change the last bit, and with it the side a half falls to."""
    rates = [rate for rate in rates if rate is not None]
    if not rates:
        return None
    ways = {round2(sum(rates) / len(rates)), round2(sum(reversed(rates)) / len(rates))}
    for cut in range(1, len(rates)):
        ways.add(round2((sum(rates[:cut]) + sum(rates[cut:])) / len(rates)))
    return ways.pop() if len(ways) == 1 else {"any_of": sorted(ways)}


# The definitions ---------------------------------------------------------------------------------------------------


class Raw:
    def __init__(self, folder):
        self.accounts = {row["account_id"]: row for row in read_table(folder, "accounts")}
        self.users = {row["user_id"]: row for row in read_table(folder, "users")}
        self.tasks = read_table(folder, "tasks")
        self.events = read_table(folder, "events")


def segment_of_account(raw, account_id):
    account = raw.accounts.get(account_id, {})
    return account.get("plan_tier"), account.get("region")


def user_weeks(raw):
    """What each user did in each week: {(user, account, plan, region, role, week): counts}."""
    weeks = defaultdict(lambda: {"total": 0, "key": 0, "late": 0, "lag": 0, "after": False})
    for event in raw.events:
        user = raw.users.get(event["user_id"], {})
        happened, arrived = instant(event["event_at_utc"]), instant(event["ingested_at_utc"])
        lag = days(happened, arrived)
        plan, region = segment_of_account(raw, event["account_id"])
        counts = weeks[event["user_id"], event["account_id"], plan, region, user.get("role_type"), week(happened)]
        counts["total"] += 1
        counts["key"] += event["event_name"] in KEY_EVENTS
        counts["late"] += lag > 0
        counts["lag"] += lag
        deactivated = instant(user.get("deactivated_at_utc"))
        counts["after"] |= deactivated is not None and happened > deactivated
    return {key: counts for key, counts in weeks.items() if not counts["after"]}


def activity(weeks, grain):
    """Users and events of the user-weeks, gathered by a function of their key."""
    groups = defaultdict(lambda: {"accounts": set(), "users": set(), "active": set(), "total": 0, "key": 0, "late": 0, "lag": 0})
    for key, counts in weeks.items():
        group = groups[grain(key)]
        group["accounts"].add(key[1])
        group["users"].add(key[0])
        if counts["key"] > 0:
            group["active"].add(key[0])
        for name in ("total", "key", "late", "lag"):
            group[name] += counts[name]
    return groups


def retention_users(weeks, as_of):
    """One entry per user with a mature cohort: the segment, the cohort week and the key events four weeks later."""
    active = defaultdict(list)
    key_events = defaultdict(int)
    for key, counts in weeks.items():
        if counts["key"] > 0:
            active[key[0]].append(key)
            key_events[key[0], key[5]] += counts["key"]
    found = []
    for user, keys in active.items():
        first = min(keys, key=lambda key: (key[5], key[1]))
        cohort = first[5]
        if cohort + timedelta(weeks=5) <= as_of:
            found.append((first[2], first[3], first[4], cohort, key_events.get((user, cohort + timedelta(weeks=4)), 0)))
    return found


def retention(users, grain):
    groups = defaultdict(lambda: {"size": 0, "retained": 0, "key": 0})
    for user in users:
        group = groups[grain(user)]
        group["size"] += 1
        group["retained"] += user[4] > 0
        group["key"] += user[4]
    return groups


def productivity(raw, as_of, grain):
    now = datetime(as_of.year, as_of.month, as_of.day, tzinfo=timezone.utc)
    groups = defaultdict(lambda: {"created": 0, "blocked": 0, "unassigned": 0, "completed": 0, "on_time": 0, "cycles": []})
    for task in raw.tasks:
        plan, region = segment_of_account(raw, task["account_id"])
        created, started = instant(task["created_at_utc"]), instant(task["start_at_utc"])
        due, completed = instant(task["due_at_utc"]), instant(task["completed_at_utc"])
        group = groups[grain(week(created), plan, region)]
        group["created"] += 1
        group["blocked"] += task["task_status"] == "blocked" or boolean(task["has_blocker"]) is True
        group["unassigned"] += task["assignee_user_id"] is None
        if task["task_status"] != "done" or completed is None:
            continue
        group = groups[grain(week(completed), plan, region)]
        group["completed"] += 1
        past_due = days(due, completed or now)
        group["on_time"] += past_due is not None and past_due <= 0
        planned = days(started, due)
        if planned is None or planned <= 30:
            group["cycles"].append(days(started, completed or now))
    return groups


# The marts ---------------------------------------------------------------------------------------------------------


def productivity_rates(group):
    return [
        pct(group["completed"], group["created"]),
        median(group["cycles"]),
        pct(group["on_time"], group["completed"]),
        pct(group["blocked"], group["created"]),
        pct(group["unassigned"], group["created"]),
    ]


def mart_user_activity_weekly(weeks):
    rows = []
    for (start, plan, region, role), group in activity(weeks, lambda key: (key[5], key[2], key[3], key[4])).items():
        wau, total, key = len(group["active"]), group["total"], group["key"]
        rows.append([
            start, plan, region, role, len(group["accounts"]), len(group["users"]), wau, pct(wau, len(group["users"])),
            mean(total, wau), mean(key, wau), total, key, total - key, pct(key, total), group["late"],
            pct(group["late"], total), mean(group["lag"], total),
        ])
    columns = """week_start_utc plan_tier region role_type accounts_with_activity users_with_any_activity
        weekly_active_users active_among_engaged_users_pct avg_events_per_active_user avg_key_events_per_active_user
        total_event_count key_event_count supporting_event_count key_event_share_pct late_event_count
        late_event_rate_pct avg_ingestion_lag_days"""
    return columns, rows


def mart_user_retention_w4(users):
    rows = []
    for (cohort, plan, region, role), group in retention(users, lambda user: (user[3], user[0], user[1], user[2])).items():
        size, retained = group["size"], group["retained"]
        rows.append([
            cohort, plan, region, role, size, retained, size - retained, pct(retained, size), mean(group["key"], retained)
        ])
    columns = """cohort_week_start_utc plan_tier region role_type cohort_size retained_users churned_users
        retention_rate_pct avg_key_events_retained"""
    return columns, rows


def mart_task_productivity_weekly(raw, as_of):
    rows = [
        [start, plan, region, group["created"], group["completed"], *productivity_rates(group)]
        for (start, plan, region), group in productivity(raw, as_of, lambda *segment: segment).items()
    ]
    columns = """week_start_utc plan_tier region tasks_created tasks_completed completion_throughput_pct
        median_cycle_time_days on_time_completion_rate_pct blocked_task_rate_created_pct
        unassigned_task_rate_created_pct"""
    return columns, rows


def mart_exec_scorecard_weekly(raw, weeks, users, as_of):
    active = activity(weeks, lambda key: key[5])
    cohorts = retention(users, lambda user: user[3])
    work = productivity(raw, as_of, lambda start, plan, region: start)
    rows, rates, previous = [], [], None
    for start in sorted(set(active) | set(cohorts) | set(work)):
        group, cohort, tasks = active[start], cohorts[start], work[start]
        wau, users_seen, total = len(group["active"]), len(group["users"]), group["total"]
        rates.append(pct(cohort["retained"], cohort["size"]))
        change = None if previous is None else pct(wau - previous, previous)
        rows.append([
            start, wau, previous, change, users_seen, pct(wau, users_seen), total, group["key"], pct(group["key"], total),
            group["late"], pct(group["late"], total), mean(group["lag"], total), cohort["size"], cohort["retained"],
            rates[-1], mean_of_rates(rates[-4:]), tasks["created"], tasks["completed"], *productivity_rates(tasks),
        ])
        previous = wau
    columns = """week_start_utc weekly_active_users wau_prev_week wau_wow_pct users_with_any_activity
        active_among_engaged_users_pct total_event_count key_event_count key_event_share_pct late_event_count
        late_event_rate_pct avg_ingestion_lag_days retention_cohort_size retained_users_w4 retention_rate_w4_pct
        retention_rate_w4_4w_ma tasks_created tasks_completed completion_throughput_pct median_cycle_time_days
        on_time_completion_rate_pct blocked_task_rate_created_pct unassigned_task_rate_created_pct"""
    return columns, rows


def compute_marts(folder, as_of):
    raw = Raw(folder)
    weeks = user_weeks(raw)
    users = retention_users(weeks, as_of)
    return {
        "mart_user_activity_weekly": mart_user_activity_weekly(weeks),
        "mart_user_retention_w4": mart_user_retention_w4(users),
        "mart_task_productivity_weekly": mart_task_productivity_weekly(raw, as_of),
        "mart_exec_scorecard_weekly": mart_exec_scorecard_weekly(raw, weeks, users, as_of),
    }


def as_json(marts):
    return {name: {"columns": columns.split(), "rows": rows} for name, (columns, rows) in marts.items()}


if __name__ == "__main__":
    result = as_json(compute_marts(sys.argv[1], date.fromisoformat(sys.argv[2])))
    json.dump(result, sys.stdout, default=lambda value: value.isoformat())
