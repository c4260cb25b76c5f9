/** The comment that every statement carries: `query-comment:` of dbt_project.yml, a template with `node` and `connection_name`. */
import { join } from "node:path";
import { asString, jsonDumps, PyDict, PyObject, pyStr, type Value } from "@tsmodel/jinja";
import type { Location } from "../errors/location.ts";
import { fail } from "../errors/tsmodel-error.ts";
import { MacroReturn } from "../template/macro-return.ts";
import { DBT_VERSION } from "../util/dbt-version.ts";
import type { ContextNode } from "./context-node.ts";
import { lazyValue } from "./lazy-value.ts";
import { NodeContext } from "./node-context.ts";
import type { SharedContext } from "./shared-context.ts";
import { positionAt } from "../util/text-position.ts";
import { toTsmodelError } from "./to-tsmodel-error.ts";

/** dbt's default: who asked, for which node. */
const DEFAULT_COMMENT = `
{%- set comment_dict = {} -%}
{%- do comment_dict.update(app='dbt', dbt_version=dbt_version, profile_name=target.get('profile_name'), target_name=target.get('target_name')) -%}
{%- if node is not none -%}
  {%- do comment_dict.update(node_id=node.unique_id) -%}
{%- else -%}
  {%- do comment_dict.update(connection_name=connection_name) -%}
{%- endif -%}
{{ return(tojson(comment_dict)) }}`;

export interface QueryComment {
  add(sql: string): { readonly sql: string; readonly offset: number };
}

const NO_COMMENT: QueryComment = { add: (sql) => ({ sql, offset: 0 }) };

/** The context of the comment's template: base, target and macros of the root project. */
export class QueryCommentContext extends NodeContext {
  constructor(shared: SharedContext) {
    super({ shared, packageName: shared.project.root.name, mode: "sync" });
  }
  protected override makeMember(): undefined {
    return undefined;
  }
  protected override memberNames(): string[] {
    return [];
  }
}

/** The comment for one connection; rendered once, when the first statement is sent. A null `comment` is dbt's default, "" none. */
export function createQueryComment(
  shared: SharedContext,
  connectionName: string,
  node: ContextNode | undefined,
): QueryComment {
  const { comment, append } = shared.project.root.queryComment;
  if (comment === "") return NO_COMMENT;
  let text: string | undefined;
  return {
    add(sql) {
      text ??= comment === null ? defaultComment(shared, connectionName, node) : renderComment(shared, comment, connectionName, node);
      return text === "" ? NO_COMMENT.add(sql) : addComment(sql, text, append);
    },
  };
}

/**
 * The project's own comment, as it is for the main connection: dbt makes it while loading, and a wrong one ends every
 * command. @throws TsmodelError query-comment-invalid and what the template raises
 */
export function checkQueryComment(shared: SharedContext): void {
  const { comment } = shared.project.root.queryComment;
  if (comment === null || comment === "") return;
  try {
    renderComment(shared, comment, "master", undefined);
  } catch (thrown) {
    const error = toTsmodelError(thrown, { shared });
    error.at = [...commentPlace(shared), ...error.at.filter(({ file }) => file !== "query-comment")];
    throw error;
  }
}

function commentPlace({ effects, project: { root } }: SharedContext): Location[] {
  const file = join(root.root, "dbt_project.yml");
  if (!effects.files.exists(file)) return [];
  const text = effects.files.readText(file);
  const key = text.search(/^query-comment\s*:/m);
  if (key < 0) return [];
  const end = text.indexOf("*/", key);
  const [start, length] = end < 0 ? [key, "query-comment".length] : [end, 2];
  const { line, column } = positionAt(text, start);
  return [{ file: "dbt_project.yml", line, column, endColumn: column + length, text }];
}

/** What the default's template gives, written out at once unless a macro of the project's has one of its names. */
function defaultComment(shared: SharedContext, connectionName: string, node: ContextNode | undefined): string {
  let start = defaultStarts.get(shared);
  if (start === undefined) defaultStarts.set(shared, (start = defaultStart(shared)));
  if (start === null) return renderComment(shared, DEFAULT_COMMENT, connectionName, node);
  const [key, value] = node === undefined ? ["connection_name", connectionName] : ["node_id", node.unique_id];
  return refuseEnd(`${start}, "${key}": ${jsonDumps(value)}}`);
}

/** What is the same for all connections; null where macros of the project's have a say. */
const defaultStarts: WeakMap<SharedContext, string | null> = new WeakMap();

function defaultStart({ registry, project: { root, profile } }: SharedContext): string | null {
  if (DEFAULT_NAMES.some((name) => registry.resolve(name, root.name) !== undefined)) return null;
  const { profileName: profile_name, targetName: target_name } = profile;
  return jsonDumps(PyDict.fromRecord({ app: "dbt", dbt_version: DBT_VERSION, profile_name, target_name })).slice(0, -1);
}

/** What the default's template looks up. */
const DEFAULT_NAMES: readonly string[] = ["dbt_version", "return", "target", "tojson"];

/** @throws TsmodelError query-comment-invalid */
function refuseEnd(text: string): string {
  if (text.includes("*/")) throw fail("query-comment-invalid", { comment: text });
  return text;
}

/** @throws TsmodelError query-comment-invalid */
function renderComment(
  shared: SharedContext,
  template: string,
  connectionName: string,
  node: ContextNode | undefined,
): string {
  const source = `{%- macro query_comment_macro(connection_name, node) -%}\n${template}\n{% endmacro %}`;
  const compiled = shared.environment.compile(source, { name: "query-comment" }).macro("query_comment_macro");
  const call = compiled!.bind(new QueryCommentContext(shared), { mode: "sync" });
  let comment: Value | Promise<Value>;
  try {
    comment = call([connectionName, node === undefined ? null : new CommentedNode(node)], null);
  } catch (error) {
    if (!(error instanceof MacroReturn)) throw error;
    comment = error.value;
  }
  const text = refuseEnd(pyStr(comment as Value).trim());
  return asString(comment as Value) === undefined && comment === null ? "" : text;
}

function addComment(sql: string, comment: string, append: boolean): { sql: string; offset: number } {
  if (!append) {
    const head = `/* ${comment} */\n`;
    return { sql: head + sql, offset: head.length };
  }
  const body = sql.trimEnd();
  return {
    sql: body.endsWith(";") ? `${body.slice(0, -1)}\n/* ${comment} */;` : `${body}\n/* ${comment} */`,
    offset: 0,
  };
}

/** `node` of the comment: what it lacks is an empty text. */
class CommentedNode extends PyObject {
  readonly pyTypeName: string = "QueryHeaderContextWrapper";
  private readonly node: ContextNode;

  constructor(node: ContextNode) {
    super();
    this.node = node;
  }
  override pyGetAttr(name: string): Value {
    return Object.hasOwn(this.node, name)
      ? lazyValue((this.node as unknown as Record<string, unknown>)[name])
      : "";
  }
}
