/**
 * Ids are a prefix and a zero-padded number. Every account owns a block of numbers per entity, so the ids of one
 * account never depend on how many rows another account has. A number past its block moves to a far region
 * where every account has a million of its own: the id gets wider, never ambiguous.
 */
export type Entity = "account" | "user" | "project" | "task" | "event";

export interface IdShape {
  readonly prefix: string;
  readonly digits: number;
  readonly block: number;
}

export const idShapes: Readonly<Record<Entity, IdShape>> = {
  account: { prefix: "acc_", digits: 4, block: 1 },
  user: { prefix: "usr_", digits: 5, block: 20 },
  project: { prefix: "prj_", digits: 5, block: 10 },
  task: { prefix: "tsk_", digits: 6, block: 250 },
  event: { prefix: "evt_", digits: 7, block: 4_000 },
};

const OVERFLOW_START = 1e10;
const OVERFLOW_BLOCK = 1e6;

/** The number in the id of the `local`-th (from 1) entity of an account (from 1). */
export function idNumber({ block }: IdShape, account: number, local: number): number {
  if (local <= block) return (account - 1) * block + local;
  return OVERFLOW_START + (account - 1) * OVERFLOW_BLOCK + (local - block);
}

export function renderId({ prefix, digits }: IdShape, number: number): string {
  return prefix + String(number).padStart(digits, "0");
}
