/** Places of the bundle → places of the sources it is made of, for traces that go into bug reports. */
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";

/** `at name (…/program.cjs:12:345)`, and the same without a name; the path may hold anything. */
const FRAME: RegExp = /^(\s+at ).*\bprogram\.cjs:(\d+):(\d+)\)?$/;
/** Where the bundle lies in the repository; sources are told from there. */
const LIB = "packages/cli/dist/lib";

/** A trace as it would be without the bundle, whose names are short; as it is where nothing is known of it. */
export function traceToSources(stack: string): string {
  const lines = stack.split("\n");
  if (!lines.some((line) => FRAME.test(line))) return stack;
  const map = readMap();
  return map === undefined ? stack : lines.map((line) => toSource(line, map)).join("\n");
}

function toSource(line: string, map: SourceMap): string {
  const [, head, row, column] = FRAME.exec(line) ?? [];
  if (head === undefined) return line;
  const found = map.findEntry(Number(row) - 1, Number(column) - 1);
  if (!("originalSource" in found)) return line;
  return `${head}${posix.join(LIB, found.originalSource)}:${found.originalLine + 1}:${found.originalColumn + 1}`;
}

/** undefined where there is none, as where the sources themselves run. */
function readMap(): SourceMap | undefined {
  try {
    const text = readFileSync(fileURLToPath(new URL("./program.cjs.map", import.meta.url)), "utf8");
    return new SourceMap(JSON.parse(text) as ConstructorParameters<typeof SourceMap>[0]);
  } catch {
    return undefined;
  }
}
