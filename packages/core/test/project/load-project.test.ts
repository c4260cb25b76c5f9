import { Environment } from "@tsmodel/jinja";
import { describe, expect, test } from "vitest";
import type { AdapterPlugin } from "../../src/adapter/adapter.ts";
import { TsmodelError, TsmodelErrors, fail } from "../../src/errors/tsmodel-error.ts";
import type { JsonObject, JsonValue } from "../../src/manifest/json.ts";
import { loadProject } from "../../src/project/load-project.ts";
import type { Project } from "../../src/project/project.ts";
import { memoryEffects } from "./memory-effects.ts";
import type { MemoryEffects } from "./memory-effects.ts";

const plugin = {
  type: "duckdb",
  parseCredentials(output: JsonObject) {
    if (output["path"] === "bad")
      throw fail("flag-invalid", { where: "path", value: "bad", expected: "a file" });
    const { password: _, ...shown } = output;
    return {
      type: "duckdb",
      database: "db",
      schema: String(output["schema"] ?? "main"),
      threads: 1,
      shown,
      place: String(output["path"]),
      settings: output,
    };
  },
} as unknown as AdapterPlugin;

const base: { [path: string]: string } = {
  "/shop/dbt_project.yml": "name: shop\nprofile: shop\n",
  "/shop/profiles.yml":
    "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: dev.duckdb, threads: 3}\n    prod: {type: duckdb, path: prod.duckdb, schema: live}\n",
};

interface Setup {
  files?: { [path: string]: string | undefined };
  args?: { [name: string]: JsonValue };
  env?: { [name: string]: string };
  cwd?: string;
  command?: string;
}

function load({ files = {}, args = {}, env = {}, cwd = "/shop", command = "build" }: Setup): {
  project: Project;
  effects: MemoryEffects;
} {
  const texts = Object.fromEntries(
    Object.entries({ ...base, ...files }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  const effects = memoryEffects(texts, { env: { HOME: "/home/me", ...env }, cwd });
  const invocation = { id: "id", startedAt: effects.now() };
  return {
    project: loadProject(
      { command, args, adapters: [plugin], environment: new Environment(), invocation },
      effects,
    ),
    effects,
  };
}

const warnings = ({ events }: MemoryEffects): string[] =>
  events.flatMap((event) => (event.type === "warning" ? [event.error.render()] : []));

function problems(setup: Setup): string {
  try {
    load(setup);
  } catch (error) {
    if (error instanceof TsmodelError) return error.render();
    if (error instanceof TsmodelErrors) return error.errors.map((one) => one.render()).join("\n");
    throw error;
  }
  throw new Error("accepted");
}

const projectYml = (text: string): Setup => ({
  files: { "/shop/dbt_project.yml": `name: shop\nprofile: shop\n${text}` },
});

test("defaults are dbt's", () => {
  const { root, profile, flags, packages, selectors, cliVars } = load({}).project;
  expect(root).toMatchObject({
    name: "shop",
    version: null,
    root: "/shop",
    modelPaths: ["models"],
    seedPaths: ["seeds"],
    analysisPaths: ["analyses"],
    targetPath: "target",
    logPath: "logs",
    packagesInstallPath: "dbt_packages",
    cleanTargets: ["target"],
    onRunStart: [],
    vars: {},
    restrictAccess: false,
    docsPaths: ["models", "seeds", "snapshots", "analyses", "macros", "tests", "functions"],
    queryComment: { comment: null, append: false, jobLabel: false },
  });
  expect(profile).toMatchObject({
    profileName: "shop",
    targetName: "dev",
    threads: 3,
    profilesDir: "/shop",
    credentials: { place: "dev.duckdb" },
  });
  expect(flags).toMatchObject({
    which: "build",
    indirect_selection: "eager",
    write_json: true,
    project_dir: "/shop",
  });
  expect([packages, selectors, cliVars]).toEqual([[], null, {}]);
});

describe("dbt_project.yml", () => {
  test("is rendered but for variables, hooks and the query comment", () => {
    const { root } = load({
      ...projectYml(
        [
          "on-run-start: \"{{ log('x') }}\"",
          "query-comment: {comment: '{{ node }}', append: true}",
          "vars: {a: '{{ 1 + 1 }}', day: 2024-01-01}",
          "models:",
          "  shop:",
          '    +schema: "{{ target.name }}_x"',
          "    +enabled: \"{{ var('flag') == 1 }}\"",
          "    +begin: 2024-01-01",
          '    +pre-hook: "{{ this }}"',
        ].join("\n"),
      ),
      args: { vars: "{flag: 1}" },
    }).project;
    expect(root.onRunStart).toEqual(["{{ log('x') }}"]);
    expect(root.queryComment).toEqual({ comment: "{{ node }}", append: true, jobLabel: false });
    expect(root.vars).toMatchObject({ a: "{{ 1 + 1 }}" });
    expect(root.configSections["models"]).toEqual({
      shop: { "+schema": "dev_x", "+enabled": true, "+begin": "2024-01-01", "+pre-hook": "{{ this }}" },
    });
    expect(root.unrenderedSections["models"]).toMatchObject({ shop: { "+schema": "{{ target.name }}_x" } });
  });
  test("old names still work, with a warning", () => {
    const { project, effects } = load(
      projectYml("source-paths: [src]\ndata-paths: [data]\ntests: {+severity: warn}\ntarget-path: out"),
    );
    expect(project.root).toMatchObject({
      modelPaths: ["src"],
      seedPaths: ["data"],
      targetPath: "out",
      configSections: { data_tests: { "+severity": "warn" } },
    });
    expect(warnings(effects).map((text) => text.split("\n")[1])).toEqual([
      "  The `source-paths` config has been renamed to `model-paths`",
      "  The `data-paths` config has been renamed to `seed-paths`",
      "  The `target-path` config in dbt_project.yml has been deprecated",
    ]);
  });
  test("unknown keys are refused as by dbt, ours are kept", () => {
    const { project } = load(projectYml("publish: {target: pg}"));
    expect(project.root.extras).toEqual({ publish: { target: "pg" } });
    const text = problems({
      files: { "/shop/dbt_project.yml": "name: shop\nprofile: shop\nmodel-path: [x]\n" },
    });
    expect(text).toContain("Additional properties are not allowed ('model-path' was unexpected)");
    expect(text).toContain("dbt_project.yml:3:1");
    expect(text).toContain('did you mean "model-paths"?');
  });
  test("a project for another version of dbt says that before anything about its keys", () => {
    const text = problems({
      files: {
        "/shop/dbt_project.yml":
          "name: shop\nprofile: shop\nfrom-the-future: 1\nrequire-dbt-version: '<=0.0.1'\n",
      },
    });
    expect(text.indexOf("<=0.0.1")).toBeGreaterThan(-1);
    expect(text.indexOf("<=0.0.1")).toBeLessThan(text.indexOf("from-the-future' was unexpected"));
  });
  test("every problem is reported, with its place", () => {
    const text = problems({
      files: {
        "/shop/dbt_project.yml":
          "name: 1shop\nprofile: shop\nmodel-paths: models\nquoting: {database: 1}\ndispatch: [{macro_namespace: x}]\nversion: abc\n",
      },
    });
    expect(text).toContain("Invalid project name: '1shop'");
    expect(text).toContain(
      "Runtime Error\n  at path ['model-paths']: 'models' is not valid under any of the given schemas\n  dbt_project.yml:3:14\n",
    );
    expect(text).toContain("    |              ^^^^^^\n  model-paths has to be a list of paths");
    expect(text).toContain("quoting has to be");
    expect(text).toContain("dispatch has to be");
    expect(text).toContain("version has to be");
  });
  test("values of a wrong kind, in the words that dbt's schema has for them", () => {
    const text = problems(
      projectYml(
        "version: 1.x\ndbt-cloud: mine\nvars: 3\nmodels: [a]\nrestrict-access: x\ndispatch: {a: 1}\n",
      ),
    );
    for (const said of [
      "at path ['version']: '1.x' is not valid under any of the given schemas",
      "at path ['dbt-cloud']: 'mine' is not valid under any of the given schemas",
      "at path ['vars']: 3 is not valid under any of the given schemas",
      "at path ['models']: ['a'] is not of type 'object'",
      "at path ['restrict-access']: 'x' is not of type 'boolean'",
      "at path ['dispatch']: {'a': 1} is not of type 'array'",
    ])
      expect(text).toContain(said);
  });
  test("duplicate keys are warned about", () => {
    const { effects } = load(projectYml("vars: {a: 1}\nvars: {b: 1}"));
    expect(warnings(effects).join()).toContain("line 4, column 1 in file `dbt_project.yml`");
  });
  test("is found upwards from the working folder", () => {
    expect(load({ cwd: "/shop/models/staging" }).project.root.root).toBe("/shop");
  });
});

describe("what is wrong is said with what to do", () => {
  const cases: [string, Setup, string[]][] = [
    [
      "no project",
      { cwd: "/elsewhere" },
      [
        "Runtime Error",
        "No dbt_project.yml found at expected path /elsewhere/dbt_project.yml",
        "--project-dir",
      ],
    ],
    [
      "other spelling",
      { files: { "/shop/dbt_project.yml": undefined, "/shop/dbt_project.yaml": "name: x" } },
      ["there is a dbt_project.yaml: rename it"],
    ],
    ["missing folder", { args: { project_dir: "nope" } }, ["Usage Error", "Path 'nope' does not exist."]],
    [
      "not a mapping",
      { files: { "/shop/dbt_project.yml": "- a" } },
      ["dbt_project.yml does not parse to a dictionary"],
    ],
    [
      "no name",
      { files: { "/shop/dbt_project.yml": "profile: shop" } },
      ['Required "name" field not present in project'],
    ],
    [
      "reserved name",
      { files: { "/shop/dbt_project.yml": "name: ref\nprofile: shop" } },
      ["ref is a reserved word", "dbt_project.yml:1:7"],
    ],
    [
      "no profile named",
      { files: { "/shop/dbt_project.yml": "name: shop" } },
      ["no profile was specified for this dbt project", "profile: NAME"],
    ],
    [
      "unknown profile",
      { files: { "/shop/dbt_project.yml": "name: shop\nprofile: shopp" } },
      ["Could not find profile named 'shopp'", 'did you mean "shop"?'],
    ],
    [
      "no profiles.yml",
      { files: { "/shop/profiles.yml": undefined } },
      ["Could not find profile named 'shop'", "there is no file /home/me/.dbt/profiles.yml"],
    ],
    [
      "empty profiles.yml",
      { files: { "/shop/profiles.yml": "# none" } },
      ["The profiles.yml file at /shop/profiles.yml is empty"],
    ],
    [
      "unknown target",
      { args: { target: "prd" } },
      [
        "The profile 'shop' does not have a target named 'prd'. The valid target names",
        " - dev",
        'did you mean "prod"?',
      ],
    ],
    [
      "no outputs",
      { files: { "/shop/profiles.yml": "shop:\n  output: {}\n" } },
      ["outputs not specified in profile 'shop'", 'did you mean "output"?'],
    ],
    [
      "no type",
      { files: { "/shop/profiles.yml": "shop:\n  outputs:\n    default: {path: x}\n" } },
      ['required field "type" not found in profile shop and target default', "/shop/profiles.yml:3:5"],
    ],
    [
      "unknown adapter",
      { files: { "/shop/profiles.yml": "shop:\n  outputs:\n    default: {type: duckdbb}\n" } },
      [
        'Credentials in profile "shop", target "default" invalid: Could not find adapter type duckdbb!',
        'did you mean "duckdb"?',
      ],
    ],
    [
      "bad credentials",
      { files: { "/shop/profiles.yml": "shop:\n  outputs:\n    default: {type: duckdb, path: bad}\n" } },
      [
        'Credentials in profile "shop", target "default" invalid: Invalid value for path',
        "/shop/profiles.yml:3:5",
      ],
    ],
    [
      "threads",
      { files: { "/shop/profiles.yml": "shop:\n  outputs:\n    default: {type: duckdb, threads: many}\n" } },
      ["threads has to be a whole number above 0, not many", ":3:38"],
    ],
    [
      "missing variable of the environment",
      {
        files: {
          "/shop/profiles.yml":
            "shop:\n  outputs:\n    default: {type: duckdb, path: \"{{ env_var('NOPE') }}\"}\n",
        },
      },
      ["Env var required but not provided: 'NOPE'", "/shop/profiles.yml:3:35"],
    ],
    [
      "--vars that is no mapping",
      { args: { vars: "a" } },
      ["The YAML provided in the --vars argument is not valid"],
    ],
    [
      "--vars that is no YAML",
      { args: { vars: "{a: 1" } },
      ["The YAML provided in the --vars argument is not valid"],
    ],
    [
      "YAML",
      { files: { "/shop/dbt_project.yml": "name: shop\nprofile: {{ x }}" } },
      ["Syntax error near line 2", "has to be quoted"],
    ],
    [
      "environment flag",
      { env: { DBT_WRITE_JSON: "maybe" } },
      ["Invalid value for DBT_WRITE_JSON: maybe is not true or false"],
    ],
    ["project flag", projectYml("flags: {indirect_selection: eagre}"), ['did you mean "eager"?']],
    [
      "two places of flags",
      {
        files: {
          ...projectYml("flags: {debug: true}").files,
          "/shop/profiles.yml": `${base["/shop/profiles.yml"]}config: {debug: true}\n`,
        },
      },
      ["Do not specify both 'config' in profiles.yml and 'flags' in dbt_project.yml"],
    ],
    [
      "version",
      projectYml('require-dbt-version: [">=1.0.0", "<1.5.0"]'),
      [
        "This version of dbt is not supported with the 'shop' package",
        "Required version of dbt for 'shop': ['>=1.0.0', '<1.5.0']",
        "--no-version-check",
        "dbt_project.yml:3:22",
      ],
    ],
    [
      "impossible version",
      projectYml('require-dbt-version: [">2.0.0", "<1.5.0"]'),
      ["can never be satisfied"],
    ],
    ["no version", projectYml('require-dbt-version: ">=1"'), ['">=1" is not a valid semantic version.']],
    [
      "packages not installed",
      {
        files: {
          "/shop/packages.yml": "packages: [{local: ../x}, {local: ../y}]",
          "/shop/dbt_packages/x/dbt_project.yml": "name: x",
        },
      },
      [
        'dbt found 2 package(s) specified in packages.yml, but only 1 package(s) installed in dbt_packages. Run "dbt deps"',
      ],
    ],
    [
      "package without project",
      { files: { "/shop/dbt_packages/x/models/a.sql": "" } },
      [
        "Failed to read package: No dbt_project.yml found at expected path /shop/dbt_packages/x/dbt_project.yml",
      ],
    ],
    [
      "package of the project's name",
      { files: { "/shop/dbt_packages/x/dbt_project.yml": "name: shop" } },
      ['more than one package with the name "shop"', "/shop/dbt_packages/x"],
    ],
    [
      "package's version",
      { files: { "/shop/dbt_packages/x/dbt_project.yml": "name: x\nrequire-dbt-version: '>=2.0.0'" } },
      ["not supported with the 'x' package", "dbt_packages/x/dbt_project.yml:2:"],
    ],
  ];
  test.each(cases)("%s", (_, setup, words) => {
    const text = problems(setup);
    for (const word of words) expect(text).toContain(word);
  });
});

describe("profiles", () => {
  test("--profiles-dir over variables over working folder over project over home", () => {
    const profile = (path: string): string =>
      `shop:\n  outputs:\n    default: {type: duckdb, path: ${path}}\n`;
    const files = {
      "/a/profiles.yml": profile("a"),
      "/b/profiles.yml": profile("b"),
      "/shop/models/profiles.yml": profile("cwd"),
      "/home/me/.dbt/profiles.yml": profile("home"),
    };
    const place = (setup: Setup): string =>
      load({ ...setup, files: { ...files, ...setup.files } }).project.profile.credentials.place;
    expect(place({ args: { profiles_dir: "/a" }, env: { DBT_PROFILES_DIR: "/b" } })).toBe("a");
    expect(place({ env: { DBT_PROFILES_DIR: "/b" } })).toBe("b");
    expect(place({ cwd: "/shop/models" })).toBe("cwd");
    expect(place({ cwd: "/shop/other" })).toBe("dev.duckdb");
    expect(place({ files: { "/shop/profiles.yml": undefined } })).toBe("home");
  });
  test("values are rendered, secrets put in last, other outputs left alone", () => {
    const text = [
      "shop:",
      "  target: \"{{ env_var('T', 'dev') }}\"",
      "  outputs:",
      "    dev: {type: duckdb, path: \"{{ env_var('DBT_ENV_SECRET_P') }}/x\", threads: \"{{ env_var('N') }}\", password: '{{ not a template'}",
      "    pg: {type: postgres, host: \"{{ env_var('NOPE') }}\"}",
    ].join("\n");
    const { profile } = load({
      files: { "/shop/profiles.yml": text },
      env: { DBT_ENV_SECRET_P: "s3cret", N: "8" },
    }).project;
    expect(profile.threads).toBe(8);
    expect(profile.credentials.settings).toEqual({ path: "s3cret/x", password: "{{ not a template" });
    expect(() => profile.output("pg")).toThrow("NOPE");
    expect(profile.output("none")).toBeUndefined();
  });
  test("command line over profile", () => {
    const { profile } = load({ args: { target: "prod", threads: 9 } }).project;
    expect(profile).toMatchObject({ targetName: "prod", threads: 9, credentials: { schema: "live" } });
  });
});

describe("packages", () => {
  test("are read in order, see the target but not --vars, and quote as the root does", () => {
    const { project } = load({
      files: {
        "/shop/dbt_project.yml": "name: shop\nprofile: shop\nquoting: {identifier: false}\n",
        "/shop/dbt_packages/b/dbt_project.yml":
          'name: b\nvars: {x: 1}\nmodels: {+schema: "{{ target.name }}"}\n',
        "/shop/dbt_packages/a/dbt_project.yml":
          "name: a\nquoting: {identifier: true}\nmodels: {+enabled: \"{{ var('x', 'none') }}\"}\n",
        "/shop/dbt_packages/__pycache__/x.txt": "",
      },
      args: { vars: { x: "given" } },
    });
    expect(
      project.packages.map(({ name, root, quoting, configSections }) => [
        name,
        root,
        quoting,
        configSections["models"],
      ]),
    ).toEqual([
      ["a", "/shop/dbt_packages/a", { identifier: false }, { "+enabled": "none" }],
      ["b", "/shop/dbt_packages/b", { identifier: false }, { "+schema": "dev" }],
    ]);
  });
});

describe("flags", () => {
  const flags = (setup: Setup): Project["flags"] => load(setup).project.flags;
  test("command line over TSMODEL_ over DBT_ENGINE_ over DBT_ over dbt_project.yml over default", () => {
    const project = projectYml("flags: {printer_width: 1, debug: true, fail_fast: true}");
    expect(
      flags({
        ...project,
        env: { DBT_PRINTER_WIDTH: "2", DBT_ENGINE_PRINTER_WIDTH: "3", TSMODEL_PRINTER_WIDTH: "4" },
        args: { printer_width: 5 },
      })["printer_width"],
    ).toBe(5);
    expect(
      flags({
        ...project,
        env: { DBT_PRINTER_WIDTH: "2", DBT_ENGINE_PRINTER_WIDTH: "3", TSMODEL_PRINTER_WIDTH: "4" },
      })["printer_width"],
    ).toBe(4);
    expect(
      flags({ ...project, env: { DBT_PRINTER_WIDTH: "2", DBT_ENGINE_PRINTER_WIDTH: "3" } })["printer_width"],
    ).toBe(3);
    expect(flags({ ...project, env: { DBT_PRINTER_WIDTH: "2" } })["printer_width"]).toBe(2);
    expect(flags(project)).toMatchObject({ printer_width: 1, debug: true, fail_fast: true });
    expect(flags({})["printer_width"]).toBe(80);
    expect(flags({ ...project, args: { debug: false } })["debug"]).toBe(false);
  });
  test("a log file follows the screen unless it is set itself", () => {
    expect(flags({ args: { log_level: "warn" } })["log_level_file"]).toBe("warn");
    expect(flags({ args: { log_level: "warn", log_level_file: "error" } })["log_level_file"]).toBe("error");
    expect(flags({})["log_level_file"]).toBe("debug");
  });
  test("renamed variables", () => {
    expect(
      flags({ env: { DBT_NO_PRINT: "1", DBT_DEFER_TO_STATE: "true", DBT_ARTIFACT_STATE_PATH: "old" } }),
    ).toMatchObject({ print: false, defer: true, state: "old" });
  });
  test("warn_error_options in old words", () => {
    expect(
      flags({ args: { warn_error_options: { include: "all", exclude: ["Deprecations"] } } })[
        "warn_error_options"
      ],
    ).toEqual({ error: "all", warn: ["Deprecations"], silence: [] });
    const both = { include: "all", error: "all" };
    expect(() => flags({ args: { warn_error_options: both } })).toThrow(
      "Only `include` or `error` can be specified",
    );
  });
  test("which is dbt's word, options of the command stay", () => {
    expect(flags({ command: "docs generate", args: { select: ["a"] } })).toMatchObject({
      which: "generate",
      select: ["a"],
    });
  });
  test("unknown project flags are warned about", () => {
    expect(warnings(load(projectYml("flags: {fail_fst: true}")).effects).join()).toContain(
      'did you mean "fail_fast"?',
    );
  });
});

test("selectors.yml is rendered", () => {
  const { selectors } = load({
    files: { "/shop/selectors.yml": "selectors: [{name: a, definition: \"{{ 'tag:' ~ target.name }}\"}]" },
  }).project;
  expect(selectors).toEqual({ selectors: [{ name: "a", definition: "tag:dev" }] });
});
