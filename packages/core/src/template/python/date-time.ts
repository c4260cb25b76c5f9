import { PyObject } from "@tsmodel/jinja";

export declare class PyTimeDelta extends PyObject {
  readonly pyTypeName: string;
  readonly days: number;
  readonly seconds: number;
  readonly microseconds: number;
}
export declare class PyDate extends PyObject {
  readonly pyTypeName: string;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  isoformat(): string;
}
export declare class PyTime extends PyObject {
  readonly pyTypeName: string;
  isoformat(): string;
}
export declare class PyDateTime extends PyDate {
  /** From an instant, in UTC. */
  static fromInstant(instant: Date): PyDateTime;
}
