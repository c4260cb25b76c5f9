/** The ER diagram: entities and links from relationships tests and foreign key constraints. */
import { listOf, objectOf, textOf, textsOf, type Resource } from "../artifacts/artifacts.ts";
import { writtenColumns } from "./shown-resources.ts";
import type { SiteFacts } from "./site-facts.ts";
import type { Entity, EntityChunk, EntityLink } from "./site-data.ts";

interface Link {
  readonly from: string;
  readonly column: string;
  readonly to: string;
  readonly field: string;
  readonly state: number;
}

export function buildEntities(facts: SiteFacts): EntityChunk {
  const links = collectLinks(facts);
  const ids = [...new Set(links.flatMap(({ from, to }) => [from, to]))].filter((id) => facts.shown.number.has(id)).sort();
  const position = new Map(ids.map((id, at) => [id, at]));
  return {
    entities: ids.map((id) => buildEntity(id, links, facts)),
    links: links.flatMap((link): EntityLink[] => {
      const [from, to] = [position.get(link.from), position.get(link.to)];
      if (from === undefined || to === undefined) return [];
      const { column, field, state } = link;
      return [{ from, column, to, field, state, single: isTested(facts, link.from, column, "unique"), optional: !isTested(facts, link.from, column, "not_null") }];
    }),
  };
}

function collectLinks({ shown, tests }: SiteFacts): Link[] {
  const links = new Map<string, Link>();
  const add = (link: Link): void => {
    const key = JSON.stringify([link.from, link.column.toLowerCase(), link.to, link.field.toLowerCase()]);
    if (!links.has(key)) links.set(key, link);
  };
  for (const resource of shown.resources) {
    const from = resource.unique_id;
    for (const { kind, column, otherId, field, state } of tests.get(from) ?? [])
      if (/(^|\.)relationships/.test(kind) && column !== null && otherId !== undefined && field !== "") add({ from, column, to: otherId, field, state });
    for (const link of constraintLinks(resource, shown.number)) add(link);
  }
  return [...links.values()];
}

/** `to` of a constraint holds a rendered relation: known is what has that name. */
function constraintLinks(resource: Resource, known: ReadonlyMap<string, number>): Link[] {
  const parents = textsOf(objectOf(resource["depends_on"])["nodes"]).filter((id) => known.has(id));
  const links: Link[] = [];
  for (const owner of [resource, ...writtenColumns(resource)]) {
    for (const constraint of listOf(owner["constraints"]).map(objectOf)) {
      if (constraint["type"] !== "foreign_key") continue;
      const name = /([\w$]+)["'`\])\s]*$/.exec(textOf(constraint["to"]))?.[1];
      const to = parents.find((id) => name !== undefined && id.split(".").slice(2).includes(name));
      const columns = owner === resource ? textsOf(constraint["columns"]) : [textOf(owner["name"])];
      if (to !== undefined) columns.forEach((column, at) => links.push({ from: resource.unique_id, column, to, field: textsOf(constraint["to_columns"])[at] ?? column, state: 0 }));
    }
  }
  return links;
}

function isTested({ tests }: SiteFacts, id: string, column: string, kind: string): boolean {
  return (tests.get(id) ?? []).some((test) => test.kind === kind && test.column?.toLowerCase() === column.toLowerCase());
}

function buildEntity(id: string, links: readonly Link[], facts: SiteFacts): Entity {
  const node = facts.shown.number.get(id)!;
  const resource = facts.shown.resources[node]!;
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  const keys = new Set(textsOf(resource["primary_key"]).map((key) => key.toLowerCase()));
  const columns = facts.columns[node]!.map(({ name, type }): [string, string, string] => {
    const primary = keys.has(name.toLowerCase()) || (isTested(facts, id, name, "unique") && isTested(facts, id, name, "not_null")) || links.some(({ to, field }) => to === id && same(field, name));
    const foreign = links.some((link) => link.from === id && same(link.column, name));
    return [name, type.toLowerCase(), `${primary ? "P" : ""}${foreign ? "F" : ""}`];
  });
  const rank = (marks: string): number => (marks.startsWith("P") ? 0 : marks === "F" ? 1 : 2);
  return { node, columns: columns.sort((a, b) => rank(a[2]) - rank(b[2])) };
}
