#!/usr/bin/env node
import { runGenerator } from "./run-generator.ts";

process.exitCode = await runGenerator(process.argv.slice(2), {
  print: (text) => void process.stdout.write(text),
  printError: (text) => void process.stderr.write(text),
  now: () => performance.now(),
});
