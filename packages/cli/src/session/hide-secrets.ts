/** Values of DBT_ENV_SECRET… variables leave no command: not on the terminal, not in logs, not in files it writes. */
import type { FileSystem, SecretRegister } from "@tsmodel/core";
import type { MainHost } from "../main.ts";

export type Scrub = (text: string) => string;

/** As they are, as JSON writes them, and as it writes JSON that holds them (the command's `--vars`). */
export function scrubberOf(register: SecretRegister, env: { readonly [name: string]: string | undefined }): Scrub | undefined {
  if (register.isEmpty) return undefined;
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith("DBT_ENV_SECRET") || !value) continue;
    const written = inJson(value);
    register.add(written);
    register.add(inJson(written));
  }
  return (text) => register.scrub(text);
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

export function hideOnTerminal(host: MainHost, scrub: Scrub): MainHost {
  const { stdout, stderr } = host;
  return {
    ...host,
    stdout: {
      write: (text) => stdout.write(scrub(text)),
      get isTTY() {
        return stdout.isTTY;
      },
      get columns() {
        return stdout.columns;
      },
    },
    stderr: { write: (text) => stderr.write(scrub(text)) },
  };
}

/** What `deps` writes is what it reads the next time. */
const IS_READ_AGAIN: RegExp = /(?:^|[/\\])(?:package-lock|packages|dependencies)\.yml$/;

/** What is read stays as it is: models are sent to the database as they are written. */
export function hideInFiles(files: FileSystem, scrub: Scrub): FileSystem {
  const { writeSoon, writeChunks } = files;
  return {
    ...files,
    writeText: (path, text) => files.writeText(path, IS_READ_AGAIN.test(path) ? text : scrub(text)),
    ...(writeSoon && { writeSoon: (path: string, text: string) => files.writeSoon!(path, scrub(text)) }),
    ...(writeChunks && { writeChunks: (path: string, chunks: Iterable<string>) => files.writeChunks!(path, scrubEach(chunks, scrub)) }),
  };
}

function* scrubEach(chunks: Iterable<string>, scrub: Scrub): Generator<string> {
  for (const chunk of chunks) yield scrub(chunk);
}
