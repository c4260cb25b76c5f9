// The tools that tsmodel is timed beside, as far as they are there.
//   DBT   a dbt-core 1.x command (default: dbt on PATH)
//   DBT2  a dbt v2 command (the Rust rewrite)
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** dbt v2 fetches its database driver from the network; where libduckdb.so is on the library path it takes that. */
const dbt2Env = (root) => {
  const folder = join(root, "node_modules/@duckdb", `node-bindings-${process.platform}-${process.arch}`);
  return { DBT_DISABLE_VERSION_CHECK: "1", RUST_BACKTRACE: "0", ...(existsSync(folder) && { LD_LIBRARY_PATH: folder }) };
};

/** `[{ tool, command, env, version, warm }]`; `warm`: words that make a second parse use what the first one kept. */
export function findPeers(root) {
  const peers = [];
  const core = process.env.DBT?.split(" ") ?? ["dbt"];
  const coreVersion = versionOf(core, {}, /installed: (\S+)/);
  if (coreVersion) peers.push({ tool: "dbt", command: core, env: {}, version: `dbt-core ${coreVersion}`, warm: [] });
  if (process.env.DBT2) {
    const command = process.env.DBT2.split(" ");
    const version = versionOf(command, dbt2Env(root), /dbt-fusion (\S+)/);
    if (version) peers.push({ tool: "dbt2", command, env: dbt2Env(root), version: `dbt v2 ${version}`, warm: ["--partial-parse"] });
  }
  return peers;
}

function versionOf([command, ...words], env, pattern) {
  const { status, stdout } = spawnSync(command, [...words, "--version"], { encoding: "utf8", env: { ...process.env, ...env } });
  return status === 0 && !/tsmodel/.test(stdout) ? pattern.exec(stdout)?.[1] : undefined;
}
