/** `modules.pytz`: the database of zones and what else the module offers. */
import type { Value } from "@tsmodel/jinja";
import { JinjaError, PyDict, PyObject, PySet, pyStr } from "@tsmodel/jinja";
import { findNearestName } from "../../util/nearest-name.ts";
import { pyFunction, toInteger, toText, valueError } from "./function.ts";
import { NamedClass } from "./named-class.ts";
import type { PytzZone } from "./pytz-zone.ts";
import { minute, pytzUtc, StaticZone, ZoneHistory } from "./pytz-zone.ts";
import { countryData, zoneData } from "./zone-data.ts";

/** `modules.pytz`. */
export function createPytz(): PyDict {
  const database = new ZoneDatabase();
  const module = new PyDict();
  module.set(
    "timezone",
    pyFunction("timezone", ["zone"], (name: Value) => database.get(name)),
  );
  module.set("utc", pytzUtc);
  module.set(
    "country_timezones",
    new CountryTable("CountryTimezones", (row) => (row[2] === "" ? undefined : row[2].split(" "))),
  );
  module.set("country_names", new CountryTable("CountryNames", (row) => row[1]));
  for (const name of [
    "AmbiguousTimeError",
    "InvalidTimeError",
    "NonExistentTimeError",
    "UnknownTimeZoneError",
  ]) {
    module.set(name, new NamedClass(`pytz.exceptions.${name}`));
  }
  module.set("all_timezones", database.names());
  module.set("all_timezones_set", new PySet(database.names()));
  module.set("common_timezones", database.commonNames());
  module.set("common_timezones_set", new PySet(database.commonNames()));
  module.set("BaseTzInfo", new NamedClass("pytz.tzinfo.BaseTzInfo"));
  module.set("FixedOffset", pyFunction("FixedOffset", ["offset"], fixedOffset));
  return module;
}

function fixedOffset(offset: Value): PytzZone {
  const minutes = toInteger(offset);
  if (minutes === 0) return pytzUtc;
  if (Math.abs(minutes) >= 1440) throw valueError(`('absolute offset is too large', ${minutes})`);
  return new StaticZone(null, minutes * minute, null, `pytz.FixedOffset(${minutes})`);
}

class ZoneDatabase {
  /** By lower-case name: pytz forgives case. */
  private readonly rows: Map<
    string,
    { readonly name: string; readonly data: string; readonly common: boolean }
  > = new Map();
  private readonly zones: Map<string, PytzZone> = new Map();

  constructor() {
    for (const [data, names] of zoneData) {
      for (const marked of names.split(" ")) {
        const name = marked.replace("*", "");
        this.rows.set(name.toLowerCase(), { name, data, common: marked.endsWith("*") });
      }
    }
  }

  names(): string[] {
    return [...this.rows.values()].map(({ name }) => name).sort();
  }
  commonNames(): string[] {
    return [...this.rows.values()]
      .filter(({ common }) => common)
      .map(({ name }) => name)
      .sort();
  }

  /** @throws JinjaError KeyError for names the database does not have */
  get(value: Value): PytzZone {
    const name = toText(value, "a time zone's name");
    if (name.toUpperCase() === "UTC") return pytzUtc;
    const row = this.rows.get(name.toLowerCase());
    if (row === undefined) throw unknownZone(name, this.names());
    let zone = this.zones.get(row.name);
    if (zone === undefined) this.zones.set(row.name, (zone = createZone(row.name, row.data)));
    return zone;
  }
}

function unknownZone(name: string, names: readonly string[]): JinjaError {
  const nearest = findNearestName(name, names);
  return new JinjaError(
    "KeyError",
    `unknown time zone '${name}'${nearest === undefined ? "" : `; did you mean '${nearest}'?`}`,
  );
}

function createZone(name: string, data: string): PytzZone {
  if (!data.startsWith("=")) return new ZoneHistory(name, data).first;
  const [offset, label] = data.slice(1).split(":");
  return new StaticZone(name, Number(offset) * minute, label!, `<StaticTzInfo '${name}'>`);
}

type CountryRow = (typeof countryData)[number];

/** country_names['de'], country_timezones('de'): keys in any case. */
class CountryTable extends PyObject {
  readonly pyTypeName: string;
  private readonly read: (row: CountryRow) => Value | undefined;

  constructor(typeName: string, read: (row: CountryRow) => Value | undefined) {
    super();
    this.pyTypeName = typeName;
    this.read = read;
  }
  override pyGetItem(key: Value): Value | undefined {
    const code = typeof key === "string" ? key.toLowerCase() : undefined;
    const row = countryData.find(([known]) => known === code);
    return row === undefined ? undefined : this.read(row);
  }
  override pyCall(args: Value[]): Value {
    const found = this.pyGetItem(args[0] ?? null);
    if (found === undefined) throw new JinjaError("KeyError", pyStr(args[0] ?? null));
    return found;
  }
  override pyGetAttr(name: string): Value | undefined {
    if (name !== "get") return undefined;
    return pyFunction(
      "get",
      ["key", "default?"],
      (key: Value, fallback?: Value) => this.pyGetItem(key) ?? fallback ?? null,
    );
  }
  override pyIter(): Iterable<Value> {
    return countryData.filter((row) => this.read(row) !== undefined).map(([code]) => code.toUpperCase());
  }
  override pyLen(): number {
    return [...this.pyIter()].length;
  }
  override pyContains(value: Value): boolean {
    return this.pyGetItem(value) !== undefined;
  }
  override pyIsMapping(): boolean {
    return true;
  }
}
