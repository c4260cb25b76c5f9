// Whose code the bundle holds: names, versions and license texts, which most licenses ask to go with every copy.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const RULE = `\n${"-".repeat(80)}\n`;

/** `metafiles`: esbuild's. Throws for a package that names no license, or neither a text of one nor an author. */
export function licenseNotices(root, metafiles) {
  const folders = new Set(metafiles.flatMap(({ inputs }) => Object.keys(inputs)).map(packageFolder).filter(Boolean));
  const packages = [...folders].map((folder) => describe(join(root, folder))).sort((a, b) => (a.title < b.title ? -1 : 1));
  const parts = packages.map(({ title, text }) => `${title}\n\n${text.trim()}\n`);
  return ["The files beside this one hold code of these packages.\n", ...parts].join(RULE);
}

/** node_modules/name or node_modules/@scope/name, the innermost; undefined for our own files. */
const packageFolder = (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];

function describe(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const text = findText(folder) ?? [author].flatMap((who) => (who ? [`Copyright ${typeof who === "string" ? who : who.name}`] : []))[0];
  if (typeof license !== "string" || text === undefined) throw new Error(`${name} ${version} has no license that could be named`);
  return { title: `${name} ${version} (${license})`, text };
}

/** A file of its own, or the end of the package's readme. */
function findText(folder) {
  const entries = readdirSync(folder);
  const read = (pattern) => entries.filter((entry) => pattern.test(entry)).map((entry) => readFileSync(join(folder, entry), "utf8"))[0];
  return read(/^(?:licen[cs]e|copying)(?:[.-]|$)/i) ?? /^#+ *licen[cs]e\b[^\n]*\n([^]+)/im.exec(read(/^readme(?:\.|$)/i) ?? "")?.[1];
}
