/** Words of the command line → command and options. dbt's habits: options before or after the command, lists without commas. */
import { findNearestName, fail, type JsonValue } from "@tsmodel/core";
import { COMMANDS, findCommand, type CommandSpec } from "./commands.ts";
import { OPTIONS, optionsOf, type OptionSpec } from "./options.ts";

export type ParsedArgs =
  | { readonly type: "help"; readonly command?: CommandSpec }
  | { readonly type: "version" }
  | {
      readonly type: "command";
      readonly command: CommandSpec;
      /** Only what was given; snake case names. YAML stays text. */
      readonly args: { readonly [name: string]: JsonValue };
      readonly positional?: string;
    };

interface Token {
  readonly word: string;
  readonly option?: OptionWord;
}

interface OptionWord {
  readonly name: string;
  readonly value?: string;
}

/** @throws TsmodelError command-unknown, option-unknown, option-value, option-without-value, argument-missing, argument-unexpected */
export function parseArgs(words: readonly string[]): ParsedArgs {
  const tokens = words.map(readToken);
  const found = findCommandWords(tokens);
  if (tokens.some(({ word }) => word === "--version" || word === "-V" || (word === "-v" && found === undefined))) return { type: "version" };
  if (tokens.some(({ word }) => word === "--help" || word === "-h")) return { type: "help", command: found?.spec };
  if (found === undefined) {
    const first = tokens.find((token) => token.option === undefined)?.word;
    if (first === undefined) return { type: "help" };
    throw unknownCommand(tokens);
  }
  return readCommand(found.spec, tokens, found.at);
}

const allNames = (): string[] => COMMANDS.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);

/** Commands of two words by their first. */
const commandsUnder = (first: string): string[] => allNames().filter((name) => name.startsWith(`${first} `));

/** A command that is two words is looked for as such: "docs genrate". */
function unknownCommand(tokens: readonly Token[]): Error {
  const [first, second] = tokens.filter((token) => token.option === undefined).map(({ word }) => word) as [string, string?];
  if (commandsUnder(first).length > 0) return unknownPair(first, second);
  const pair = second === undefined ? undefined : findNearestName(`${first} ${second}`, allNames().filter((name) => name.includes(" ")));
  return fail("command-unknown", { command: first, nearest: pair ?? findNearestName(first, allNames()) });
}

function unknownPair(first: string, second: string | undefined): Error {
  const known = commandsUnder(first);
  const words = known.map((name) => name.slice(first.length + 1));
  const nearest = second === undefined ? undefined : findNearestName(second, words);
  return fail("command-unknown", { command: second === undefined ? first : `${first} ${second}`, nearest: nearest && `${first} ${nearest}`, known });
}

function readToken(word: string): Token {
  if (!word.startsWith("-") || word === "-" || /^-\d/.test(word)) return { word };
  const body = word.startsWith("--") ? word.slice(2) : word.slice(1);
  const equals = word.startsWith("--") ? body.indexOf("=") : -1;
  if (equals >= 0) return { word, option: { name: body.slice(0, equals), value: body.slice(equals + 1) } };
  return { word, option: { name: word.startsWith("--") ? body : `-${body}` } };
}

/** Where the command's words stand; global options and their values may come first. */
function findCommandWords(tokens: readonly Token[]): { spec: CommandSpec; at: ReadonlySet<number> } | undefined {
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    if (token.option) {
      const spec = matchOption(token.option.name, OPTIONS.filter((option) => option.commands === undefined));
      if (spec && spec.option.kind !== "boolean" && token.option.value === undefined) index++;
      continue;
    }
    const found = findCommand(tokens.slice(index).map(({ word }) => word));
    if (found) return { spec: found.spec, at: new Set(Array.from({ length: found.length }, (_, i) => index + i)) };
    return undefined;
  }
  return undefined;
}

function readCommand(command: CommandSpec, tokens: readonly Token[], skip: ReadonlySet<number>): ParsedArgs {
  const available = optionsOf(command.name);
  const args: { [name: string]: JsonValue } = {};
  let positional: string | undefined;
  for (let index = 0; index < tokens.length; index++) {
    if (skip.has(index)) continue;
    const token = tokens[index]!;
    if (token.option === undefined) {
      if (command.positional === undefined && skip.size === 1 && skip.has(index - 1) && commandsUnder(tokens[index - 1]!.word).length > 0)
        throw unknownPair(tokens[index - 1]!.word, token.word);
      if (command.positional === undefined || positional !== undefined) throw fail("argument-unexpected", { command: command.name, word: token.word });
      positional = token.word;
      continue;
    }
    const match = matchOption(token.option.name, available);
    if (match === undefined) throw fail("option-unknown", { command: command.name, option: token.word, nearest: nearestOption(token.option.name, available) });
    const values: string[] = token.option.value === undefined ? [] : [token.option.value];
    if (match.option.kind !== "boolean" && values.length === 0) {
      const takesMany = match.option.kind === "list";
      while (index + 1 < tokens.length && !skip.has(index + 1) && (values.length === 0 || takesMany) && isValue(tokens[index + 1]!, values.length === 0 && !takesMany)) {
        values.push(tokens[++index]!.word);
      }
    }
    setOption(args, match, values, token.word);
  }
  if (command.positional?.required && positional === undefined) throw fail("argument-missing", { command: command.name, argument: command.positional.name });
  return { type: "command", command, args, positional };
}

/** A single value may itself begin with a dash (`--vars '-'` no, `--limit -1` yes). */
const isValue = (token: Token, single: boolean): boolean => token.option === undefined || (single && /^-\d+$/.test(token.word));

interface Match {
  readonly option: OptionSpec;
  readonly negated: boolean;
}

function matchOption(name: string, available: readonly OptionSpec[]): Match | undefined {
  const plain = name.replaceAll("_", "-");
  for (const option of available) {
    const names = [option.long, ...(option.aliases ?? [])];
    if (names.includes(plain) || option.short?.some((short) => `-${short}` === name)) return { option, negated: false };
    if (option.negatable && names.some((candidate) => `no-${candidate}` === plain)) return { option, negated: true };
  }
  return undefined;
}

const nearestOption = (name: string, available: readonly OptionSpec[]): string | undefined => {
  const names = available.flatMap((option) => [option.long, ...(option.aliases ?? []), ...(option.negatable ? [`no-${option.long}`] : [])]);
  const nearest = findNearestName(name, names);
  return nearest === undefined ? undefined : `--${nearest}`;
};

function setOption(args: { [name: string]: JsonValue }, { option, negated }: Match, written: readonly string[], word: string): void {
  // A list of names may stand in one word: "model test".
  const values = option.kind === "list" && option.choices ? written.flatMap((item) => item.split(" ")) : written;
  if (option.kind === "boolean") {
    if (values.length > 0) throw fail("option-without-value", { option: word });
    args[option.name] = !negated;
    return;
  }
  const value = values[0];
  if (value === undefined) throw fail("option-value", { option: word, value: "", expected: option.value ?? "a value" });
  if (option.choices) {
    for (const item of values) if (!option.choices.includes(item)) throw fail("option-value", { option: word, value: item, expected: `one of ${option.choices.map((choice) => `'${choice}'`).join(", ")}`, nearest: findNearestName(item, option.choices) });
  }
  if (option.kind === "number" && !/^-?\d+$/.test(value)) throw fail("option-value", { option: word, value, expected: "a valid integer" });
  if (option.kind === "list") args[option.name] = [...((args[option.name] as string[] | undefined) ?? []), ...values];
  else args[option.name] = option.kind === "number" ? Number(value) : value;
}
