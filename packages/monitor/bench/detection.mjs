// Prints the table of docs/monitoring.md: recall and false alarms of detectors on made-up series with fixed seeds.
//   node packages/monitor/bench/detection.mjs
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(join(import.meta.dirname, ".bundle-"));
try {
  const outfile = join(folder, "table.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "detection-table.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["source"],
    logLevel: "warning",
  });
  const { renderDetectionTable } = await import(pathToFileURL(outfile).href);
  console.log(renderDetectionTable());
} finally {
  rmSync(folder, { recursive: true, force: true });
}
