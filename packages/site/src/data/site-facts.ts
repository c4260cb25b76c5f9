/** What several parts of the site are made from, looked up once. */
import { objectOf, textsOf, type Artifacts } from "../artifacts/artifacts.ts";
import { catalogTable, collectColumns } from "./collect-columns.ts";
import { collectRuns, type Runs } from "./collect-runs.ts";
import { collectTests, type KnownTest } from "./collect-tests.ts";
import { collectShown, parentsOf, type Shown } from "./shown-resources.ts";
import type { PageColumn } from "./site-data.ts";

export interface SiteFacts {
  readonly artifacts: Artifacts;
  readonly shown: Shown;
  readonly runs: Runs;
  /** By the unique id of what is tested. */
  readonly tests: ReadonlyMap<string, readonly KnownTest[]>;
  /** Of each node. */
  readonly columns: readonly (readonly PageColumn[])[];
  /** Numbers of what each node reads, and of who reads it; tests are not readers, macros' readers are their callers. */
  readonly parents: readonly (readonly number[])[];
  readonly children: readonly (readonly number[])[];
}

export function collectFacts(artifacts: Artifacts): SiteFacts {
  const shown = collectShown(artifacts.manifest);
  const runs = collectRuns(artifacts);
  const parents: number[][] = shown.resources.map(() => []);
  const children: number[][] = shown.resources.map(() => []);
  shown.resources.forEach((resource, at) => {
    const isTest = resource.resource_type === "test" || resource.resource_type === "unit_test";
    for (const id of new Set(parentsOf(resource))) {
      const parent = shown.number.get(id);
      if (parent === undefined || parent === at) continue;
      parents[at]!.push(parent);
      if (!isTest) children[parent]!.push(at);
    }
    for (const id of new Set(textsOf(objectOf(resource["depends_on"])["macros"]))) {
      const macro = shown.number.get(id);
      if (macro !== undefined && macro !== at) children[macro]!.push(at);
    }
  });
  for (const list of parents) list.sort((a, b) => a - b);
  const columns = shown.resources.map((resource) => collectColumns(resource, catalogTable(artifacts, resource.unique_id)));
  return { artifacts, shown, runs, tests: collectTests(shown, runs), columns, parents, children };
}
