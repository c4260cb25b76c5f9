import type { Effects, Host, JsonValue } from "@tsmodel/core";
import type { CommandSpec } from "../args/commands.ts";
import type { DeferredReporter } from "./deferred-reporter.ts";
import type { TerminalHost } from "./terminal-host.ts";

/** What a command is given: its words, the outside world, and where events go. */
export interface CommandContext {
  readonly command: CommandSpec;
  readonly args: { readonly [name: string]: JsonValue };
  readonly positional?: string;
  readonly effects: Effects;
  readonly host: Host;
  readonly terminal: TerminalHost;
  readonly reporter: DeferredReporter;
}

/** dbt's: 0 done, 1 a node failed, 2 usage or project error. */
export type ExitCode = 0 | 1 | 2;

export type CommandModule = { readonly run: (context: CommandContext) => Promise<ExitCode> };
