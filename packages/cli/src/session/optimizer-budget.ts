/**
 * V8 optimizes what has run for a while, on threads of its own. Most commands are over before that pays: half of their
 * CPU time went into code that ran no more. So it starts late, and as usual for whoever has much to do.
 */
import { setFlagsFromString } from "node:v8";
import type { Effects } from "@tsmodel/core";

/** Bytes of bytecode that a function runs between looks at it: V8's own figure, and ours for short commands. */
const USUAL = 67_584;
const LATE = 500_000;
/** Texts that a large project has, and milliseconds that a short command takes. */
const MANY_FILES = 1_500;
const LONG = 4_000;

const set = (budget: number): void => setFlagsFromString(`--interrupt-budget=${budget}`);

/** For the whole process, until much has been read or a while has passed. */
export function optimizeLate(effects: Effects): Effects {
  const { files } = effects;
  set(LATE);
  setTimeout(() => set(USUAL), LONG).unref();
  let reads = 0;
  const readText = (path: string): string => {
    if (++reads === MANY_FILES) set(USUAL);
    return files.readText(path);
  };
  return { ...effects, files: { ...files, readText } };
}
