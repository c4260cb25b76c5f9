/** The package as npm would publish it: what it holds, and that programs can use it. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const source = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const modules = resolve(source, "../../node_modules");
let folder: string;

function run(command: string, args: readonly string[], cwd: string = folder): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8", shell: process.platform === "win32" });
  expect([status, stdout + stderr]).toEqual([0, expect.any(String)]);
  return stdout;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tsmodel-package-"));
  const [{ filename }] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", folder], source)) as [{ readonly filename: string }];
  const place = join(folder, "node_modules/tsmodel");
  mkdirSync(place, { recursive: true });
  run("tar", ["xzf", join(folder, filename), "-C", place, "--strip-components=1"]);
  // Its one dependency, and what the test itself needs.
  for (const name of ["@duckdb", "@types", "typescript"]) symlinkSync(join(modules, name), join(folder, "node_modules", name), "junction");
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("holds the command and its types, no sources", () => {
  const at = (path: string): boolean => existsSync(join(folder, "node_modules/tsmodel", path));
  expect(["bin/tsmodel.js", "dist/lib/program.cjs", "dist/index.js", "types/cli/index.d.ts", "LICENSE"].filter((path) => !at(path))).toEqual([]);
  expect(["src", "test", "build"].filter(at)).toEqual([]);
});

test("names those whose code is in it, with their licenses", () => {
  const notices = readFileSync(join(folder, "node_modules/tsmodel/dist/third-party-licenses.txt"), "utf8");
  for (const name of ["js-yaml", "pg", "chokidar", "@babel/parser"]) expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\([\\w.-]+\\)$`, "m"));
  expect(notices.match(/^-{80}$/gm)!.length).toBe(notices.match(/^@?[\w./-]+ \d+\.\d+\.\d+\S* \(.+\)$/gm)!.length);
});

test("can be imported and required, and its command runs", () => {
  const names = "main openWorkspace runNodes TsmodelError";
  writeFileSync(join(folder, "use.mjs"), `import { ${names.replaceAll(" ", ", ")} } from "tsmodel"; console.log(typeof main, typeof openWorkspace, typeof runNodes, typeof TsmodelError);`);
  expect(run(process.execPath, ["use.mjs"])).toBe("function function function function\n");
  expect(run(process.execPath, [join(folder, "node_modules/tsmodel/bin/tsmodel.js"), "--version"])).toMatch(/^tsmodel \d/);
});

test("types a TypeScript model, and refuses what is wrong in one", () => {
  const model = (body: string): string => `import type { ScriptRow, TsModel } from "tsmodel";
export default async function (tsmodel: TsModel): Promise<ScriptRow[]> {
  ${body}
}
`;
  const check = (text: string): { readonly status: number | null; readonly stdout: string } => {
    writeFileSync(join(folder, "model.ts"), text);
    const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2023", "--types", "node", "--skipLibCheck", "false", "model.ts"];
    return spawnSync(process.execPath, [join(folder, "node_modules/typescript/bin/tsc"), ...options], { cwd: folder, encoding: "utf8" });
  };
  expect(check(model('const orders = await tsmodel.ref("orders").rows();\n  return orders.map((order) => ({ id: order["id"] ?? null }));'))).toMatchObject({ status: 0, stdout: "" });
  const wrong = check(model('return await tsmodel.reff("orders").rows();'));
  expect(wrong.status).not.toBe(0);
  expect(wrong.stdout).toContain("'reff' does not exist on type 'TsModel'");
});
