import type { PyDict } from "@tsmodel/jinja";

export interface ModulesInput {
  now(): Date;
  /** IANA name of the machine's zone; "UTC" unless told. */
  readonly localZone?: string;
}

/** `modules`: datetime, pytz, re, itertools. */
export declare function pythonModules(input: ModulesInput): PyDict;
