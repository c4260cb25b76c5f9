import { expect, test } from "vitest";
import type { ModelNode } from "../../src/manifest/node.ts";
import { batchId, sliceTime, type BatchSize } from "../../src/run/microbatch.ts";

/** Expected values: dbt-core 1.11's MicrobatchBuilder on the same input. */
const model = (config: { [key: string]: unknown }): ModelNode => ({ name: "m", resource_type: "model", original_file_path: "m.sql", config: { enabled: true, ...config } }) as unknown as ModelNode;
const at = (text: string): Date => new Date(`${text}Z`);
const show = (slices: ReturnType<typeof sliceTime>): string[] => slices.map(([start, end]) => `${start.toISOString().slice(0, 16)} ${end.toISOString().slice(0, 16)}`);

test("the first run starts at begin and ends at the batch's ceiling", () => {
  const slices = sliceTime({ model: model({ batch_size: "day", begin: "2024-09-15 10:00:00" }), incremental: false, now: at("2024-09-17T16:06:00") });
  expect(show(slices)).toEqual(["2024-09-15T00:00 2024-09-16T00:00", "2024-09-16T00:00 2024-09-17T00:00", "2024-09-17T00:00 2024-09-18T00:00"]);
});

test("an incremental run looks back over the current and the previous batch", () => {
  const slices = sliceTime({ model: model({ batch_size: "hour", begin: "2024-01-01" }), incremental: true, now: at("2024-09-17T16:06:00") });
  expect(show(slices)).toEqual(["2024-09-17T15:00 2024-09-17T16:00", "2024-09-17T16:00 2024-09-17T17:00"]);
});

test("on a boundary one more batch is looked back to", () => {
  const slices = sliceTime({ model: model({ batch_size: "month", lookback: 2, begin: "2020-01-01" }), incremental: true, now: at("2024-03-01T00:00:00") });
  expect(show(slices)).toEqual(["2023-12-01T00:00 2024-01-01T00:00", "2024-01-01T00:00 2024-02-01T00:00", "2024-02-01T00:00 2024-03-01T00:00"]);
});

test("given times win over lookback and begin", () => {
  const input = { model: model({ batch_size: "year" }), incremental: true, now: at("2030-01-01T00:00:00"), eventTimeStart: at("2021-06-01T00:00:00"), eventTimeEnd: at("2022-02-02T00:00:00") };
  expect(show(sliceTime(input))).toEqual(["2021-01-01T00:00 2022-01-01T00:00", "2022-01-01T00:00 2023-01-01T00:00"]);
});

test("a missing begin is an error that names the model", () => {
  expect(() => sliceTime({ model: model({ batch_size: "day" }), incremental: false, now: at("2024-01-01T00:00:00") })).toThrow("Microbatch model 'm' requires a 'begin' configuration.");
});

test.each<[BatchSize, string]>([["hour", "20240917T16"], ["day", "20240917"], ["month", "202409"], ["year", "2024"]])("batch id by %s", (size, id) => {
  expect(batchId(at("2024-09-17T16:06:00"), size)).toBe(id);
});
