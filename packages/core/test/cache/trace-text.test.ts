import { expect, test } from "vitest";
import { decodeTrace, encodeTrace } from "../../src/cache/trace-text.ts";
import { emptyTrace } from "../../src/cache/parse-trace.ts";
import { fail } from "../../src/errors/tsmodel-error.ts";

test("warnings in a long file are kept with the lines they show", () => {
  const text = Array.from({ length: 20_000 }, (_, i) => `line ${i + 1}`).join("\n");
  const record = emptyTrace();
  for (let line = 1; line <= 20_000; line += 100) {
    const at = [{ file: "models/a.sql", line, column: 6, endColumn: 6 + String(line).length, text }];
    const error = fail("properties-unknown-key", { key: "a", path: "b", nearest: undefined }, { at });
    record.events.push({ type: "warning", error, name: "CustomKeyInObjectDeprecation", code: "D016" });
  }
  const stored = encodeTrace(record, "/p");
  expect(stored.length).toBeLessThan(2 * text.length);
  const shown = decodeTrace(stored, "/p").events.map(
    (event) => event.type === "warning" && event.error.render(),
  );
  expect(shown).toEqual(record.events.map((event) => event.type === "warning" && event.error.render()));
});
