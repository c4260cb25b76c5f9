// Rows of bench/growth.mjs → the two tables under "Growth".
const figure = ({ wall, cpu, rss } = {}) => (wall === undefined ? "–" : `${wall.toFixed(2)} s (${cpu.toFixed(2)}), ${rss.toFixed(0)} MB`);
const thousands = (n) => n.toLocaleString("en");

/** CPU time is counted in hundredths of a second: what is less than two of them says nothing. */
function each(own, start, count) {
  if (own === undefined || own.cpu - start.cpu < 0.02) return "–";
  const milliseconds = ((own.cpu - start.cpu) * 1000) / count;
  return milliseconds < 1 ? `${(milliseconds * 1000).toFixed(0)} µs` : `${milliseconds.toFixed(1)} ms`;
}

const curveLine = ({ models, nodes, start, cold, warm, ls, run }) =>
  `| ${[
    thousands(models),
    thousands(nodes),
    ...[cold, warm, ls].flatMap((own, i) => [figure(own), each(own, [start.cold, start.warm, start.ls][i], nodes)]),
    figure(run),
    each(run, start.run, models),
  ].join(" | ")} |`;

const shapeLine = ({ name, nodes, tsmodel, dbt, dbt2 }) => `| ${[name.replace("growth: ", ""), thousands(nodes), figure(tsmodel), figure(dbt), figure(dbt2)].join(" | ")} |`;

/** One row, as it is told while measuring. */
export const growthLine = (row) => (row.growth === "curve" ? curveLine(row) : shapeLine(row));

export function renderGrowth(rows) {
  const curve = rows.filter(({ growth }) => growth === "curve");
  const shapes = rows.filter(({ growth }) => growth === "shape");
  return [
    "| models | nodes | parse, cold | a node | parse, nothing changed | a node | ls | a node | run | a model |",
    "|---|---|---|---|---|---|---|---|---|---|",
    ...curve.map(curveLine),
    "",
    "| case | nodes | tsmodel | dbt-core | dbt v2 |",
    "|---|---|---|---|---|",
    ...shapes.map(shapeLine),
  ].join("\n");
}
