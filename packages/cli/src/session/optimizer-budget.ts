/**
 * V8 optimizes what has run for a while, and looks for old garbage, on threads of its own. Most commands are over before
 * that pays: half of their CPU time went into code that ran no more, and a 25th into marking what was to be thrown away
 * with the process. So it starts late, and as usual for whoever has much to do.
 */
import { setFlagsFromString } from "node:v8";
import type { Effects } from "@tsmodel/core";

/**
 * When a function is looked at for optimizing. Up to Node 21 (V8 11) that is counted in bytes of bytecode run, later in
 * calls; V8's own figures, and ours for short commands. A flag that V8 does not know is an error on standard error.
 */
const [OPTIMIZE_LATE, OPTIMIZE] = countsCalls()
  ? [["--invocation-count-for-turbofan=22000", "--invocation-count-for-osr=4000"], ["--invocation-count-for-turbofan=3000", "--invocation-count-for-osr=500"]]
  : [["--interrupt-budget=500000"], ["--interrupt-budget=67584"]];
/**
 * Functions that ran a few times are translated in batches, each of which makes the code's memory writable and goes
 * through V8's caches: fewer and larger ones. Where the heap's limit is reached without marking, it is marked at once.
 */
const LATE = [...OPTIMIZE_LATE, "--baseline-batch-compilation-threshold=20000", "--no-incremental-marking"];
const USUAL = [...OPTIMIZE, "--baseline-batch-compilation-threshold=4096", "--incremental-marking"];
/** Texts that a large project has, and milliseconds that a short command takes. */
const MANY_FILES = 1_500;
const LONG = 4_000;

function countsCalls(): boolean {
  return Number.parseInt(process.versions.v8, 10) >= 12;
}

const setFlags = (flags: readonly string[]): void => flags.forEach((flag) => setFlagsFromString(flag));

/** Young objects get all of their room at once: otherwise it is doubled, with a collection each time. */
const GROW_AT_ONCE = "--semi-space-growth-factor=16";

/** V8 as a short command wants it: also, less is copied into the functions that it does optimize. */
export function setShortCommandFlags(): void {
  setFlags([...LATE, "--max-inlined-bytecode-size-cumulative=300", GROW_AT_ONCE]);
}

/** For the whole process, until much has been read or a while has passed. */
export function optimizeLate(effects: Effects): Effects {
  const { files } = effects;
  setFlags(LATE);
  setTimeout(() => setFlags(USUAL), LONG).unref();
  let reads = 0;
  const readText = (path: string): string => {
    if (++reads === MANY_FILES) setFlags(USUAL);
    return files.readText(path);
  };
  return { ...effects, files: { ...files, readText } };
}
