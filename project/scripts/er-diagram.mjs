// Draws the entities and their relations from the project's own relationships tests, as a Mermaid diagram, and puts
// it between the marks in docs/data-model.md. With --check it only says whether the document is up to date.
//   node project/scripts/er-diagram.mjs [--check] [--manifest project/target/manifest.json] [--document docs/data-model.md]
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const project = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const START = "<!-- er-diagram: made by project/scripts/er-diagram.mjs, do not edit -->";
const END = "<!-- er-diagram: end -->";

const { values } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    manifest: { type: "string", default: resolve(project, "target/manifest.json") },
    document: { type: "string", default: resolve(project, "../docs/data-model.md") },
  },
});
const document = readText(values.document);
const updated = replaceDiagram(document, renderDiagram(readModel(JSON.parse(readText(values.manifest)))));
const name = relative(process.cwd(), values.document);
if (updated === document) console.log(`${name} is up to date`);
else if (values.check) {
  console.error(
    `error: ${name} does not show the relations of the project\n  node project/scripts/er-diagram.mjs brings it up to date`,
  );
  process.exitCode = 1;
} else {
  writeFileSync(values.document, updated);
  console.log(`${name} updated`);
}

function readText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    console.error(`error: ${relative(process.cwd(), path)} cannot be read; build the project first`);
    process.exit(1);
  }
}

/** Entities with their key columns, and relations between them, in order of the names. */
function readModel({ nodes }) {
  const tests = Object.values(nodes).filter((node) => node.resource_type === "test" && node.test_metadata);
  const testsOf = (kind) => tests.filter((test) => test.test_metadata.name === kind);
  const columnOf = (test) => `${modelName(test)}.${test.test_metadata.kwargs.column_name}`;
  const required = new Set(testsOf("not_null").map(columnOf));
  const relations = testsOf("relationships").map((test) => {
    const { to, field, column_name: column } = test.test_metadata.kwargs;
    return {
      child: modelName(test),
      column,
      parent: /ref\(['"](\w+)['"]\)/.exec(to)[1],
      field,
      required: required.has(columnOf(test)),
    };
  });
  relations.sort(
    (a, b) => compare(a.parent, b.parent) || compare(a.child, b.child) || compare(a.column, b.column),
  );
  const entities = new Map();
  const keysOf = (model) => entities.get(model) ?? entities.set(model, new Map()).get(model);
  for (const { parent, field } of relations) keysOf(parent).set(field, "PK");
  for (const test of testsOf("unique")) {
    const model = modelName(test);
    if (relations.some((relation) => relation.child === model))
      keysOf(model).set(test.test_metadata.kwargs.column_name, "PK");
  }
  for (const { child, column } of relations) if (!keysOf(child).has(column)) keysOf(child).set(column, "FK");
  return { entities: [...entities].sort(([a], [b]) => compare(a, b)), relations };
}

function modelName(test) {
  return test.attached_node.split(".").at(-1);
}

function renderDiagram({ entities, relations }) {
  const blocks = entities.map(([model, keys]) => {
    const lines = [...keys]
      .sort(([, a], [, b]) => compare(b, a))
      .map(([column, kind]) => `        id ${column} ${kind}`);
    return `    ${entityName(model)} {\n${lines.join("\n")}\n    }`;
  });
  const arrows = relations.map(
    ({ parent, child, column, required }) =>
      `    ${entityName(parent)} ${required ? "||" : "|o"}--o{ ${entityName(child)} : ${column}`,
  );
  return ["```mermaid", "erDiagram", ...arrows, ...blocks, "```"].join("\n");
}

function entityName(model) {
  return model.replace(/^stg_/, "");
}

function replaceDiagram(text, diagram) {
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start < 0 || end < start) {
    console.error(`error: ${values.document} has no marks to put the diagram between\n  ${START}\n  ${END}`);
    process.exit(1);
  }
  return `${text.slice(0, start + START.length)}\n${diagram}\n${text.slice(end)}`;
}

function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}
