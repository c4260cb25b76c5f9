"""Raw files full of edges, to hold the models against: python3 make_nasty_data.py SEED FOLDER

Wide and odd ids, padded fields, quoted names, missing optional fields, accounts without plan or region, instants
around midnight, Sundays, Mondays and the turn of the ISO year, people leaving in the middle of a week, events after
that, tasks done before they were made or without ever being due, weeks in which nothing was created or nobody came.
"""

import csv
import random
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

START = datetime(2025, 11, 24, tzinfo=timezone.utc)
DAYS = 112
EDGES = [timedelta(0), timedelta(seconds=1), timedelta(hours=23, minutes=59, seconds=59), timedelta(hours=12), timedelta(hours=5)]
EVENT_NAMES = [
    "login_succeeded", "dashboard_viewed", "project_created", "task_created", "task_assigned", "task_status_changed",
    "task_completed", "handoff_completed", "blocker_added", "blocker_resolved", "work_note_added",
]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def moment(self, first=0, last=DAYS):
        # Two weeks in the middle stay empty.
        day = self.random.randrange(first, last)
        if 56 <= day < 70:
            day -= 14
        return START + timedelta(days=day) + self.random.choice(EDGES)

    def maybe(self, share, value):
        return value if self.random.random() < share else None

    def written(self, value):
        """A field as somebody's export might write it."""
        if value is None:
            return self.random.choice(["", "", "  "])
        if isinstance(value, datetime):
            return value.strftime("%Y-%m-%d %H:%M:%S+00:00")
        if isinstance(value, bool):
            return self.random.choice(["True", "true"]) if value else self.random.choice(["False", "false"])
        text = str(value)
        return f" {text} " if self.random.random() < 0.1 else text


def make(seed, folder):
    maker = Maker(seed)
    pick = maker.random.choice
    chance = lambda share: maker.random.random() < share
    accounts, users, projects, tasks, events = [], [], [], [], []
    for number in range(maker.random.randrange(3, 9)):
        accounts.append([
            f"acc_{number + 1:0{pick([4, 12])}}", pick(["Plain", 'With "quotes"', "With, comma", "Ünïcødé 株式会社", "Two\nlines"]),
            maker.maybe(0.85, pick(["starter", "growth", "enterprise"])), maker.maybe(0.85, pick(["NA", "EMEA", "LATAM", "APAC"])),
            maker.maybe(0.9, pick([2, 15, 200])), maker.maybe(0.9, pick(["active", "churned"])), maker.moment(0, 7),
        ])
    for number in range(maker.random.randrange(5, 40)):
        created = maker.moment(0, 40)
        activated = maker.maybe(0.9, created + timedelta(days=pick([0, 0, 1, 9])))
        deactivated = maker.maybe(0.3, maker.moment(30))
        users.append([
            f"usr_{number * 7919 + 1:0{pick([5, 14])}}", pick(accounts)[0], maker.maybe(0.9, pick(["Ada", "O'Neil", "Zoë"])),
            maker.maybe(0.9, pick(["Lovelace", "de la Cruz"])), maker.maybe(0.95, pick(["admin", "manager", "member"])),
            "deactivated" if deactivated else "active", created, activated, deactivated,
        ])
    for number in range(maker.random.randrange(3, 12)):
        owner = pick(users)
        projects.append([
            f"prj_{number + 1:05}", owner[1], owner[0], pick(["active", "completed", "archived"]), maker.moment(0, 20),
            maker.maybe(0.3, maker.moment(30)),
        ])
    for number in range(maker.random.randrange(20, 300)):
        user, project = pick(users), pick(projects)
        created = maker.moment()
        status = pick(["backlog", "in_progress", "done", "done", "done", "cancelled", "blocked", None])
        start = maker.maybe(0.8, created + timedelta(days=maker.random.randrange(-2, 12), seconds=pick([0, 1, 86399])))
        due = maker.maybe(0.8, created + timedelta(days=pick([-3, 0, 1, 5, 29, 30, 31, 32, 33, 90, 180]), hours=pick([0, 12])))
        completed = maker.maybe(0.8 if status == "done" else 0.1, created + timedelta(days=maker.random.randrange(-9, 50), seconds=pick([0, 43200])))
        tasks.append([
            f"tsk_{number + 1:0{pick([6, 11])}}", user[1], project[0], user[0], maker.maybe(0.8, pick(users)[0]), status,
            pick(["low", "medium", "high", "critical"]), maker.maybe(0.8, chance(0.2)), created, start, due, completed,
        ])
    for number in range(pick([0, 30, 300, 1500])):
        user = pick(users)
        at = maker.moment()
        if user[8] is not None and chance(0.7):
            at = min(at, user[8] + timedelta(seconds=pick([-1, 0, 0, 1])))
        lag = pick([timedelta(0)] * 4 + [timedelta(seconds=1), timedelta(hours=13), timedelta(days=1), timedelta(days=6)])
        kind, entity = pick([("account", user[1]), ("project", pick(projects)[0]), ("task", pick(tasks)[0])])
        events.append([f"evt_{number + 1:0{pick([7, 16])}}", user[1], user[0], pick(EVENT_NAMES), kind, entity, at, at + lag])
    headers = {
        "accounts": "account_id account_name plan_tier region seats_purchased account_status created_at_utc",
        "users": "user_id account_id user_first_name user_last_name role_type user_status created_at_utc activated_at_utc deactivated_at_utc",
        "projects": "project_id account_id owner_user_id project_status created_at_utc completed_at_utc",
        "tasks": "task_id account_id project_id created_by_user_id assignee_user_id task_status priority has_blocker created_at_utc start_at_utc due_at_utc completed_at_utc",
        "events": "event_id account_id user_id event_name entity_type entity_id event_at_utc ingested_at_utc",
    }
    Path(folder).mkdir(parents=True, exist_ok=True)
    line_end = pick(["\n", "\r\n"])
    for name, rows in {"accounts": accounts, "users": users, "projects": projects, "tasks": tasks, "events": events}.items():
        with open(Path(folder) / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator=line_end)
            writer.writerow(headers[name].split())
            writer.writerows([maker.written(value) for value in row] for row in rows)


if __name__ == "__main__":
    make(int(sys.argv[1]), sys.argv[2])
