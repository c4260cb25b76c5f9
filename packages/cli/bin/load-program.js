"use strict";
/**
 * Loads the program with the code that V8 made of it last time: reading it anew takes most of a short command's time.
 * Node does that itself from 22.1 on; for Node 20 this file does, in the user's cache folder. What a command compiled is
 * kept for that command: another one needs other parts. It is kept from the second time on: the first time a project is
 * parsed as a whole, with code that is a seventh of it all and that the next times do without.
 */
const { closeSync, existsSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, renameSync, rmSync, statSync, writeFileSync } = require("node:fs");
const module_ = require("node:module");
const { homedir } = require("node:os");
const { dirname, join } = require("node:path");
const { Script } = require("node:vm");
const { crc32 } = require("node:zlib");

/** Days after which the code of a program that nobody started is removed. */
const KEPT = 30;
/** CRC-32 of the code, behind it. */
const CHECKSUM_BYTES = 4;
/** What is kept of a command that was called once. */
const NOTHING = Buffer.alloc(0);

/**
 * The program's exports. `setFlags` sets V8's as they are at the start: code made under others would be refused, so they
 * are set again before it is kept.
 */
function loadProgram(path, { program, command, setFlags, env }) {
  if (module_.enableCompileCache !== undefined) {
    module_.enableCompileCache();
    // Node keeps the code after this event.
    process.once("exit", setFlags);
    return require(path);
  }
  const folder = env.NODE_DISABLE_COMPILE_CACHE ? undefined : findCacheFolder(env);
  const kept = folder && join(folder, `${program}-${process.version}-${process.arch}`, `${command}.bin`);
  const cachedData = kept && readKept(kept);
  // The wrapper's head stands in no column.
  const script = new Script(readWrapped(path), { filename: path, columnOffset: -module_.wrapper[0].length, cachedData });
  if (kept && (cachedData === undefined || script.cachedDataRejected)) {
    process.once("exit", () => {
      if (!existsSync(kept)) return keep(kept, folder, NOTHING);
      setFlags();
      keep(kept, folder, script.createCachedData());
    });
  }
  const loaded = { exports: {} };
  script.runInThisContext()(loaded.exports, module_.createRequire(path), loaded, path, dirname(path));
  return loaded.exports;
}

/** A module's text in its wrapper. One byte a character: the bundle is ASCII. Put together as bytes: V8 would copy joined texts. */
function readWrapped(path) {
  const [start, end] = module_.wrapper;
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.allocUnsafeSlow(start.length + size + end.length);
    bytes.write(start, "latin1");
    for (let done = 0, read = 1; done < size && read > 0; done += read) read = readSync(file, bytes, start.length + done, size - done, done);
    bytes.write(end, start.length + size, "latin1");
    return bytes.latin1Slice();
  } finally {
    closeSync(file);
  }
}

/** https://specifications.freedesktop.org/basedir-spec, and its likes elsewhere. Undefined: the user has no home. */
function findCacheFolder(env) {
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, "tsmodel");
  if (process.platform === "win32") return env.LOCALAPPDATA && join(env.LOCALAPPDATA, "tsmodel", "cache");
  const home = env.HOME ?? homedir();
  if (!home || home === "/") return undefined;
  return process.platform === "darwin" ? join(home, "Library", "Caches", "tsmodel") : join(home, ".cache", "tsmodel");
}

/** The code, if what lies there is what was written: V8 believes what it is given, and a broken piece would end Node. */
function readKept(path) {
  let bytes;
  try {
    bytes = readFileSync(path);
  } catch {
    return undefined;
  }
  const end = bytes.length - CHECKSUM_BYTES;
  return end > 0 && bytes.readUInt32LE(end) === crc32(bytes.subarray(0, end)) ? bytes.subarray(0, end) : undefined;
}

/** Written whole or not at all. A folder that cannot be written costs a little time at the next start, nothing else. */
function keep(path, folder, data) {
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32LE(crc32(data));
  try {
    if (!existsSync(dirname(path))) removeOld(folder);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const next = `${path}.${process.pid}`;
    writeFileSync(next, Buffer.concat([data, checksum]), { mode: 0o600 });
    renameSync(next, path);
  } catch {
    // Nobody asked for it.
  }
}

function removeOld(folder) {
  if (!existsSync(folder)) return;
  const limit = Date.now() - KEPT * 24 * 3600 * 1000;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).mtimeMs < limit) rmSync(path, { recursive: true, force: true });
  }
}

module.exports = { loadProgram };
