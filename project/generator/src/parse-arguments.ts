import { parseArgs } from "node:util";
import { getDay, parseDay } from "./calendar.ts";
import { config } from "./config.ts";
import type { Format } from "./parts/part.ts";
import { UsageError } from "./usage-error.ts";

/** What was asked for; undefined where the command line says nothing. */
export interface Arguments {
  readonly help: boolean;
  readonly appendDay: boolean;
  readonly out: string;
  readonly scale: number | undefined;
  readonly seed: number | undefined;
  readonly format: Format | undefined;
  readonly asOfDay: number | undefined;
  readonly workers: number | undefined;
}

export const helpText: string = `Makes the raw data of the reporting project: five tables of a made-up project-management business.

  generate                                  data/raw as CSV, ${config.accounts} accounts, the same rows every time
  generate --scale 100 --format parquet     a hundred times as many accounts, as Parquet
  generate --append-day                     the folder as it looks one day later

  --scale N        how many times ${config.accounts} accounts (default 1)
  --seed N         which made-up world (default ${config.seed})
  --out FOLDER     where to write, relative to the current folder (default data/raw)
  --format F       csv or parquet (default csv)
  --as-of DATE     what was known at midnight UTC of this date (default ${config.window.end})
  --append-day     move an existing folder on by a day, or to --as-of; seed, scale and format are the folder's
  --workers N      threads for large scales (default: up to 4); the rows do not depend on it
  --help           this text

Exit code 0: written; 1: a guardrail is broken or a file cannot be written, nothing replaced; 2: wrong arguments.
`;

/** @throws UsageError for anything the program does not understand. */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values } = readValues(argv);
  return {
    help: values.help ?? false,
    appendDay: values["append-day"] ?? false,
    out: values.out ?? "data/raw",
    scale: parseNumber("scale", values.scale, { min: 1 / config.accounts, max: 100_000 }),
    seed: parseInteger("seed", values.seed, { min: 0, max: Number.MAX_SAFE_INTEGER }),
    format: parseFormat(values.format),
    asOfDay: parseAsOf(values["as-of"]),
    workers: parseInteger("workers", values.workers, { min: 1, max: 64 }),
  };
}

const options = {
  scale: { type: "string" },
  seed: { type: "string" },
  out: { type: "string" },
  format: { type: "string" },
  "as-of": { type: "string" },
  "append-day": { type: "boolean" },
  workers: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

function readValues(argv: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof options }>> {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false });
  } catch (error) {
    // Node's message ends in advice about "--" that does not fit a program without positional arguments.
    const message = error instanceof Error ? error.message.split(". ")[0]! : String(error);
    throw new UsageError(
      message,
      `options are ${Object.keys(options)
        .map((name) => `--${name}`)
        .join(", ")}`,
    );
  }
}

interface Limits {
  readonly min: number;
  readonly max: number;
}

function parseNumber(name: string, text: string | undefined, { min, max }: Limits): number | undefined {
  if (text === undefined) return undefined;
  const number = text.trim() === "" ? NaN : Number(text);
  if (!(number >= min && number <= max)) {
    throw new UsageError(`--${name} ${text} is not a number from ${min} to ${max}`);
  }
  return number;
}

function parseInteger(name: string, text: string | undefined, limits: Limits): number | undefined {
  const number = parseNumber(name, text, limits);
  if (number !== undefined && !Number.isInteger(number))
    throw new UsageError(`--${name} ${text} is not a whole number`);
  return number;
}

function parseFormat(text: string | undefined): Format | undefined {
  if (text === undefined || text === "csv" || text === "parquet") return text;
  throw new UsageError(`--format ${text} is not known`, "formats are csv and parquet");
}

function parseAsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const day = parseDay(text);
  if (day === undefined) throw new UsageError(`--as-of ${text} is not a date like ${config.window.end}`);
  if (day <= getDay(config.window.start)) {
    throw new UsageError(
      `--as-of ${text} is too early`,
      `the made-up world begins on ${config.window.start}`,
    );
  }
  return day;
}
