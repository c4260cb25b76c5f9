/** Renders the strings of a properties entry, but for those that dbt renders later or never: dbt's SchemaYamlRenderer. */
import type { Environment, RenderContext, Value } from "@tsmodel/jinja";
import { configValue } from "../../template/config-value.ts";
import { renderYamlText } from "../../template/render-yaml-value.ts";
import { PyDate } from "../../template/python/date.ts";
import { isYamlObject } from "../../project/yaml-value.ts";
import { isTemplate } from "../../template/template-text.ts";
import type { RawEntry, Section } from "./properties-file.ts";

export type Path = readonly (string | number)[];
export type MutableEntry = { [key: string]: unknown };

/** A copy of an entry to work on, rendered. @throws TsmodelError yaml-render-failed */
export function renderEntry(entry: RawEntry, context: RenderContext, environment: Environment): MutableEntry {
  const place = {
    environment,
    file: entry.file.source.originalPath,
    locate: (path: Path) => entry.file.document.locate([...entry.path, ...path]),
  };
  const renderText = (text: string, path: Path): unknown =>
    fromYamlNative(renderYamlText(text, context, place, path));
  return new EntryRenderer(entry.section, renderText).render(entry.value) as MutableEntry;
}

class EntryRenderer {
  private readonly section: Section;
  private readonly renderText: (text: string, path: Path) => unknown;
  private readonly path: (string | number)[] = [];

  constructor(section: Section, renderText: (text: string, path: Path) => unknown) {
    this.section = section;
    this.renderText = renderText;
  }

  render(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return value.map((item, index) => this.inside(index, item));
    if (isYamlObject(value)) {
      const rendered: MutableEntry = {};
      for (const key in value) rendered[key] = this.inside(key, value[key]);
      return rendered;
    }
    if (value instanceof PyDate && isRendered(this.section, this.path)) return value.isoformat();
    return value;
  }

  private inside(key: string | number, value: unknown): unknown {
    this.path.push(key);
    const rendered = this.render(value);
    this.path.pop();
    return rendered;
  }

  /** Also a text without marks goes through the template engine in dbt, which drops its last line break. */
  private text(text: string): unknown {
    const last = text.endsWith("\n");
    if (!last && !isTemplate(text)) return text;
    if (!isRendered(this.section, this.path)) return text;
    return isTemplate(text) ? this.renderText(text, this.path) : text.slice(0, -1);
  }
}

/** Template values back as YAML values: dicts as plain objects, the rest as it is. */
function fromYamlNative(value: Value): unknown {
  return typeof value === "object" && value !== null ? configValue(value) : value;
}

/** Whether a value at this path of an entry is rendered when the file is read. */
export function isRendered(section: Section, path: Path): boolean {
  const [first] = path;
  if (first === undefined) return true;
  switch (section) {
    case "sources":
      if (first === "description" || first === "loaded_at_query") return false;
      if (first === "config" && path[1] === "loaded_at_query") return false;
      return !(first === "tables" && isLate(path.slice(2)));
    case "macros":
      return !isLate(first === "arguments" ? path.slice(1) : path);
    case "metrics":
      return path.at(-1) !== "filter" && path.at(-2) !== "filter" && !isLate(path);
    case "saved_queries":
      return !(first === "query_params" && path[1] === "where") && !isLate(path);
    default:
      return !isLate(path);
  }
}

const LATE: ReadonlySet<unknown> = new Set(["tests", "data_tests", "description", "loaded_at_query"]);
const LATE_CONFIG: ReadonlySet<unknown> = new Set(["pre_hook", "post_hook", "loaded_at_query"]);
const WITH_LATE_PARTS: ReadonlySet<unknown> = new Set(["columns", "dimensions", "measures", "entities"]);

/** Tests and descriptions are rendered later, hooks when a node runs. */
function isLate(path: Path): boolean {
  const [first, second, third] = path;
  if (LATE.has(first)) return true;
  if (path.length === 2 && LATE.has(second)) return true;
  if (first === "config" && LATE_CONFIG.has(second)) return true;
  if (path.length === 5 && path[4] === "description") return true;
  return (
    WITH_LATE_PARTS.has(first) && (third === "tests" || third === "data_tests" || third === "description")
  );
}
