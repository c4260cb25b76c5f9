/**
 * A publisher to be killed: says "ready", is told what to do, and publishes generation after generation, until it is
 * killed from outside, or kills itself at the first event of the given type.
 */
import type { PostgresTarget } from "../../src/index.ts";
import { openDuckdb } from "./duckdb.ts";
import { makeGeneration, generationTables } from "./generations.ts";
import { publish } from "./publish.ts";

interface Order {
  readonly target: PostgresTarget;
  readonly from: number;
  readonly dieAt?: string;
}

const duck = await openDuckdb();
process.once("message", async ({ target, from, dieAt }: Order) => {
  for (let generation = from; ; generation++) {
    await makeGeneration(duck, generation);
    process.send!({ started: generation });
    await publish(
      { source: duck, tables: generationTables, target, schema: "marts" },
      undefined,
      ({ type }) => {
        if (type === dieAt) process.kill(process.pid, "SIGKILL");
      },
    );
    process.send!({ published: generation });
  }
});
process.once("disconnect", () => process.exit());
process.send!("ready");
