import { expect, test } from "vitest";
import { engineVariables, withBothNames } from "../../src/project/engine-variables.ts";

test("a variable of dbt's can be read under both of its names", () => {
  expect(withBothNames({ DBT_TARGET: "prod", HOME: "/me" })).toEqual({
    DBT_TARGET: "prod",
    DBT_ENGINE_TARGET: "prod",
    HOME: "/me",
  });
  expect(withBothNames({ DBT_ENGINE_TARGET: "prod" })).toEqual({
    DBT_TARGET: "prod",
    DBT_ENGINE_TARGET: "prod",
  });
});

test("the reserved name wins, and other variables are left alone", () => {
  const env = { DBT_ENGINE_QUIET: "true", DBT_QUIET: "false", DBT_ENV_SECRET_X: "s", DBT_ENGINE_MINE: "1" };
  expect(withBothNames(env)).toEqual({ ...env, DBT_QUIET: "true" });
});

test("each is listed once", () => {
  expect(new Set(engineVariables()).size).toBe(engineVariables().length);
});
