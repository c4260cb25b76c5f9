import { ControlFlow, Environment } from "@tsmodel/jinja";
import type { Value } from "@tsmodel/jinja";
import { describe, expect, test } from "vitest";
import type { TsmodelEvent } from "../../src/events/event.ts";
import { createBaseContext } from "../../src/template/base-context.ts";
import type { BaseInput } from "../../src/template/base-context.ts";
import { ContextLayer } from "../../src/template/context-layer.ts";
import { MacroReturn } from "../../src/template/macro-return.ts";
import { createSecretContext } from "../../src/template/secret-context.ts";
import { SecretRegister } from "../../src/template/secret-register.ts";
import { createTargetContext } from "../../src/template/target-context.ts";
import { VarObject } from "../../src/template/var-object.ts";
import type { VarProvider } from "../../src/template/var-object.ts";
import { baseInput } from "./template-fixture.ts";

const environment = new Environment();
const render = (source: string, names: { get(name: string): Value | undefined }): string =>
  environment.compile(source, { name: "case" }).render(names);
const withInput = (source: string, changes: Partial<BaseInput> = {}): string =>
  render(source, createBaseContext(baseInput(changes)));
const varsOf = (vars: { readonly [name: string]: Value }): VarProvider => ({
  get: (name) => vars[name],
  has: (name) => Object.hasOwn(vars, name),
  all: () => vars,
});

describe("env_var", () => {
  const env = {
    env: { NAME: "value", EMPTY: "", DBT_ENV_PRIVATE_X: "hidden", DBT_ENV_SECRET_KEY: "s3cret" },
  };
  test.each([
    ["{{ env_var('NAME') }}", "value"],
    ["{{ env_var('NAME', 'default') }}", "value"],
    ["{{ env_var(var='NOPE', default='default') }}", "default"],
    ["[{{ env_var('EMPTY') }}]", "[]"],
    ["[{{ env_var('NOPE', '') }}]", "[]"],
    ["{{ env_var('NOPE', 5) + 1 }}", "6"],
  ])("%s gives %s", (source, expected) => {
    expect(withInput(source, { env })).toBe(expected);
  });
  test.each([
    ["{{ env_var('NOPE') }}", "Env var required but not provided: 'NOPE'"],
    ["{{ env_var('NOPE', none) }}", "Env var required but not provided: 'NOPE'"],
    ["{{ env_var('DBT_ENV_PRIVATE_X') }}", "Env var required but not provided: 'DBT_ENV_PRIVATE_X'"],
    [
      "{{ env_var('DBT_ENV_SECRET_KEY') }}",
      "Secret env vars are allowed only in profiles.yml or packages.yml",
    ],
    ["{{ env_var('toString') }}", "Env var required but not provided: 'toString'"],
  ])("%s fails", (source, message) => {
    expect(() => withInput(source, { env })).toThrow(message);
  });
  test("reads are told, defaults by a placeholder", () => {
    const reads: [string, string][] = [];
    withInput("{{ env_var('NAME') }}{{ env_var('NOPE', 'x') }}", {
      env: { ...env, onRead: (...read) => reads.push(read) },
    });
    expect(reads).toEqual([
      ["NAME", "value"],
      ["NOPE", "DBT_DEFAULT_PLACEHOLDER"],
    ]);
  });
});

describe("var", () => {
  const vars = varsOf({
    name: "orders",
    number: 3,
    nothing: null,
    template: "{{ var('name') }}_v2",
    flag: false,
  });
  test.each([
    ["{{ var('name') }}", "orders"],
    ["{{ var('number') + 1 }}", "4"],
    ["{{ var('nothing') }}", "None"],
    ["{{ var('nothing', 'default') }}", "None"],
    ["{{ var('template') }}", "orders_v2"],
    ["{{ var('missing', 'default') }}", "default"],
    ["{{ var('missing', none) }}", "None"],
    ["{{ var(var_name='flag') }}", "False"],
    ["{{ var.has_var('name') }} {{ var.has_var('missing') }}", "True False"],
  ])("%s gives %s", (source, expected) => {
    expect(withInput(source, { vars })).toBe(expected);
  });
  test("a missing variable is an error that lists what there is", () => {
    expect(() =>
      withInput("{{ var('nam') }}", { vars: varsOf({ name: 1, DBT_ENV_SECRET_X: "s3cret" }) }),
    ).toThrow(
      `Required var 'nam' not found in config:\nVars supplied to <Configuration> = {\n    "DBT_ENV_SECRET_X": "*****",\n    "name": 1\n}`,
    );
    expect(withInput("{{ var('missing') }}", { vars, requireVars: false })).toBe("None");
  });
  test("a node's var names the node and renders with the node's context", () => {
    const node = { resource_type: "model", name: "orders", original_file_path: "models/orders.sql" };
    const context = { get: (name: string) => (name === "schema" ? "sales" : undefined) };
    const names = new Map<string, Value>([
      ["var", new VarObject({ environment, vars: varsOf({ x: "{{ schema }}.t" }), context, node })],
    ]);
    expect(render("{{ var('x') }}", names)).toBe("sales.t");
    expect(() => render("{{ var('y') }}", names)).toThrow("Vars supplied to orders");
  });
});

test("log and print report what they are told and print nothing", () => {
  const events: TsmodelEvent[] = [];
  const report = (event: TsmodelEvent): number => events.push(event);
  expect(withInput("[{{ log('quiet') }}{{ log([1], info=true) }}{{ print('out') }}]", { report })).toBe("[]");
  expect(events).toMatchObject([
    { type: "message", level: "debug", name: "JinjaLogDebug", code: "I063", text: "quiet" },
    { type: "message", level: "info", name: "JinjaLogInfo", code: "I062", text: "[1]" },
    { type: "message", level: "info", name: "PrintEvent", code: "Z052", text: "out" },
  ]);
  events.length = 0;
  withInput("{{ print('out') }}{{ log('$$$DBT_SECRET_START$$$DBT_ENV_SECRET_X$$$DBT_SECRET_END$$$!') }}", {
    report,
    flags: { print: false },
  });
  expect(events).toMatchObject([{ text: "*****!" }]);
});

test("return leaves the template with its value, untouched by the engine", () => {
  let thrown: unknown;
  try {
    withInput("{{ return([1, 2]) }}");
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(MacroReturn);
  expect(thrown).toBeInstanceOf(ControlFlow);
  expect((thrown as MacroReturn).value).toEqual([1, 2]);
});

test.each([
  ["{{ dbt_version }}", "1.11.0"],
  ["{{ invocation_id }} {{ thread_id }}", "00000000-0000-0000-0000-000000000000 MainThread"],
  ["{{ run_started_at }}", "2026-03-07 14:05:09.123000+00:00"],
  ["{{ run_started_at.strftime('%Y-%m-%d %H:%M %Z') }}", "2026-03-07 14:05 UTC"],
  [
    "{{ run_started_at.astimezone(modules.pytz.timezone('America/New_York')) }}",
    "2026-03-07 09:05:09.123000-05:00",
  ],
  ["{{ (run_started_at - modules.datetime.timedelta(1)).date() }}", "2026-03-06"],
  ["{{ modules.datetime.datetime.utcnow() }}", "2026-03-07 14:05:09.123000"],
  ["{{ modules.datetime.datetime.now(modules.pytz.utc) }}", "2026-03-07 14:05:09.123000+00:00"],
  ["{{ modules.datetime.date.today() }}", "2026-03-07"],
  [
    "{{ flags.FULL_REFRESH }} {{ flags.WHICH }} {{ flags.STORE_FAILURES }} {{ flags.NOPE is defined }} {{ flags.full_refresh is defined }}",
    "True run None False False",
  ],
  [
    "{{ context['dbt_version'] }} {{ context.get('nope', 'x') }} {{ 'log' in context }} {{ 'nope' in context }}",
    "1.11.0 x True False",
  ],
  ["{{ builtins.env_var('X', 'y') }} {{ builtins['log'] is callable }}", "y True"],
])("%s prints %s", (source, expected) => {
  expect(withInput(source, { flags: { full_refresh: true, which: "run" } })).toBe(expected);
});

test("layers look into their own names first, and `context` sees all of them", () => {
  const shared = new ContextLayer(createBaseContext(baseInput()));
  const own = new Map<string, Value>([
    ["this", "orders"],
    ["dbt_version", "mine"],
  ]);
  const layer = new ContextLayer(own, shared);
  expect(
    render(
      "{{ this }} {{ dbt_version }} {{ invocation_id | length }} {{ context.this }} {{ context['dbt_version'] }}",
      layer,
    ),
  ).toBe("orders mine 36 orders mine");
  expect(render("{{ this is defined }} {{ context.get('this') }}", shared)).toBe("False None");
  expect(render("{% for name in context if name == 'this' %}{{ context[name] }}{% endfor %}", layer)).toBe(
    "orders",
  );
});

describe("secrets", () => {
  const env = {
    DBT_ENV_SECRET_PASSWORD: "pa$$word",
    DBT_ENV_SECRET_LONG: "pa$$word-long",
    DBT_ENV_SECRET_BLANK: " ",
    HOST: "db",
  };
  const context = createSecretContext(baseInput({ env: { env } }));
  test("profiles see placeholders, which are put in after rendering", () => {
    const rendered = render(
      "{{ env_var('HOST') }}:{{ env_var('DBT_ENV_SECRET_PASSWORD') | upper }}:{{ env_var('DBT_ENV_SECRET_PASSWORD') }}",
      context,
    );
    expect(rendered).not.toContain("pa$$word");
    expect(new SecretRegister(env).reveal(rendered)).toBe("db:pa$$word:pa$$word");
  });
  test("secrets that are not set fail or take their default", () => {
    expect(() => render("{{ env_var('DBT_ENV_SECRET_NOPE') }}", context)).toThrow(
      "Env var required but not provided",
    );
    expect(render("{{ env_var('DBT_ENV_SECRET_NOPE', 'x') }}", context)).toBe("x");
  });
  test("texts are scrubbed of every secret, the longest first", () => {
    const register = new SecretRegister(env);
    register.add("token");
    expect(register.scrub("a pa$$word b pa$$word-long c token d ")).toBe("a ***** b ***** c ***** d ");
  });
});

test("target shows the connection and dbt's own keys", () => {
  const credentials = {
    type: "duckdb",
    database: "db",
    schema: "main",
    threads: 4,
    shown: { path: "x.duckdb", schema: "main", threads: 1 },
    place: "x",
    settings: null,
  };
  const context = createTargetContext({ profileName: "shop", targetName: "dev", threads: 4, credentials });
  expect(
    render(
      "{{ target.name }} {{ target.target_name }} {{ target.profile_name }} {{ target.type }} {{ target.threads }} {{ target.schema }} {{ target['path'] }} {{ target.get('nope') }}",
      context,
    ),
  ).toBe("dev dev shop duckdb 4 main x.duckdb None");
});
