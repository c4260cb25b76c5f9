import { expect, test } from "vitest";
import { injectCtes } from "../../src/compile/inject-ctes.ts";

const cte = (name: string) => ({ id: `model.p.${name}`, sql: ` __dbt__cte__${name} as (\nselect 1\n)` });

test.each([
  ["select * from x", "with __dbt__cte__a as (\nselect 1\n) select * from x"],
  ["\n  select * from x", "\n  with __dbt__cte__a as (\nselect 1\n) select * from x"],
  ["with b as (select 2) select * from b", "with  __dbt__cte__a as (\nselect 1\n), b as (select 2) select * from b"],
  ["-- note\nWITH b as (select 2) select 1", "-- note\nWITH  __dbt__cte__a as (\nselect 1\n), b as (select 2) select 1"],
  ["/* with */ with recursive b as (select 2) select 1", "/* with */ with recursive  __dbt__cte__a as (\nselect 1\n), b as (select 2) select 1"],
  ["with\n\n-- first\nb as (select 2) select 1", "with\n\n __dbt__cte__a as (\nselect 1\n), -- first\nb as (select 2) select 1"],
  ["select with_tax from x", "with __dbt__cte__a as (\nselect 1\n) select with_tax from x"],
  ["withdrawals", "with __dbt__cte__a as (\nselect 1\n) withdrawals"],
])("%j", (sql, expected) => {
  expect(injectCtes(sql, [cte("a")]).text).toBe(expected);
});

test("the way back: pieces and CTE starts point at the same characters", () => {
  const sql = "with b as (select 2) select * from b";
  const { text, pieces, cteStarts } = injectCtes(sql, [cte("a"), cte("c")]);
  const [from, start] = pieces[1]!;
  expect(text.slice(start)).toBe(sql.slice(from));
  expect(cteStarts.map((at) => text.slice(at, at + 15))).toEqual([" __dbt__cte__a ", " __dbt__cte__c "]);
});
