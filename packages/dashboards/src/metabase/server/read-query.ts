/**
 * What a stored question asks, whichever way the version at hand writes it: the native envelope of old, or MBQL 5
 * (stored and answered from 0.57 on) with its stages and random uuids; template tags as a map, or as a list (0.63).
 */
export interface NativeQuery {
  readonly database: number | null;
  readonly sql: string;
  readonly tags: readonly QueryTag[];
}

export interface QueryTag {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  /** Of the field that a filter stands for. */
  readonly field: number | null;
  readonly widget: string | null;
}

type Mapping = { readonly [key: string]: unknown };
const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Undefined for a question that is not native, or that this does not understand. */
export function readNativeQuery(query: unknown): NativeQuery | undefined {
  if (!isMapping(query)) return undefined;
  const stages = query.stages;
  const stage = Array.isArray(stages) && stages.length === 1 ? (stages[0] as unknown) : query.native;
  if (!isMapping(stage)) return undefined;
  const sql = typeof stage.native === "string" ? stage.native : stage.query;
  if (typeof sql !== "string") return undefined;
  const database = typeof query.database === "number" ? query.database : null;
  return { database, sql, tags: readTags(stage["template-tags"]) };
}

function readTags(tags: unknown): QueryTag[] {
  const all = Array.isArray(tags) ? tags : isMapping(tags) ? Object.values(tags) : [];
  return all
    .filter(isMapping)
    .map((tag) => ({
      name: String(tag.name),
      label: String(tag["display-name"] ?? ""),
      type: String(tag.type),
      field: fieldOf(tag.dimension),
      widget: typeof tag["widget-type"] === "string" ? tag["widget-type"] : null,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** ["field", 12, null] or ["field", {…}, 12]. */
const fieldOf = (dimension: unknown): number | null =>
  Array.isArray(dimension)
    ? ((dimension.find((part) => typeof part === "number") as number | undefined) ?? null)
    : null;

/** The tag or parameter that a mapping's target names: ["dimension", ["template-tag", "plan"], …]. */
export function readTargetTag(target: unknown): string | undefined {
  if (!Array.isArray(target) || target[0] !== "dimension" || !Array.isArray(target[1])) return undefined;
  const [kind, name] = target[1] as unknown[];
  return kind === "template-tag" && typeof name === "string" ? name : undefined;
}

/** Tables by id, cards by id and SQL texts that a question of any kind reads, joins and nested questions included. */
export function readSources(query: unknown): {
  readonly tables: readonly number[];
  readonly cards: readonly number[];
  readonly texts: readonly string[];
} {
  const tables = new Set<number>();
  const cards = new Set<number>();
  const texts = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isMapping(value)) return;
    for (const [key, item] of Object.entries(value)) {
      if ((key === "source-table" || key === "source-card" || key === "card-id") && item !== null) {
        const nested = typeof item === "string" ? /^card__(\d+)$/.exec(item)?.[1] : undefined;
        if (nested !== undefined) cards.add(Number(nested));
        else if (typeof item === "number") (key === "source-table" ? tables : cards).add(item);
      } else if ((key === "native" || key === "query") && typeof item === "string") texts.add(item);
      else visit(item);
    }
  };
  visit(query);
  return { tables: [...tables], cards: [...cards], texts: [...texts] };
}
