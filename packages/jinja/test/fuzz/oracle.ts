/** Real Jinja2 in one long-lived Python process. */

import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export type Outcome = { readonly text: string } | { readonly error: string; readonly message: string };

/** Why real Jinja2 cannot be asked here; undefined when it can. */
export function oracleProblem(): string | undefined {
  const probe = spawnSync("python3", ["-c", "import jinja2; print(jinja2.__version__)"], {
    encoding: "utf8",
  });
  if (probe.status !== 0) return "python3 with jinja2 is not installed";
  return probe.stdout.startsWith("3.1.") ? undefined : `Jinja2 ${probe.stdout.trim()} is not 3.1`;
}

export class Oracle {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;

  constructor() {
    this.child = spawn("python3", [fileURLToPath(new URL("oracle.py", import.meta.url))], {
      env: { ...process.env, PYTHONHASHSEED: "0", PYTHONIOENCODING: "utf-8" },
    });
    this.child.stderr.resume();
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async render(templates: readonly string[], context: unknown): Promise<Outcome[]> {
    this.child.stdin.write(JSON.stringify(templates.map((template) => ({ template, context }))) + "\n");
    const { value } = await this.lines.next();
    return JSON.parse(value as string) as Outcome[];
  }

  close(): void {
    this.child.kill();
  }
}
