/** Colours of boxes: by kind, by folder, by how the last run ended. Taken from the page's style, so that themes hold. */
import type { Kind, State } from "../../data/site-data.ts";
import { BOX_HEIGHT } from "../../lineage/box.ts";
import { KIND_NAMES, type Site } from "../../view/site.ts";
import type { Look, Paints } from "./paint.ts";
import type { Scene } from "./scene.ts";

export type ColorBy = "kind" | "folder" | "status";

export interface Legend {
  readonly entries: readonly (readonly [color: string, label: string])[];
}

/** Numbers of --s1 … --s5. */
export const KIND_COLOR: { readonly [kind in Kind]: number } = {
  source: 3,
  seed: 3,
  model: 1,
  snapshot: 4,
  function: 4,
  exposure: 2,
  metric: 2,
  semantic_model: 2,
  saved_query: 2,
  analysis: 5,
  test: 5,
  unit_test: 5,
  macro: 4,
};

export function readPaints(): Paints {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    surface: value("surface"),
    ink: value("ink"),
    muted: value("muted"),
    edge: value("axis"),
    accent: value("accent"),
    good: value("good"),
    fair: value("fair"),
    bad: value("bad"),
  };
}

export function buildLook(
  site: Site,
  scene: Scene,
  by: ColorBy,
  lit: Uint8Array | undefined,
): { readonly look: Look; readonly legend: Legend } {
  const paints = readPaints();
  const style = getComputedStyle(document.documentElement);
  const series = [1, 2, 3, 4, 5].map((number) => style.getPropertyValue(`--s${number}`).trim());
  const { label, color } = byWhat(site, scene, by, series, paints);
  const states: { readonly [state in State]: string } = {
    bad: paints.bad,
    warn: paints.fair,
    good: "",
    skipped: "",
    none: "",
  };
  const labels = scene.nodes.map(label);
  const colors = labels.map(color);
  const seen = new Map(labels.map((name, at) => [name, colors[at]!]));
  return {
    look: {
      paints,
      color: colors,
      border: scene.nodes.map((node) => (by === "status" ? "" : states[site.state(node)])),
      round: Uint8Array.from(
        scene.nodes,
        (node) => ({ exposure: BOX_HEIGHT / 2, source: 2, seed: 2 })[site.kind(node) as string] ?? 6,
      ),
      lit,
    },
    legend: {
      entries: [...seen]
        .map(([name, shade]): [string, string] => [shade, name])
        .sort(([, a], [, b]) => (a < b ? -1 : 1)),
    },
  };
}

function byWhat(
  site: Site,
  scene: Scene,
  by: ColorBy,
  series: readonly string[],
  paints: Paints,
): { label: (node: number) => string; color: (label: string) => string } {
  if (by === "status") {
    const words: { readonly [state in State]: string } = {
      bad: "failed",
      warn: "warned",
      good: "passed",
      skipped: "skipped",
      none: "no result",
    };
    const colors: { readonly [word: string]: string } = {
      failed: paints.bad,
      warned: paints.fair,
      passed: paints.good,
      skipped: paints.muted,
      "no result": paints.edge,
    };
    return { label: (node) => words[site.state(node)], color: (label) => colors[label]! };
  }
  if (by === "kind") {
    const shade = new Map<string, string>(
      Object.entries(KIND_NAMES).map(([kind, [, many]]) => [many, series[KIND_COLOR[kind as Kind] - 1]!]),
    );
    return { label: (node) => KIND_NAMES[site.kind(node)][1], color: (label) => shade.get(label)! };
  }
  const place = folderColors(site, series);
  const folder = (node: number): string => folderOf(site, node);
  return {
    label: (node) => (place.has(folder(node)) ? folder(node) : "other"),
    color: (label) => place.get(label) ?? paints.edge,
  };
}

const folderOf = (site: Site, node: number): string => {
  const kind = site.kind(node);
  return kind === "source" || kind === "exposure"
    ? KIND_NAMES[kind][1]
    : (site.folder(node).split("/")[1] ?? site.folder(node));
};

/** Of the whole project, so that a folder has its color in each part of it: sources, exposures, and the three largest. */
function folderColors(site: Site, series: readonly string[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (let node = 0; node < site.size; node++) {
    if (!IN_FOLDERS.has(site.kind(node))) continue;
    const folder = folderOf(site, node);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const first = [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, 3)
    .map(([name]) => name)
    .sort();
  const free = [series[0]!, series[3]!, series[4]!];
  return new Map([
    ...first.map((name, at): [string, string] => [name, free[at]!]),
    ["sources", series[2]!],
    ["exposures", series[1]!],
  ]);
}

const IN_FOLDERS: ReadonlySet<Kind> = new Set(["model", "seed", "snapshot", "function", "analysis"]);
