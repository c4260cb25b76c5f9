// The types of the published package, out of what `tsc -b` declared: packages/cli/types, without names of workspaces.
//   node scripts/bundle-types.mjs
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const out = join(root, "packages/cli/types");
/** Name of a workspace → its folder of declarations and its doors. */
const workspaces = new Map(
  readdirSync(join(root, "packages")).flatMap((folder) => {
    const file = join(root, "packages", folder, "package.json");
    if (!existsSync(file)) return [];
    const { name, exports: doors } = JSON.parse(readFileSync(file, "utf8"));
    return [[name, { folder, doors }]];
  }),
);
/** `from "x"`, `import("x")`. */
const SPECIFIER = /(\bfrom\s+|\bimport\(\s*|\bimport\s+)"([^"]+)"/g;

rmSync(out, { recursive: true, force: true });
const written = new Set();
const waiting = [join(root, "packages/cli/build/index.d.ts")];
for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
  if (written.has(file)) continue;
  written.add(file);
  const text = readFileSync(file, "utf8").replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
  const place = placeOf(file);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text.replace(SPECIFIER, (whole, words, specifier) => {
    const target = declarationOf(specifier, file);
    if (target === undefined) return whole;
    waiting.push(target);
    const path = relative(dirname(place), placeOf(target)).split(sep).join("/").replace(/\.d\.ts$/, ".js");
    return `${words}"${path.startsWith(".") ? path : `./${path}`}"`;
  }));
}

/** The declarations a specifier means; undefined for packages that stay packages. */
function declarationOf(specifier, from) {
  if (specifier.startsWith(".")) return resolve(dirname(from), specifier.replace(/\.[jt]s$/, ".d.ts"));
  const [, name, door] = /^(@[^/]+\/[^/]+|[^/]+)(\/.*)?$/.exec(specifier);
  const workspace = workspaces.get(name);
  if (workspace === undefined) return undefined;
  return join(root, "packages", workspace.folder, workspace.doors[`.${door ?? ""}`].types);
}

/** packages/core/dist/x.d.ts → types/core/x.d.ts */
function placeOf(file) {
  const [folder, , ...rest] = relative(join(root, "packages"), file).split(sep);
  return join(out, folder, ...rest);
}
