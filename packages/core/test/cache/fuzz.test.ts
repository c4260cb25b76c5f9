import { expect, test } from "vitest";
import { renderManifest } from "../../src/artifacts/manifest-file.ts";
import type { Workspace } from "../../src/tsmodel.ts";
import { findChanged } from "../../src/watch/find-changed.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { courseOf, firstGlances, said, start, wholeManifest } from "./open-both.ts";
import { Dice, appendComment, editAtRandom, mendedAll, type Setting } from "./random-edits.ts";
import { PROJECT } from "./project-texts.ts";

const ROOT = "/shop";
/** TSMODEL_FUZZ_STEPS and TSMODEL_FUZZ_SEED for more than the usual. */
const STEPS = Number(process.env["TSMODEL_FUZZ_STEPS"] ?? 60);
const SEED = Number(process.env["TSMODEL_FUZZ_SEED"] ?? 1);

test(
  `after ${STEPS} random edits, what the cache gives is what a fresh parse gives`,
  { timeout: 60_000 + STEPS * 1_000 },
  () => {
    const dice = new Dice(SEED);
    const setting: Setting = { disk: new MemoryDisk(), root: ROOT, options: {} };
    for (const [path, text] of Object.entries(PROJECT)) setting.disk.write(`${ROOT}/${path}`, text);
    const log: string[] = [];
    const courses: { [course: string]: number } = {};
    let broken = false;
    let known: Workspace | undefined;
    for (let step = 0; step < STEPS; step++) {
      setting.disk.settled = dice.below(3) > 0;
      if (broken && dice.below(5) > 0) {
        setting.options = {};
        log.push(mendedAll(setting, dice));
      }
      for (let edits = step < 2 ? 0 : 1 + dice.below(2); edits > 0; edits--)
        log.push(editAtRandom(setting, dice));
      if (step === 2) log.push(mendedAll(setting, dice), appendComment(setting));
      const cached = start(setting.disk, ROOT, { ...setting.options, second: step });
      const { args } = setting.options;
      const fresh = start(setting.disk, ROOT, {
        ...setting.options,
        second: step,
        args: { ...args, partial_parse: false },
      });
      const where = `seed ${SEED}, step ${step}:\n${log.slice(-12).join("\n")}\n(${courseOf(cached)})`;
      expect(cached.errors, where).toEqual(fresh.errors);
      expect(said(cached), where).toEqual(said(fresh));
      broken = cached.json === undefined;
      if (broken) courses["broken"] = (courses["broken"] ?? 0) + 1;
      else {
        expect(firstDifference(cached.json, fresh.json), where).toBe("");
        expect(
          cached.workspace!.graph.ids.map((id) => cached.workspace!.graph.parents(id)),
          where,
        ).toEqual(fresh.workspace!.graph.ids.map((id) => fresh.workspace!.graph.parents(id)));
        const seed = dice.below(1e9);
        const [first, second] = [cached, fresh].map(({ workspace }) =>
          firstGlances(workspace!.manifest, new Dice(seed)),
        ) as [string, string];
        expect(first, where).toBe(second);
        const [a, b] = [wholeManifest(cached.workspace!.manifest), wholeManifest(fresh.workspace!.manifest)];
        expect(a === b ? "" : firstDifference(JSON.parse(a), JSON.parse(b)) || "order", where).toBe("");
        courses[courseOf(cached)] = (courses[courseOf(cached)] ?? 0) + 1;
        known ??= cached.workspace;
        expect([...findChanged(known!, cached.workspace!)].sort(), where).toEqual(
          [...findChanged({ ...known!, graph: known!.graph, origins: [] }, cached.workspace!)].sort(),
        );
        if (dice.below(2) === 0) known = cached.workspace;
        if (dice.below(3) === 0) expect(manifestOfRun(setting, dice, step), where).toBe("");
      }
    }
    if (process.env["TSMODEL_FUZZ_STEPS"] !== undefined) console.log(JSON.stringify(courses));
    expect(courses["cached"]).toBeGreaterThan(0);
    expect(courses["edited"]).toBeGreaterThan(0);
    expect(courses["full"]).toBeGreaterThan(0);
  },
);

/** How manifest.json of a run that compiled some models differs from what is written without a cache. */
function manifestOfRun({ disk, options }: Setting, dice: Dice, step: number): string {
  const { workspace, json } = start(disk, ROOT, { ...options, command: "run", second: step });
  const models = [...workspace!.manifest.nodes.values()].filter(({ resource_type }) => resource_type === "model");
  for (let count = dice.below(3); count >= 0 && models.length > 0; count--)
    Object.assign(models[dice.below(models.length)]!, {
      compiled: true,
      compiled_code: "select 'ä' ".repeat(dice.below(300)),
    });
  const path = `${workspace!.project.root.root}/target/manifest.json`;
  const head = disk.read(path)!;
  if (workspace!.text?.write(path, head.slice(0, head.indexOf(', "nodes"'))) !== true) return "";
  const fast = JSON.parse(disk.read(path)!) as { metadata: unknown };
  const slow = [...renderManifest(workspace!, workspace!.shared.effects)].join("");
  return json === undefined ? "" : firstDifference(fast, { ...JSON.parse(slow), metadata: fast.metadata });
}

/** The way to the first thing that differs, and both sides of it; "" for equal values in equal order. */
function firstDifference(a: unknown, b: unknown, path = "$"): string {
  if (JSON.stringify(a) === JSON.stringify(b)) return "";
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null)
    return `${path}: ${JSON.stringify(a)} / ${JSON.stringify(b)}`;
  const [left, right] = [Object.keys(a), Object.keys(b)];
  if (left.join() !== right.join()) return `${path}: keys ${left.join()} / ${right.join()}`;
  for (const key of left) {
    const found = firstDifference(
      (a as { [key: string]: unknown })[key],
      (b as { [key: string]: unknown })[key],
      `${path}.${key}`,
    );
    if (found !== "") return found;
  }
  return `${path}: ?`;
}
