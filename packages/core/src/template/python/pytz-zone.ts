/**
 * pytz: zones whose objects each stand for one offset, so that `localize` and `normalize` are needed. Offsets come
 * from Intl, their names and daylight saving shares from zone-data.ts. As in pytz, rules end with 2037.
 */
import type { Value } from "@tsmodel/jinja";
import { pyStr } from "@tsmodel/jinja";
import { PyDateTime } from "./date-time.ts";
import { findMethod, method, typeError, valueError } from "./function.ts";
import type { Methods } from "./function.ts";
import { toTimeDelta, TzInfo } from "./time-zone.ts";

/** In microseconds. */
export const minute = 60_000_000;
const hours6 = 21_600_000_000n;
const day = 86_400_000_000n;
/** 2037-12-31, after the last transition that pytz knows. */
const lastKnown = 2_145_830_400_000;

/** What is asked of every pytz zone. */
export abstract class PytzZone extends TzInfo {
  abstract readonly zone: string | null;
  abstract localize(time: PyDateTime, isDst: boolean | null): PyDateTime;
  abstract normalize(time: PyDateTime): PyDateTime;

  override pyGetAttr(name: string): Value | undefined {
    return name === "zone" ? this.zone : (findMethod(zoneMethods, this, name) ?? super.pyGetAttr(name));
  }
  override pyStr(): string {
    return this.zone ?? this.pyRepr();
  }
}

const zoneMethods: Methods<PytzZone> = {
  localize: method(["dt", "is_dst?"], (self, time: Value, isDst?: Value) => {
    const naive = toDateTime(time, "localize");
    if (naive.zone !== null) throw valueError("Not naive datetime (tzinfo is already set)");
    return self.localize(naive, isDst === undefined ? false : isDst === null ? null : Boolean(isDst));
  }),
  normalize: method(["dt", "is_dst?"], (self, time: Value) => {
    const aware = toDateTime(time, "normalize");
    if (aware.zone === null) throw valueError("Naive time - no tzinfo set");
    return self.normalize(aware);
  }),
};

function toDateTime(value: Value, what: string): PyDateTime {
  if (value instanceof PyDateTime) return value;
  throw typeError(`${what}() takes a datetime, not ${pyStr(value)}`);
}

/** UTC, pytz.FixedOffset and the zones that never had another offset. */
export class StaticZone extends PytzZone {
  readonly pyTypeName: string = "StaticTzInfo";
  readonly zone: string | null;
  private readonly offset: number;
  private readonly shortName: string | null;
  private readonly repr: string;

  constructor(zone: string | null, offset: number, shortName: string | null, repr: string) {
    super();
    this.zone = zone;
    this.offset = offset;
    this.shortName = shortName;
    this.repr = repr;
  }
  override utcOffset(): number {
    return this.offset;
  }
  override daylight(): number {
    return 0;
  }
  override zoneName(): string | null {
    return this.shortName;
  }
  override fromUtc(time: PyDateTime): PyDateTime {
    return time.plusMicroseconds(BigInt(this.offset)).with({ zone: this });
  }
  override localize(time: PyDateTime): PyDateTime {
    return time.with({ zone: this });
  }
  override normalize(time: PyDateTime): PyDateTime {
    return time.astimezone(this);
  }
  override pyRepr(): string {
    return this.repr;
  }
}

export const pytzUtc: PytzZone = new StaticZone("UTC", 0, "UTC", "<UTC>");

/** A name and a share of daylight saving that an offset has had since an instant (seconds). */
interface OffsetName {
  readonly since: number;
  readonly name: string;
  readonly dst: number;
}

/** A zone of the database with all its offsets. */
export class ZoneHistory {
  readonly name: string;
  /** What `timezone(name)` gives before it has met a date: local mean time, mostly. */
  readonly first: DstZone;
  private readonly names: ReadonlyMap<number, readonly OffsetName[]>;
  private readonly instances: Map<string, DstZone> = new Map();
  private readonly format: Intl.DateTimeFormat | null;

  constructor(name: string, data: string) {
    this.name = name;
    const [first, ...offsets] = data.split(" ");
    this.names = new Map(offsets.map(parseOffsetNames));
    this.format = createFormat(name);
    const [offset, label] = first!.split(":");
    this.first = this.instance(Number(offset), { since: -Infinity, name: label!, dst: 0 });
  }

  private instance(offset: number, named: OffsetName): DstZone {
    const key = `${offset} ${named.dst} ${named.name}`;
    let found = this.instances.get(key);
    if (found === undefined)
      this.instances.set(key, (found = new DstZone(this, offset * minute, named.dst * minute, named.name)));
    return found;
  }

  /** The offset in force at an instant given in microseconds since the epoch. */
  at(epoch: bigint): DstZone {
    const milliseconds = Math.min(Number(epoch / 1000n), lastKnown);
    const offset = this.offsetMinutes(milliseconds);
    const names = this.names.get(offset);
    if (names === undefined) return this.instance(offset, { since: 0, name: numericName(offset), dst: 0 });
    let current = names[0]!;
    for (const named of names) if (named.since * 1000 <= milliseconds) current = named;
    return this.instance(offset, current);
  }

  private offsetMinutes(milliseconds: number): number {
    if (this.format === null) return [...this.names.keys()][0] ?? 0;
    const parts: { [type: string]: number } = {};
    for (const { type, value } of this.format.formatToParts(milliseconds)) parts[type] = Number(value);
    const local = new Date(0);
    local.setUTCFullYear(parts["year"]!, parts["month"]! - 1, parts["day"]);
    local.setUTCHours(parts["hour"]!, parts["minute"], parts["second"]);
    const seconds = Math.round((local.getTime() - Math.floor(milliseconds / 1000) * 1000) / 1000);
    // pytz keeps whole minutes.
    return Math.floor((seconds + 30) / 60);
  }
}

function parseOffsetNames(text: string): [number, OffsetName[]] {
  const [, offset, rest] = /^(-?\d+):(.*)$/.exec(text)!;
  const names = rest!.split("@").map((run, index) => {
    const [since, label] = index === 0 ? ["", run] : run.split(":");
    const [name, dst] = label!.split("/");
    return { since: index === 0 ? -Infinity : parseInt(since!, 36), name: name!, dst: Number(dst ?? 0) };
  });
  return [Number(offset), names];
}

/** Null for the few names that Intl does not know. */
function createFormat(timeZone: string): Intl.DateTimeFormat | null {
  const numeric = "numeric";
  try {
    return new Intl.DateTimeFormat("en-US-u-ca-iso8601", {
      timeZone,
      hourCycle: "h23",
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
  } catch {
    return null;
  }
}

function numericName(offset: number): string {
  const size = Math.abs(offset);
  const text =
    String(Math.floor(size / 60)).padStart(2, "0") +
    (size % 60 === 0 ? "" : String(size % 60).padStart(2, "0"));
  return (offset < 0 ? "-" : "+") + text;
}

/** One offset of a zone. */
class DstZone extends PytzZone {
  readonly pyTypeName: string = "DstTzInfo";
  readonly history: ZoneHistory;
  private readonly offset: number;
  private readonly dst: number;
  private readonly shortName: string;

  constructor(history: ZoneHistory, offset: number, dst: number, shortName: string) {
    super();
    this.history = history;
    this.offset = offset;
    this.dst = dst;
    this.shortName = shortName;
  }
  get zone(): string {
    return this.history.name;
  }
  /** Which of the zone's offsets a time is meant in: this one when it says so itself. */
  private resolve(time: PyDateTime): DstZone {
    return time.zone === this ? this : (this.localize(time.with({ zone: null }), false).zone as DstZone);
  }
  override utcOffset(time: PyDateTime | null): number | null {
    return time === null ? null : this.resolve(time).offset;
  }
  override daylight(time: PyDateTime | null): number | null {
    return time === null ? null : this.resolve(time).dst;
  }
  override zoneName(time: PyDateTime | null): string {
    return time === null ? this.zone : this.resolve(time).shortName;
  }
  override fromUtc(time: PyDateTime): PyDateTime {
    const instance = this.history.at(time.wallMicroseconds);
    return time.plusMicroseconds(BigInt(instance.offset)).with({ zone: instance });
  }
  override normalize(time: PyDateTime): PyDateTime {
    return this.fromUtc(time.plusMicroseconds(BigInt(-(time.utcOffset() ?? 0))));
  }

  /** Wall clock times that never were move by an hour the way `isDst` says, those that were twice go by it. */
  override localize(time: PyDateTime, isDst: boolean | null): PyDateTime {
    const candidates = this.readings(time);
    if (candidates.length === 1) return time.with({ zone: candidates[0]! });
    if (candidates.length === 0) {
      if (isDst === null) throw valueError(`NonExistentTimeError: ${time.pyStr()}`);
      const away = isDst ? hours6 : -hours6;
      return this.localize(time.plusMicroseconds(away), isDst).plusMicroseconds(-away);
    }
    if (isDst === null) throw valueError(`AmbiguousTimeError: ${time.pyStr()}`);
    const matching = candidates.filter((candidate) => (candidate.dst !== 0) === isDst);
    const chosen =
      matching.length === 1
        ? matching[0]!
        : this.byInstant(time, matching.length === 0 ? candidates : matching, isDst);
    return time.with({ zone: chosen });
  }

  private readings(time: PyDateTime): DstZone[] {
    const wall = time.wallMicroseconds;
    const around = new Set([wall - day, wall + day].map((instant) => this.history.at(instant)));
    const found = new Set<DstZone>();
    for (const candidate of around) {
      const actual = this.history.at(wall - BigInt(candidate.offset));
      if (actual.offset === candidate.offset) found.add(actual);
    }
    return [...found];
  }

  /** The earlier instant when daylight saving is asked for, else the later. */
  private byInstant(time: PyDateTime, candidates: readonly DstZone[], earliest: boolean): DstZone {
    const sorted = [...candidates].sort((a, b) => b.offset - a.offset);
    return earliest ? sorted[0]! : sorted.at(-1)!;
  }

  override pyRepr(): string {
    const offset = toTimeDelta(this.offset)!;
    const sign = this.offset <= 0 ? "" : "+";
    return `<DstTzInfo '${this.zone}' ${this.shortName}${sign}${offset.pyStr()} ${this.dst === 0 ? "STD" : "DST"}>`;
  }
}
