import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const candidates = [process.env["DBT_PYTHON"], "python3"].filter((path) => path !== undefined);

/** A Python that can import dbt, where there is one. */
export const dbtPython: string | undefined = candidates.find((path) => {
  try {
    execFileSync(path, ["-c", "import dbt.version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
});

/** What dbt's own classes make of an artifact. @throws what dbt says is wrong */
export function loadWithDbt(kind: "manifest" | "run-results" | "catalog" | "sources", text: string): unknown {
  const file = join(mkdtempSync(join(tmpdir(), "artifact-")), `${kind}.json`);
  writeFileSync(file, text);
  const script = fileURLToPath(new URL("./check-artifact.py", import.meta.url));
  return JSON.parse(
    execFileSync(dbtPython!, [script, kind, file], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
}
