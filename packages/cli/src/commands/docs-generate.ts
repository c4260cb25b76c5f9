import { cpSync, existsSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { generateDocs, targetFolder, type Project } from "@tsmodel/core";
import { writeSite } from "../docs/write-site.ts";
import type { CommandContext, ExitCode } from "../session/command-context.ts";
import { openSessionWithDatabase, type SessionWithDatabase } from "../session/open-session.ts";
import { withOpening } from "../session/with-database.ts";
import { formatSize, pluralize } from "../terminal/format.ts";

/** Writes target/manifest.json and target/catalog.json, and the documentation site that is made from them. */
export async function run(context: CommandContext): Promise<ExitCode> {
  return generate(context, await openSessionWithDatabase(context));
}

/** `only`: the nodes and sources to look at; undefined for what the options select. */
export async function generate(
  context: CommandContext,
  { workspace, database: opening }: SessionWithDatabase,
  only?: ReadonlySet<string>,
): Promise<ExitCode> {
  const { report } = context.effects;
  const catalog = await withOpening(opening, (database) =>
    generateDocs(workspace, database, context.effects, only),
  );
  copyAssets(workspace.project);
  if (catalog.errors !== null) {
    const count = catalog.errors.length;
    report({
      type: "message",
      level: "error",
      name: "WriteCatalogFailure",
      code: "E041",
      text: `dbt encountered ${count} failure${count === 1 ? "" : "s"} while writing the catalog`,
    });
  }
  const path = resolve(targetFolder(workspace.project), "catalog.json");
  report({
    type: "message",
    level: "info",
    name: "CatalogWritten",
    code: "E042",
    text: `Catalog written to ${path}`,
    data: { path },
  });
  tellSite(context, targetFolder(workspace.project));
  return catalog.errors === null ? 0 : 1;
}

function tellSite({ args, effects }: CommandContext, target: string): void {
  const written = writeSite(target, args.static === true);
  const text =
    written === undefined
      ? `No site written: ${join(target, "manifest.json")} is missing`
      : `Site written to ${written.page} (${pluralize(written.files, "file")}, ${formatSize(written.bytes)})`;
  effects.report({ type: "message", level: written === undefined ? "warn" : "info", name: written === undefined ? "SiteMissing" : "SiteWritten", text });
}

/** Pictures that descriptions show stand beside the artifacts. */
function copyAssets(project: Project): void {
  const target = targetFolder(project);
  for (const folder of project.root.assetPaths) {
    const from = resolve(project.root.root, folder);
    const to = join(target, folder);
    // A folder like "../images" would be copied, and deleted before that, outside of target/.
    if (/^(\.\.|$)/.test(relative(target, to))) continue;
    rmSync(to, { recursive: true, force: true });
    if (existsSync(from)) cpSync(from, to, { recursive: true });
  }
}
