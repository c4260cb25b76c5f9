#!/usr/bin/env node
"use strict";
const { readFileSync } = require("node:fs");
const { enableCompileCache } = require("node:module");
const { join } = require("node:path");
const { setFlagsFromString } = require("node:v8");

const words = process.argv.slice(2);
if (words.length === 1 && ["--version", "-V", "-v"].includes(words[0])) {
  // Nothing else is loaded for it: the bundle has the text ready.
  process.stdout.write(readFileSync(join(__dirname, "../dist/version.txt"), "utf8"));
} else {
  start();
}

async function start() {
  // A command ends after seconds: V8's optimising compiler, left as it is, takes longer than its code saves.
  setFlagsFromString("--interrupt-budget=500000");
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=300");
  // Node 22 keeps compiled code between starts.
  enableCompileCache?.();
  // DuckDB's queries each hold one thread of Node's pool; file reads must not wait behind them.
  process.env.UV_THREADPOOL_SIZE ??= "16";
  // `tsmodel ls | head`: whoever reads has seen enough.
  process.stdout.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
  const { main } = await import("../dist/main.js");
  let interrupts = 0;
  process.exitCode = await main(words, {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    pid: process.pid,
    onInterrupt(interrupt) {
      for (const signal of ["SIGINT", "SIGTERM"]) {
        process.on(signal, () => {
          // The first one ends in good order, the second at once.
          if (++interrupts > 1) process.exit(130);
          interrupt();
        });
      }
    },
  });
}
