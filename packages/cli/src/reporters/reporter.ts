import type { TsmodelEvent } from "@tsmodel/core";

/** Takes the event stream of one command and writes it somewhere. Only reporters print. */
export interface Reporter {
  report(event: TsmodelEvent): void;
  /** Whether `node-progress` events are of use to it. */
  readonly showsProgress?: boolean;
  /** Writes what is still held back and restores the terminal. */
  close(): void;
}

/** Where text goes: standard output, a log file, or a test's array. */
export interface TextSink {
  write(text: string): void;
}
