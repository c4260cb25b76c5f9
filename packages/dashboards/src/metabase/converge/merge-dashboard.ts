/**
 * A dashboard as wanted and as stored → what to send, with everything that people added kept. Pure.
 *
 * Ours: name, description, our filters, our tabs, our tiles with place, size and filters. Theirs: other tiles, tabs and
 * filters, links of our tiles to their filters, further settings of our tiles, width, collection.
 */
import type { DesiredDashboard, DesiredTile } from "../desired/desired.ts";
import { TILE_KEY } from "../identity.ts";
import type {
  ServerDashboard,
  ServerDashcard,
  ServerMapping,
  ServerParameter,
  ServerTab,
} from "../server/objects.ts";
import { readTargetTag } from "../server/read-query.ts";
import type { CardIds } from "./cards.ts";
import { differingKeys, fromTo, isSame } from "./run.ts";

export interface SentDashcard {
  readonly id: number;
  readonly card_id: number | null;
  readonly dashboard_tab_id: number | null;
  readonly row: number;
  readonly col: number;
  readonly size_x: number;
  readonly size_y: number;
  readonly parameter_mappings: readonly ServerMapping[];
  readonly visualization_settings: { readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

export interface DashboardBody {
  readonly name: string;
  readonly description: string;
  readonly archived: false;
  readonly parameters: readonly ServerParameter[];
  readonly tabs: readonly { readonly id: number; readonly name: string }[];
  readonly dashcards: readonly SentDashcard[];
}

export interface Merged {
  readonly body: DashboardBody;
  /** Nothing to send when it is empty. */
  readonly details: readonly string[];
}

export function mergeDashboard(wanted: DesiredDashboard, stored: ServerDashboard, cards: CardIds): Merged {
  const details: string[] = [];
  const storedTabs = stored.tabs ?? [];
  const owned = matchTiles(wanted, stored, cards);
  const tabs = mergeTabs(wanted, storedTabs, stored.dashcards, owned);
  const kept = new Set([...owned.values()].map(({ id }) => id));
  const ours = wanted.tabs.flatMap((tab, index) =>
    tab.tiles.map((tile) => ({ tile, stored: owned.get(tile.key), tab: tabs.ids[index]! })),
  );
  let next = -1;
  const placed = ours.map(({ tile, stored: before, tab }) => {
    const after = mergeTile(tile, before, tab, cards, wanted, before?.id ?? next--);
    details.push(...describeTile(tile, before, after));
    return after;
  });
  const orphans = stored.dashcards.filter((each) => !kept.has(each.id) && isOrphan(each, wanted));
  for (const each of orphans)
    details.push(`tile ${String(each.visualization_settings[TILE_KEY])} leaves the page`);
  const foreign = stored.dashcards.filter((each) => !kept.has(each.id) && !orphans.includes(each));
  const others = moveAside(foreign, placed, tabs.home, details);
  const mapped = new Set(
    [...placed, ...others].flatMap((each) => each.parameter_mappings.map((to) => to.parameter_id)),
  );
  const gone = new Set(
    [...owned.values(), ...orphans].flatMap(lostFilters(wanted)).filter((id) => !mapped.has(id)),
  );
  const parameters = mergeParameters(wanted, stored.parameters ?? [], gone, details);
  for (const key of ["name", "description"] as const)
    if (stored[key] !== wanted[key]) details.push(fromTo(key, stored[key], wanted[key]));
  if (stored.archived === true) details.push("back from the trash");
  if (
    !isSame(
      tabs.sent,
      storedTabs.map(({ id, name }) => ({ id, name })),
    )
  )
    details.push("tabs");
  return {
    body: {
      name: wanted.name,
      description: wanted.description,
      archived: false,
      parameters,
      tabs: tabs.sent,
      dashcards: [...placed, ...others],
    },
    details,
  };
}

/** Our tiles on the page: by the key in their settings, else by what they show. */
function matchTiles(
  wanted: DesiredDashboard,
  stored: ServerDashboard,
  cards: CardIds,
): Map<string, ServerDashcard> {
  const tiles = wanted.tabs.flatMap((tab) => tab.tiles);
  const free = new Set(stored.dashcards);
  const owned = new Map<string, ServerDashcard>();
  const take = (tile: DesiredTile, fits: (dashcard: ServerDashcard) => boolean): void => {
    if (owned.has(tile.key)) return;
    for (const dashcard of free)
      if (fits(dashcard)) {
        owned.set(tile.key, dashcard);
        free.delete(dashcard);
        return;
      }
  };
  for (const tile of tiles) {
    const cardId = tile.card === undefined ? null : cards.get(tile.card);
    take(tile, (each) => each.visualization_settings[TILE_KEY] === tile.key && each.card_id === cardId);
  }
  for (const tile of tiles)
    take(tile, (each) => {
      if (TILE_KEY in each.visualization_settings) return false;
      if (tile.card !== undefined) return each.card_id === cards.get(tile.card);
      return each.card_id === null && each.visualization_settings.text === tile.settings.text;
    });
  return owned;
}

/** It says that it is ours, and nobody describes it. */
const isOrphan = ({ visualization_settings }: ServerDashcard, { key }: DesiredDashboard): boolean => {
  const mark = visualization_settings[TILE_KEY];
  return typeof mark === "string" && mark.startsWith(`${key}/`);
};

interface Tabs {
  /** Where each wanted tab's tiles go; null on a page without tabs. */
  readonly ids: readonly (number | null)[];
  readonly sent: readonly { readonly id: number; readonly name: string }[];
  /** For tiles of people whose tab is gone. */
  readonly home: number | null;
}

/** By name, else by the tiles of ours that lie on it: a tab that was renamed keeps its id, and so its subscriptions. */
function mergeTabs(
  wanted: DesiredDashboard,
  stored: readonly ServerTab[],
  dashcards: readonly ServerDashcard[],
  owned: ReadonlyMap<string, ServerDashcard>,
): Tabs {
  const untitled = wanted.tabs.length === 1 && wanted.tabs[0]!.title === undefined;
  if (untitled && stored.length === 0) return { ids: [null], sent: [], home: null };
  const free = new Set(stored);
  const takeTab = (tab: ServerTab | undefined): ServerTab | undefined => {
    if (tab !== undefined) free.delete(tab);
    return tab;
  };
  const busiest = (index: number): ServerTab | undefined => {
    const counts = new Map<number, number>();
    for (const { key } of wanted.tabs[index]!.tiles) {
      const tab = owned.get(key)?.dashboard_tab_id;
      if (typeof tab === "number") counts.set(tab, (counts.get(tab) ?? 0) + 1);
    }
    return [...free]
      .filter(({ id }) => counts.has(id))
      .sort((a, b) => counts.get(b.id)! - counts.get(a.id)!)[0];
  };
  const matched: (ServerTab | undefined)[] = wanted.tabs.map(({ title }) =>
    takeTab(title === undefined ? undefined : [...free].find(({ name }) => name === title)),
  );
  matched.forEach((tab, index) => {
    if (tab === undefined) matched[index] = takeTab(busiest(index) ?? (untitled ? [...free][0] : undefined));
  });
  const ids = matched.map((tab, index) => tab?.id ?? -(index + 1));
  const mine = wanted.tabs.map(({ title }, index) => ({
    id: ids[index]!,
    name: title ?? matched[index]?.name ?? "Tab 1",
  }));
  const oursOnly = new Set([...owned.values()].map(({ id }) => id));
  const others = stored
    .filter((tab) => free.has(tab))
    .filter((tab) => {
      const on = dashcards.filter(({ dashboard_tab_id }) => dashboard_tab_id === tab.id);
      // One that held nothing but tiles of ours is an old tab of ours.
      return on.length === 0 || on.some((each) => !oursOnly.has(each.id) && !isOrphan(each, wanted));
    })
    .map(({ id, name }) => ({ id, name }));
  const sent = inStoredOrder(
    mine,
    others,
    stored.map(({ id }) => id),
  );
  return { ids, sent, home: ids[0] ?? null };
}

/** Where people put theirs among ours, as long as ours follow one another as described; else ours first. */
function inStoredOrder<T extends { readonly id: number | string }>(
  mine: readonly T[],
  others: readonly T[],
  stored: readonly (number | string)[],
): T[] {
  const all = [...mine, ...others];
  const places = all.map(({ id }) => stored.indexOf(id));
  const isKnown = places.every((place) => place >= 0);
  const follow = mine.every((_, index) => index === 0 || places[index - 1]! < places[index]!);
  return isKnown && follow ? [...all].sort((a, b) => stored.indexOf(a.id) - stored.indexOf(b.id)) : all;
}

function mergeTile(
  tile: DesiredTile,
  stored: ServerDashcard | undefined,
  tab: number | null,
  cards: CardIds,
  { parameters }: DesiredDashboard,
  id: number,
): SentDashcard {
  const cardId = tile.card === undefined ? null : cards.get(tile.card)!;
  const known = new Set(parameters.map((parameter) => parameter.id));
  const theirs = (stored?.parameter_mappings ?? []).filter(({ parameter_id, target }) => {
    const tag = readTargetTag(target);
    return !known.has(parameter_id) && (tag === undefined || tile.filters.includes(tag));
  });
  const mappings = tile.filters.map((filter) => {
    const before = stored?.parameter_mappings?.find(({ parameter_id }) => parameter_id === filter);
    // The server may have added to the target: as long as it names the tag, it stays as it is.
    if (before !== undefined && before.card_id === cardId && readTargetTag(before.target) === filter)
      return before;
    return { parameter_id: filter, card_id: cardId, target: ["dimension", ["template-tag", filter]] };
  });
  return {
    ...(stored === undefined ? {} : passThrough(stored)),
    id,
    card_id: cardId,
    dashboard_tab_id: tab,
    row: tile.row,
    col: tile.col,
    size_x: tile.width,
    size_y: tile.height,
    parameter_mappings: [...mappings, ...theirs],
    visualization_settings: { ...stored?.visualization_settings, ...tile.settings },
  };
}

/** Filters that tiles of ours had under their own name, and that are described no more. */
const lostFilters =
  ({ parameters }: DesiredDashboard) =>
  ({ parameter_mappings }: ServerDashcard): string[] =>
    (parameter_mappings ?? [])
      .filter(({ parameter_id, target }) => readTargetTag(target) === parameter_id)
      .map(({ parameter_id }) => parameter_id)
      .filter((id) => !parameters.some((parameter) => parameter.id === id));

/** What a tile has besides, in the words in which it is sent back. */
function passThrough({ series, inline_parameters, action_id }: ServerDashcard): { [key: string]: unknown } {
  return {
    ...(series && series.length > 0 ? { series: series.map(({ id }) => ({ id })) } : {}),
    ...(inline_parameters && inline_parameters.length > 0 ? { inline_parameters } : {}),
    ...(action_id === undefined || action_id === null ? {} : { action_id }),
  };
}

function describeTile(
  { key }: DesiredTile,
  before: ServerDashcard | undefined,
  after: SentDashcard,
): string[] {
  const name = key.split("/").slice(2).join("/");
  if (before === undefined) return [`tile ${name} is new`];
  const found: string[] = [];
  const places = ["row", "col", "size_x", "size_y"] as const;
  if (places.some((place) => before[place] !== after[place])) found.push("place");
  if ((before.dashboard_tab_id ?? null) !== after.dashboard_tab_id) found.push("tab");
  if (!isSame(before.parameter_mappings ?? [], after.parameter_mappings)) found.push("filters");
  const settings = differingKeys(before.visualization_settings, after.visualization_settings);
  if (settings.length > 0)
    found.push(settings.map((setting) => (setting === TILE_KEY ? "mark" : setting)).join(", "));
  return found.length === 0 ? [] : [`tile ${name}: ${found.join(", ")}`];
}

/** Tiles of people stay where they are; where one of ours lies there now, they go below all the others of the tab. */
function moveAside(
  foreign: readonly ServerDashcard[],
  placed: readonly SentDashcard[],
  home: number | null,
  details: string[],
): SentDashcard[] {
  const bottoms = new Map<number | null, number>();
  const bottomOf = ({ row, size_y }: { row: number; size_y: number }): number => row + size_y;
  const tabOf = ({ dashboard_tab_id }: ServerDashcard): number | null => dashboard_tab_id ?? home;
  const lower = (tab: number | null, bottom: number): void =>
    void bottoms.set(tab, Math.max(bottoms.get(tab) ?? 0, bottom));
  for (const tile of placed) lower(tile.dashboard_tab_id, bottomOf(tile));
  const covered = (each: ServerDashcard): boolean =>
    placed.some((tile) => tile.dashboard_tab_id === tabOf(each) && overlaps(tile, each));
  for (const each of foreign) if (!covered(each)) lower(tabOf(each), bottomOf(each));
  return foreign.map((each) => {
    const tab = tabOf(each);
    let row = each.row;
    if (covered(each)) {
      row = bottoms.get(tab) ?? 0;
      lower(tab, row + each.size_y);
      details.push("a tile that was added by hand moves below ours");
    }
    return {
      ...passThrough(each),
      id: each.id,
      card_id: each.card_id,
      dashboard_tab_id: tab,
      row,
      col: each.col,
      size_x: each.size_x,
      size_y: each.size_y,
      parameter_mappings: each.parameter_mappings ?? [],
      visualization_settings: each.visualization_settings,
    };
  });
}

interface Box {
  readonly row: number;
  readonly col: number;
  readonly size_x: number;
  readonly size_y: number;
}

const overlaps = (a: Box, b: Box): boolean =>
  a.row < b.row + b.size_y &&
  b.row < a.row + a.size_y &&
  a.col < b.col + b.size_x &&
  b.col < a.col + a.size_x;

/** Ours first, in their order; keys that somebody added to one of ours stay. */
function mergeParameters(
  { parameters }: DesiredDashboard,
  stored: readonly ServerParameter[],
  gone: ReadonlySet<string>,
  details: string[],
): ServerParameter[] {
  const mine = parameters.map((parameter): ServerParameter => {
    const before = stored.find(({ id }) => id === parameter.id);
    if (before === undefined) details.push(`filter ${parameter.id} is new`);
    const { default: _, ...rest } = before ?? { id: parameter.id };
    const after: ServerParameter = { ...rest, ...parameter };
    if (before !== undefined)
      for (const key of differingKeys(before, after))
        details.push(fromTo(`filter ${parameter.id}: ${key}`, before[key], after[key]));
    return after;
  });
  for (const { id } of stored) if (gone.has(id)) details.push(`filter ${id} leaves the page`);
  const theirs = stored.filter(
    ({ id }) => !gone.has(id) && !parameters.some((parameter) => parameter.id === id),
  );
  const before = stored.map(({ id }) => id);
  const merged = inStoredOrder(mine, theirs, before);
  const after = merged.map(({ id }) => id);
  // New ones and lost ones are told already.
  if (
    after.length === before.length &&
    [...after].every((id) => before.includes(id)) &&
    !isSame(after, before)
  )
    details.push("order of filters");
  return merged;
}
