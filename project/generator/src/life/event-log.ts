import { SECONDS_PER_DAY } from "../calendar.ts";
import type { Random } from "../random.ts";
import { ColumnBuffer } from "../tables/column-buffer.ts";
import { idNumber, idShapes } from "../tables/entity-id.ts";
import type { Account } from "./account.ts";
import type { World } from "./world.ts";

/** Columns of the log before events have numbers. */
const [NAME, ENTITY_TYPE, ENTITY, USER, AT, ARRIVED] = [0, 1, 2, 3, 4, 5];

/**
 * Collects what happens in one account, in any order, draws when each event arrives, and hands the events out
 * numbered by day of arrival. Because what has arrived by a midnight is then always a prefix, moving "now" on by
 * a day adds numbers at the end and changes none.
 */
export class EventLog {
  private readonly rows = new ColumnBuffer(6, 1_024);
  private readonly world: World;
  private account!: Account;
  private random!: Random;

  constructor(world: World) {
    this.world = world;
  }

  /** Forgets the previous account; its memory is used again. */
  open(account: Account, random: Random): void {
    this.account = account;
    this.random = random;
    this.rows.clear();
  }

  /** `name` and `entityType` are codes, `entity` and `user` id numbers. Events after the account left, or after "now", do not happen. */
  add(name: number, entityType: number, entity: number, user: number, at: number): void {
    // Draws first: what later events draw must not depend on where "now" is.
    const arrived = this.drawArrival(at);
    if (at >= this.account.churnedAt || arrived >= this.world.asOf) return;
    const { rows } = this;
    const row = rows.addRow();
    const { columns } = rows;
    columns[NAME]![row] = name;
    columns[ENTITY_TYPE]![row] = entityType;
    columns[ENTITY]![row] = entity;
    columns[USER]![row] = user;
    columns[AT]![row] = at;
    columns[ARRIVED]![row] = arrived;
  }

  /** Appends the events to the table, in order of arrival day. */
  writeTo(events: ColumnBuffer): void {
    const from = this.rows.columns;
    const account = this.account.number;
    const order = this.orderByArrivalDay();
    for (let position = 0; position < order.length; position++) {
      const row = order[position]!;
      const target = events.addRow();
      const to = events.columns;
      to[0]![target] = idNumber(idShapes.event, account, position + 1);
      to[1]![target] = account;
      to[2]![target] = from[USER]![row]!;
      to[3]![target] = from[NAME]![row]!;
      to[4]![target] = from[ENTITY_TYPE]![row]!;
      to[5]![target] = from[ENTITY]![row]!;
      to[6]![target] = from[AT]![row]!;
      to[7]![target] = from[ARRIVED]![row]!;
    }
  }

  /** A counting sort: row positions, stable within a day. */
  private orderByArrivalDay(): Int32Array {
    const arrived = this.rows.columns[ARRIVED]!;
    const { length } = this.rows;
    const { startDay } = this.world;
    const days = Math.ceil(this.world.asOf / SECONDS_PER_DAY) - startDay + 1;
    const next = new Int32Array(days + 1);
    for (let row = 0; row < length; row++) {
      const day = Math.floor(arrived[row]! / SECONDS_PER_DAY) - startDay;
      next[day + 1] = next[day + 1]! + 1;
    }
    for (let day = 1; day <= days; day++) next[day] = next[day]! + next[day - 1]!;
    const order = new Int32Array(length);
    for (let row = 0; row < length; row++) {
      const day = Math.floor(arrived[row]! / SECONDS_PER_DAY) - startDay;
      order[next[day]!] = row;
      next[day] = next[day]! + 1;
    }
    return order;
  }

  private drawArrival(at: number): number {
    const { random, world } = this;
    const arrival = world.config.imperfections.arrival[random.index(world.mixes.arrival)]!;
    const point = random.next();
    const days = arrival.days.min + Math.floor(point * (arrival.days.max - arrival.days.min + 1));
    const day = Math.floor(at / SECONDS_PER_DAY);
    if (days > 0) {
      // Late events come with the nightly catch-up.
      return (day + days) * SECONDS_PER_DAY + 7_200 + random.below(14_400);
    }
    // Mostly seconds, at times an hour and a half.
    const wait = point * point * point * 5_400;
    return Math.min(at + 2 + Math.floor(wait), (day + 1) * SECONDS_PER_DAY - 1);
  }
}
