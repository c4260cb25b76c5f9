/**
 * Which templates dbt's static parser reads without rendering: under some flags what it gets from them differs from what
 * rendering gives. Its grammar (dbt-extractor) knows `{{ … }}` with literals and calls of ref, source and config, no
 * statements and no trimmed blanks; values of config are texts, True, False, and lists and dicts of these; of hooks
 * it reads nothing.
 */
import type { CallNode, DataNode, Environment, Expression } from "@tsmodel/jinja";
import { literalValue, PyFloat } from "@tsmodel/jinja";
import { configValue } from "../../template/config-value.ts";
import type { ConfigValues } from "./merge-config.ts";

export function isReadStatically(environment: Environment, text: string, name: string): boolean {
  return readOutputs(environment, text, name) !== undefined;
}

/** The last value of each key of its `config()` calls; undefined for a template that it does not read. */
export function readStaticConfig(environment: Environment, text: string, name: string): ConfigValues | undefined {
  const nodes = readOutputs(environment, text, name);
  if (nodes === undefined) return undefined;
  const calls = nodes.filter((node) => node.type === "Call" && node.callee.type === "Name" && node.callee.name === "config") as CallNode[];
  return Object.fromEntries(calls.flatMap(({ kwargs }) => kwargs.map(({ name: key, value }) => [key, configValue(literalValue(value)!)])));
}

/** What the template prints; undefined where the grammar ends. */
function readOutputs(environment: Environment, text: string, name: string): readonly (DataNode | Expression)[] | undefined {
  if (/\{%|\{\{[-+]|[-+]\}\}/.test(text.replace(/\{#[^]*?#\}/g, ""))) return undefined;
  const { body } = environment.compile(text, { name }).ast;
  const nodes = body.flatMap((statement) => (statement.type === "Output" ? statement.nodes : []));
  const grammar = new StaticGrammar(text);
  return body.every(({ type }) => type === "Output") && nodes.every((node) => grammar.reads(node)) ? nodes : undefined;
}

const HOOKS: ReadonlySet<string> = new Set(["pre_hook", "post_hook"]);

class StaticGrammar {
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  reads(node: DataNode | Expression): boolean {
    return node.type === "Data" || (node.type === "Call" ? this.readsCall(node) : this.isLiteral(node) || isNumber(node));
  }

  private readsCall({ callee, args, kwargs, spread, kwSpread }: CallNode): boolean {
    if (callee.type !== "Name" || spread !== null || kwSpread !== null) return false;
    const texts = args.filter(isText).length;
    if (callee.name === "config") return args.length === 0 && kwargs.length > 0 && kwargs.every(({ name, value }) => !HOOKS.has(name) && this.isLiteral(value));
    if (texts !== args.length || texts > 2) return false;
    if (callee.name === "source") return texts === 2 && kwargs.length === 0;
    const isVersion = ({ name, value }: CallNode["kwargs"][number]): boolean => (name === "v" || name === "version") && (isText(value) || isNumber(value));
    return callee.name === "ref" && texts > 0 && kwargs.every(isVersion);
  }

  private isLiteral(node: Expression): boolean {
    if (node.type === "List") return node.items.every((item) => this.isLiteral(item));
    if (node.type === "Dict") return node.entries.every(({ key, value }) => isText(key) && this.isLiteral(value));
    return isText(node) || this.isPythonBoolean(node);
  }

  /** Python's words, not the template's. */
  private isPythonBoolean({ type, start, end }: Expression): boolean {
    return type === "Const" && /^(?:True|False)$/.test(this.text.slice(start, end));
  }
}

const isText = (node: Expression): boolean => node.type === "Const" && typeof node.value === "string";
const isNumber = (node: Expression): boolean => node.type === "Const" && (typeof node.value === "number" || typeof node.value === "bigint" || node.value instanceof PyFloat);
