/**
 * Random templates against real Jinja2, where `python3` has it. FUZZ_COUNT templates (2,500 unless told) from FUZZ_SEED;
 * a difference is printed as a template that anybody can try.
 */

import { expect, test } from "vitest";
import { Environment, JinjaError, toValue } from "../src/index.ts";
import { compare } from "./fuzz/compare.ts";
import { Generator, context } from "./fuzz/generate.ts";
import type { Outcome } from "./fuzz/oracle.ts";
import { Oracle, oracleProblem } from "./fuzz/oracle.ts";
import { Random } from "./fuzz/random.ts";

const count = Number(process.env["FUZZ_COUNT"] ?? 2500);
const seed = Number(process.env["FUZZ_SEED"] ?? 20260101);
const batch = 250;

const environment = new Environment({ cache: false });

function render(template: string): Outcome {
  const values = new Map(Object.entries(context).map(([name, value]) => [name, toValue(value)]));
  try {
    return {
      text: environment.compile(template, { name: "fuzz" }).render({ get: (name) => values.get(name) }),
    };
  } catch (error) {
    if (error instanceof JinjaError) return { error: error.kind, message: error.message };
    return { error: `not a JinjaError: ${String(error)}`, message: "" };
  }
}

const problem = oracleProblem();
if (problem !== undefined) console.warn(`fuzz test skipped: ${problem}`);

test.skipIf(problem !== undefined)(
  "random templates give what real Jinja2 gives",
  async () => {
    const generator = new Generator(new Random(seed));
    const oracle = new Oracle();
    const different: string[] = [];
    let incomparable = 0;
    for (let done = 0; done < count; done += batch) {
      const templates = Array.from({ length: batch }, () => generator.template());
      const wanted = await oracle.render(templates, context);
      templates.forEach((template, i) => {
        const want = wanted[i] as Outcome;
        const got = render(template);
        const verdict = compare(want, got);
        if (verdict === "incomparable") incomparable++;
        if (verdict === "different") {
          different.push(`${template}\n  jinja2: ${JSON.stringify(want)}\n  here:   ${JSON.stringify(got)}`);
        }
      });
    }
    oracle.close();
    expect(different.slice(0, 10).join("\n"), `seed ${seed}`).toBe("");
    expect(incomparable / count).toBeLessThan(0.03);
  },
  count * 40 + 60_000,
);
