import { mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A TypeScript file as a program for `node`, put where its imports are found; `remove` deletes it. */
export async function bundle(entry: URL): Promise<{ readonly file: string; remove(): Promise<void> }> {
  const folder = fileURLToPath(new URL("../../../../node_modules/.cache/tsmodel-publish/", import.meta.url));
  await mkdir(folder, { recursive: true });
  const file = `${folder}${process.pid}-${performance.now()}.mjs`;
  await build({
    entryPoints: [fileURLToPath(entry)],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["@duckdb/*", "pg", "pg-copy-streams"],
    logLevel: "error",
  });
  return { file, remove: () => rm(file) };
}
