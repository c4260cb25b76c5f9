// One command as a whole process: wall and CPU seconds, peak memory. Linux reads /proc; elsewhere CPU and memory are NaN.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const TICKS = 100;
const POLL = 10;

/** CPU seconds of all children that have ended: fields 16 and 17 of /proc/self/stat. */
function childSeconds() {
  try {
    const fields = readFileSync("/proc/self/stat", "utf8").replace(/^.*\) /, "").split(" ");
    return (Number(fields[13]) + Number(fields[14])) / TICKS;
  } catch {
    return NaN;
  }
}

function peakMegabytes(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? NaN) / 1024;
  } catch {
    return NaN;
  }
}

/** @returns {Promise<{wall: number, cpu: number, rss: number, code: number, stdout: string}>} seconds, megabytes */
export function measure([command, ...args], options = {}) {
  const before = childSeconds();
  const start = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let stdout = "";
  let rss = NaN;
  child.stdout.on("data", (part) => (stdout += part));
  child.stderr.on("data", (part) => (stdout += part));
  const timer = setInterval(() => {
    const now = peakMegabytes(child.pid);
    if (!(rss >= now)) rss = Number.isNaN(now) ? rss : now;
  }, POLL);
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code) => {
      clearInterval(timer);
      done({ wall: (performance.now() - start) / 1000, cpu: childSeconds() - before, rss, code, stdout });
    });
  });
}

export const median = (values) => {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted.length === 0 ? NaN : sorted[Math.floor((sorted.length - 1) / 2)];
};
