import type { Style } from "../terminal/style.ts";
import { COMMANDS, type CommandSpec } from "./commands.ts";
import { optionsOf, type OptionGroup, type OptionSpec } from "./options.ts";

const COMMAND_GROUPS = [
  ["build", "Build"],
  ["look", "Look"],
  ["project", "Project"],
] as const;

const OPTION_GROUPS: readonly (readonly [OptionGroup, string])[] = [
  ["select", "Select"],
  ["run", "Run"],
  ["output", "Output"],
  ["connection", "Connection"],
  ["project", "Project"],
];

/** `tsmodel --help` */
export function renderHelp(style: Style): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const groups = COMMAND_GROUPS.map(([group, title]) => {
    const rows = COMMANDS.filter((command) => command.group === group).map(({ name, summary }) => `  ${style.bold(name.padEnd(width))}  ${summary}`);
    return [style.dim(title), ...rows].join("\n");
  });
  return [
    "tsmodel builds SQL models written in the dbt language, with DuckDB inside.",
    "",
    ...groups.flatMap((group) => [group, ""]),
    `${style.dim("Start")}  tsmodel init shop && cd shop && tsmodel build`,
    `${style.dim("More")}   tsmodel COMMAND --help`,
    "",
  ].join("\n");
}

/** `tsmodel build --help`: one sentence, examples, options by group. */
export function renderCommandHelp(command: CommandSpec, style: Style): string {
  const options = optionsOf(command.name).filter((option) => option.help !== undefined);
  const width = Math.max(...options.map((option) => signature(option).length));
  const groups = OPTION_GROUPS.flatMap(([group, title]) => {
    const rows = options.filter((option) => option.group === group).map((option) => `  ${signature(option).padEnd(width)}  ${option.help}${defaults(option)}`);
    return rows.length === 0 ? [] : ["", style.dim(title), ...rows];
  });
  const argument = command.positional ? ` ${command.positional.required ? command.positional.name.toUpperCase() : `[${command.positional.name.toUpperCase()}]`}` : "";
  return [command.summary, "", style.dim("Examples"), ...command.examples.map((example) => `  ${example}`), "", `${style.dim("Usage")}  tsmodel ${command.name}${argument} [options]`, ...groups, "", "Each option can also be set by a variable: --full-refresh is DBT_FULL_REFRESH or TSMODEL_FULL_REFRESH.", ""].join("\n");
}

function signature(option: OptionSpec): string {
  const short = option.short?.length ? `-${option.short[0]}, ` : "    ";
  const name = option.negatable ? `--[no-]${option.long}` : `--${option.long}`;
  return `${short}${name}${option.kind === "boolean" ? "" : ` ${option.value ?? "VALUE"}`}`;
}

const defaults = (option: OptionSpec): string => (option.choices && option.choices.length <= 6 && option.group !== "output" ? ` (${option.choices.join(", ")})` : "");
