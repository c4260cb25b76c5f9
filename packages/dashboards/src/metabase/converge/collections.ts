/** The folder of the dashboards, and the one of their questions within it. */
import { describe, readMark } from "../identity.ts";
import { listOf, type ServerCollection, type ServerItem } from "../server/objects.ts";
import type { Run } from "./run.ts";

export interface Collections {
  /** Undefined where it is not there and nothing is written. */
  readonly dashboards: number | undefined;
  readonly questions: number | undefined;
}

const QUESTIONS = "Questions";

/**
 * By the mark in its description, wherever it was moved and however it was renamed; else by name and place, so that a
 * collection that people made is used, not doubled. Only ever made, never changed.
 */
export async function convergeCollections(run: Run, project: string, path: string): Promise<Collections> {
  const all = listOf<ServerCollection>(await run.client.get("/api/collection")).filter(isShared);
  let parent: ServerCollection | undefined;
  let isMissing = false;
  const names = [
    ...path
      .split("/")
      .map((name) => name.trim())
      .filter(Boolean),
    QUESTIONS,
  ];
  const found: (ServerCollection | undefined)[] = [];
  const keyParts: string[] = [];
  for (const name of names) {
    keyParts.push(slug(name));
    const key = `${project}/collection/${keyParts.join("/")}`;
    const existing: ServerCollection | undefined = isMissing
      ? undefined
      : findCollection(all, key, name, parent);
    if (existing === undefined) run.report({ sign: "+", kind: "collection", name, details: [] });
    parent = existing ?? (run.dryRun ? undefined : await create(run, key, name, parent));
    isMissing ||= parent === undefined;
    found.push(parent);
  }
  const [dashboards, questions] = found.slice(-2).map((each) => each?.id as number | undefined);
  return { dashboards: names.length === 1 ? undefined : dashboards, questions };
}

const isShared = ({ personal_owner_id, is_personal, archived, type, namespace }: ServerCollection): boolean =>
  (personal_owner_id ?? null) === null &&
  is_personal !== true &&
  archived !== true &&
  type !== "trash" &&
  (namespace ?? null) === null;

const slug = (name: string): string => encodeURIComponent(name.toLowerCase().replaceAll(/\s+/g, "-"));

function findCollection(
  all: readonly ServerCollection[],
  key: string,
  name: string,
  parent: ServerCollection | undefined,
): ServerCollection | undefined {
  const place = parent === undefined ? "/" : `${parent.location ?? "/"}${parent.id}/`;
  return (
    all.find(({ description }) => readMark(description) === key) ??
    all.find((each) => typeof each.id === "number" && each.name === name && (each.location ?? "/") === place)
  );
}

async function create(
  { client }: Run,
  key: string,
  name: string,
  parent: ServerCollection | undefined,
): Promise<ServerCollection> {
  return (await client.post("/api/collection", {
    name,
    description: describe(undefined, key),
    parent_id: parent?.id ?? null,
  })) as ServerCollection;
}

/** What lies in a collection: "root" or an id. */
export async function readItems(
  { client }: Pick<Run, "client">,
  collection: number | string,
  models: readonly string[],
): Promise<readonly ServerItem[]> {
  const query = models.map((model) => `models=${model}`).join("&");
  return listOf<ServerItem>(await client.find(`/api/collection/${collection}/items?${query}`));
}
