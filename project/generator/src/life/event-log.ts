import { SECONDS_PER_DAY } from "../calendar.ts";
import type { Random } from "../random.ts";
import { ColumnBuffer } from "../tables/column-buffer.ts";
import { idNumber, idShapes } from "../tables/entity-id.ts";
import type { Account } from "./account.ts";
import type { World } from "./world.ts";

/** Columns of the log before events have numbers: those of the table from its third on, then the day of arrival. */
const [USER, NAME, ENTITY_TYPE, ENTITY, AT, ARRIVED, ARRIVAL_DAY] = [0, 1, 2, 3, 4, 5, 6];
const FIRST_COPIED = 2;
const COPIED = 6;

/** Late events come with the nightly catch-up: between these seconds of the day. */
const CATCH_UP = { from: 7_200, length: 14_400 } as const;

/**
 * Collects what happens in one account, in any order, draws when each event arrives, and hands the events out
 * numbered by day of arrival. Because what has arrived by a midnight is then always a prefix, moving "now" on by
 * a day adds numbers at the end and changes none.
 */
export class EventLog {
  private readonly rows = new ColumnBuffer(COPIED + 1, 1_024);
  private readonly world: World;
  /** By position in the arrival mix: fewest days, and how many different ones. */
  private readonly arrivalMin: Float64Array;
  private readonly arrivalSpan: Float64Array;
  /** For each day, how many events arrived before it; then where its next one goes. */
  private readonly places: Int32Array;
  private order = new Int32Array(1_024);
  private account = 0;
  private churnedAt = Infinity;
  private random: Random | undefined;

  constructor(world: World) {
    const { arrival } = world.config.imperfections;
    this.world = world;
    this.arrivalMin = Float64Array.from(arrival, ({ days }) => days.min);
    this.arrivalSpan = Float64Array.from(arrival, ({ days }) => days.max - days.min + 1);
    this.places = new Int32Array(Math.ceil(world.asOf / SECONDS_PER_DAY) - world.startDay + 2);
  }

  /** Forgets the previous account; its memory is used again. */
  open(account: Account, random: Random): void {
    this.account = account.number;
    this.churnedAt = account.churnedAt;
    this.random = random;
    this.rows.clear();
  }

  /** `name` and `entityType` are codes, `entity` and `user` id numbers. Events after the account left, or after "now", do not happen. */
  add(name: number, entityType: number, entity: number, user: number, at: number): void {
    const { rows, world } = this;
    // Draws first: what later events draw must not depend on where "now" is.
    const random = this.random!;
    const delay = random.index(world.mixes.arrival);
    const point = random.next();
    const days = this.arrivalMin[delay]! + Math.floor(point * this.arrivalSpan[delay]!);
    const day = Math.floor(at / SECONDS_PER_DAY) + days;
    const arrived =
      days > 0
        ? day * SECONDS_PER_DAY + CATCH_UP.from + random.below(CATCH_UP.length)
        : arriveSameDay(at, point, day);
    if (at >= this.churnedAt || arrived >= world.asOf) return;
    const row = rows.addRow();
    const { columns } = rows;
    columns[USER]![row] = user;
    columns[NAME]![row] = name;
    columns[ENTITY_TYPE]![row] = entityType;
    columns[ENTITY]![row] = entity;
    columns[AT]![row] = at;
    columns[ARRIVED]![row] = arrived;
    columns[ARRIVAL_DAY]![row] = day - world.startDay;
  }

  /** Appends the events to the table, in order of arrival day. */
  writeTo(events: ColumnBuffer): void {
    const { account, rows } = this;
    const { length } = rows;
    this.orderByArrivalDay();
    const start = events.addRows(length);
    const ids = events.columns[0]!;
    for (let at = 0; at < length; at++) ids[start + at] = idNumber(idShapes.event, account, at + 1);
    events.columns[1]!.fill(account, start, start + length);
    for (let column = 0; column < COPIED; column++) {
      copyInOrder(rows.columns[column]!, this.order, length, events.columns[FIRST_COPIED + column]!, start);
    }
  }

  /** A counting sort: row positions, stable within a day. */
  private orderByArrivalDay(): void {
    const { places, rows } = this;
    const { length } = rows;
    const day = rows.columns[ARRIVAL_DAY]!;
    if (this.order.length < length) this.order = new Int32Array(length * 2);
    const { order } = this;
    places.fill(0);
    for (let row = 0; row < length; row++) {
      const next = day[row]! + 1;
      places[next] = places[next]! + 1;
    }
    for (let at = 1; at < places.length; at++) places[at] = places[at]! + places[at - 1]!;
    for (let row = 0; row < length; row++) {
      const at = day[row]!;
      const place = places[at]!;
      order[place] = row;
      places[at] = place + 1;
    }
  }
}

/** Mostly within seconds, at times an hour and a half later. */
function arriveSameDay(at: number, point: number, day: number): number {
  const wait = point * point * point * 5_400;
  return Math.min(at + 2 + Math.floor(wait), (day + 1) * SECONDS_PER_DAY - 1);
}

function copyInOrder(
  from: Float64Array,
  order: Int32Array,
  count: number,
  to: Float64Array,
  start: number,
): void {
  for (let at = 0; at < count; at++) to[start + at] = from[order[at]!]!;
}
