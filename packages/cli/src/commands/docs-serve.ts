/** `docs serve`: the pages that `docs generate` wrote, over HTTP, until Ctrl-C. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fail, inspectConfiguration } from "@tsmodel/core";
import { startStaticServer } from "../docs/static-server.ts";
import { chooseByArgs } from "../session/choose-by-args.ts";
import type { CommandContext, ExitCode } from "../session/command-context.ts";

const DEFAULT_PORT = 8080;

/** @throws TsmodelError docs-missing, serve-address, and what reading dbt_project.yml throws */
export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, command, effects, host, terminal } = context;
  chooseByArgs(context);
  const { root } = inspectConfiguration({ command: command.name, args }, host, effects);
  if (root.value === undefined) throw root.error;
  const target = resolve(root.value.root, root.value.targetPath);
  if (!existsSync(join(target, "index.html"))) throw fail("docs-missing", { folder: target });
  const server = await startStaticServer(target, {
    host: typeof args.host === "string" ? args.host : "127.0.0.1",
    port: typeof args.port === "number" ? args.port : DEFAULT_PORT,
  });
  terminal.stdout.write(`Serving docs at ${server.url}\nPress Ctrl+C to exit.\n`);
  if (args.browser !== false && terminal.stdout.isTTY === true) openBrowser(server.url);
  if (!effects.signal.aborted)
    await new Promise<void>((done) => effects.signal.addEventListener("abort", () => done(), { once: true }));
  await server.close();
  return 0;
}

/** Where there is no browser to open, the printed address is enough. */
function openBrowser(url: string): void {
  const [program, ...words] = { darwin: ["open", url], win32: ["cmd", "/c", "start", "", url] }[
    process.platform as string
  ] ?? ["xdg-open", url];
  spawn(program!, words, { stdio: "ignore", detached: true })
    .on("error", () => undefined)
    .unref();
}
