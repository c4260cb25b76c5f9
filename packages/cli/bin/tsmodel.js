#!/usr/bin/env node
"use strict";
const { answerAtOnce, findCommand, PROGRAM, setShortCommandFlags } = require("../dist/start.cjs");

/**
 * What every command needs of Node's own modules. Node has code for them that V8 made under its usual flags and takes under
 * no others: loaded later they are compiled, which takes two to three times as long.
 */
const NODE_MODULES = ["crypto", "os", "timers/promises", "vm", "zlib"];

const words = process.argv.slice(2);
if (!answerAtOnce(words, process)) start();

async function start() {
  const { join } = require("node:path");
  const { loadProgram } = require("./load-program.js");
  for (const name of NODE_MODULES) require(`node:${name}`);
  const { stdout, stderr } = process;
  setShortCommandFlags();
  // `tsmodel ls | head`: whoever reads has seen enough.
  stdout.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(0);
  });
  const load = (name, kept) =>
    loadProgram(join(__dirname, `../dist/lib/${name}.cjs`), { program: PROGRAM, command: kept, setFlags: setShortCommandFlags, env: process.env });
  const command = findCommand(words) ?? "words";
  const { main } = load("program", command);
  let interrupts = 0;
  const code = await main(words, {
    stdout,
    stderr,
    env: process.env,
    cwd: process.cwd(),
    pid: process.pid,
    sizePool: (threads) => void (process.env.UV_THREADPOOL_SIZE ??= String(threads)),
    loadMacros: () => load("macros", `${command}-macros`).macros,
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
  process.exitCode = code;
  // Node would first give its heap back piece by piece. Where a pipe is still being written to, it may.
  if (stdout.writableLength === 0 && stderr.writableLength === 0) process.exit();
}
