/** Colours: what was typed, then what the project's flags and the environment say, then the terminal. */
import { createDefaultFlags, TsmodelError } from "@tsmodel/core";
import { expect, test } from "vitest";
import { chooseReporter } from "../src/session/choose-reporter.ts";
import type { TerminalHost } from "../src/session/terminal-host.ts";

function colors(flags: object, given: { readonly [name: string]: unknown }, env: { readonly [name: string]: string }, isTTY: boolean): boolean {
  let text = "";
  const stdout = { isTTY, write: (more: string) => ((text += more), true) };
  const host = { env: { CI: "1", ...env }, stdout, stderr: stdout, cwd: "/", pid: 1 } as unknown as TerminalHost;
  const reporter = chooseReporter({ flags: { ...createDefaultFlags(), ...flags }, given, host, invocationId: "", now: () => new Date(0) });
  reporter.report({ type: "warning", name: "Warning", error: new TsmodelError("warning-raised", { message: "careful" }) });
  reporter.close();
  expect(text).toContain("careful");
  return text.includes("\u001b[3");
}

test.each<[flags: object, given: object, env: object, isTTY: boolean, expected: boolean]>([
  [{}, {}, {}, true, true],
  [{}, {}, {}, false, false],
  [{ use_colors: false }, {}, {}, true, false],
  [{ use_colors: false }, { use_colors: true }, {}, true, true],
  [{}, { use_colors: true }, {}, false, true],
  [{}, {}, { DBT_USE_COLORS: "true" }, false, true],
  [{}, { use_colors: false }, { DBT_USE_COLORS: "true" }, true, false],
])("%j %j %j, a terminal: %s", (flags, given, env, isTTY, expected) => {
  expect(colors(flags, given as { [name: string]: unknown }, env as { [name: string]: string }, isTTY)).toBe(expected);
});
