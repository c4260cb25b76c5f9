// Writes .env from .env.example, with a random value for every empty entry. Refuses to overwrite.
//   node scripts/make-env.mjs [file]
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const file = resolve(process.argv[2] ?? join(root, ".env"));
const example = readFileSync(join(root, ".env.example"), "utf8");

// Hexadecimal digits need no quoting anywhere: not in .env, not in SQL, not in a URL.
const filled = example
  .slice(example.indexOf("\n\n") + 2)
  .replace(/^([A-Z_]+)=$/gm, (_line, name) => `${name}=${randomBytes(24).toString("hex")}`);

try {
  writeFileSync(file, filled, { flag: "wx", mode: 0o600 });
  console.log(`${file} written; it is readable by you alone and ignored by git`);
} catch (error) {
  if (error.code !== "EEXIST") throw error;
  console.error(`${file} exists and is left as it is`);
  console.error(
    "  its passwords are in the databases already; to start over, delete it and the volume (docker compose down -v)",
  );
  process.exitCode = 1;
}
