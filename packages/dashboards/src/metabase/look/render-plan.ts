/** Changes as lines: "+ question  exec: Weekly active users  smartscalar". */
import type { Change } from "../converge/run.ts";

export function renderChange({ sign, kind, name, details }: Change): string {
  const head = `${sign} ${kind.padEnd(10)} ${name}`;
  const line = details.join(", ");
  return line.length <= 60
    ? `${head}${line === "" ? "" : `  ${line}`}`
    : [head, ...details.map((detail) => `    ${detail}`)].join("\n");
}

export function summarize(changes: readonly Change[]): string {
  const count = (sign: Change["sign"]): number => changes.filter((change) => change.sign === sign).length;
  const parts = [
    [count("+"), "new"],
    [count("~"), "changed"],
    [count("-"), "removed"],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return said.length === 0 ? "everything is as described" : said.join(", ");
}
