/** Loads TypeScript models through Node's module hooks: in this thread where Node can, else in one beside it. */
import * as module from "node:module";
import { pathToFileURL } from "node:url";
import { existsSync } from "node:fs";

interface HookRegistry {
  /** From Node 22.15 and 23.5 on. */
  registerHooks?(hooks: object): unknown;
  register(url: URL): void;
}

let ready: Promise<void> | undefined;
let loads = 0;

/** The module of a file as it is on disk now, with its imports. @throws what the module throws */
export async function loadScript(path: string): Promise<{ readonly default?: unknown }> {
  await (ready ??= registerHooks());
  return (await import(`${pathToFileURL(path).href}?tsmodel=${++loads}`)) as { readonly default?: unknown };
}

async function registerHooks(): Promise<void> {
  const registry = module as unknown as HookRegistry;
  const url = ["./script-hooks.js", "../script-hooks.js"].map((file) => new URL(file, import.meta.url)).find((one) => existsSync(one));
  if (url === undefined) throw new Error("TypeScript models are run by the built command: npm run build");
  if (registry.registerHooks === undefined) return registry.register(url);
  registry.registerHooks((await import(url.href)) as object);
}
