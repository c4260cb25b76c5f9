// Differences → text on the terminal and an exit code; those with a known reason are counted apart.
import { readFileSync } from "node:fs";
import { load } from "js-yaml";

const SHOWN = 12;
const SHOWN_LINES = 30;
const SHOWN_WIDTH = 600;

export function report(found, { name, sides, all }) {
  const known = readKnown().map((each) => ({ ...each, count: 0 }));
  const left = found.filter((difference) => {
    const reason = known.find((each) => explains(each, difference, name));
    if (reason !== undefined) reason.count++;
    return reason === undefined;
  });
  for (const [kind, group] of groupBy(left, ({ kind }) => kind)) {
    const distinct = [...groupBy(group, ({ at, detail }) => `${at}\0${detail}`).values()];
    console.log(`\n${kind}: ${distinct.length}`);
    for (const same of all ? distinct : distinct.slice(0, SHOWN))
      console.log(
        `  ${same[0].at}  [${same.map(({ command }) => command).join("; ")}]\n${indent(shorten(same[0].detail, all))}`,
      );
    if (!all && distinct.length > SHOWN)
      console.log(`  and ${distinct.length - SHOWN} more (--all shows them)`);
  }
  for (const { reason, count } of known) if (count > 0) console.log(`known: ${count} × ${reason}`);
  const compared =
    sides === undefined ? "" : ` (${sides.dbt.steps.length} steps, ${countResults(sides.dbt)} results)`;
  console.log(`${name}${compared}: ${left.length === 0 ? "no differences" : `${left.length} differences`}`);
  return left.length === 0 ? 0 : 1;
}

/** A known difference: {kind, at: pattern of the place, detail?: pattern of the text, project?: name, reason} */
function readKnown() {
  return load(readFileSync(new URL("known-differences.yml", import.meta.url), "utf8")) ?? [];
}

function explains(known, { kind, at, detail }, project) {
  return (
    known.kind === kind &&
    (known.project ?? project) === project &&
    new RegExp(known.at ?? "").test(at) &&
    new RegExp(known.detail ?? "", "s").test(detail)
  );
}

function countResults({ steps }) {
  return steps.reduce((sum, { artifacts }) => sum + (artifacts.run_results?.results.length ?? 0), 0);
}

function groupBy(values, keyOf) {
  const groups = new Map();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}

function shorten(text, all) {
  const lines = text
    .split("\n")
    .map((line) => (line.length <= SHOWN_WIDTH || all ? line : `${line.slice(0, SHOWN_WIDTH)}…`));
  return all || lines.length <= SHOWN_LINES
    ? lines.join("\n")
    : [...lines.slice(0, SHOWN_LINES), "…"].join("\n");
}

function indent(text) {
  return text
    .split("\n")
    .map((line) => `      ${line}`)
    .join("\n");
}
