/** Finds the place of a path in YAML events: only asked for when something has to be pointed at. */
import type { Event } from "js-yaml";
import { EVENT_ID } from "js-yaml";
import { offsetOfEvent } from "./construct-yaml.ts";
import { scalarText } from "./parse-yaml-events.ts";

export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Child {
  readonly node: number;
  readonly key: number | undefined;
}

/** Looks up any number of paths. */
export class YamlLocator {
  private readonly events: readonly Event[];
  private readonly source: string;
  /** For each event the one after its whole node. */
  private readonly ends: Int32Array;

  constructor(events: readonly Event[], source: string) {
    this.events = events;
    this.source = source;
    this.ends = nodeEnds(events);
  }

  /** The part of the text where a path's key or value stands; of a path that does not exist, its nearest ancestor. */
  locate(path: readonly (string | number)[], what: "key" | "value"): Span {
    let node = 1;
    let key: number | undefined;
    for (const step of path) {
      const next = this.child(this.resolve(node), step);
      if (next === undefined) break;
      ({ node, key } = next);
    }
    if (what === "key" && key !== undefined) return this.span(key);
    const span = this.span(node);
    return span.start === -1 && key !== undefined ? this.span(key) : span;
  }

  private child(index: number, step: string | number): Child | undefined {
    const type = this.events[index]?.type;
    if (type === EVENT_ID.SEQUENCE) return this.item(index, Number(step));
    return type === EVENT_ID.MAPPING ? this.entry(index, String(step)) : undefined;
  }

  private item(index: number, position: number): Child | undefined {
    let current = index + 1;
    for (let count = 0; this.events[current]!.type !== EVENT_ID.POP; count++) {
      if (count === position) return { node: current, key: undefined };
      current = this.after(current);
    }
    return undefined;
  }

  /** The last entry of that name, else the one that a merge brings in. */
  private entry(index: number, name: string): Child | undefined {
    let found: Child | undefined;
    let merged: Child | undefined;
    let current = index + 1;
    while (this.events[current]!.type !== EVENT_ID.POP) {
      const value = this.after(current);
      const key = this.text(current);
      if (key === name) found = { node: value, key: current };
      else if (key === "<<") merged ??= this.mergedEntry(value, name);
      current = this.after(value);
    }
    return found ?? merged;
  }

  private mergedEntry(index: number, name: string): Child | undefined {
    const target = this.resolve(index);
    if (this.events[target]?.type !== EVENT_ID.SEQUENCE) return this.child(target, name);
    for (
      let current = target + 1;
      this.events[current]!.type !== EVENT_ID.POP;
      current = this.after(current)
    ) {
      const found = this.child(this.resolve(current), name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The node behind an alias: the last anchor of that name before it. */
  private resolve(index: number): number {
    const event = this.events[index];
    if (event?.type !== EVENT_ID.ALIAS) return index;
    const name = this.source.slice(event.anchorStart, event.anchorEnd);
    for (let current = index - 1; current > 0; current--) {
      const other = this.events[current]!;
      if (
        other.type === EVENT_ID.SCALAR ||
        other.type === EVENT_ID.SEQUENCE ||
        other.type === EVENT_ID.MAPPING
      ) {
        if (other.anchorStart !== -1 && this.source.slice(other.anchorStart, other.anchorEnd) === name)
          return current;
      }
    }
    return index;
  }

  private after(index: number): number {
    return this.ends[index]!;
  }

  private text(index: number): string | undefined {
    const event = this.events[index]!;
    return event.type === EVENT_ID.SCALAR ? scalarText(event, this.source) : undefined;
  }

  private span(index: number): Span {
    const event = this.events[index];
    if (event === undefined) return { start: 0, end: 0 };
    const start = offsetOfEvent(event);
    if (event.type !== EVENT_ID.SCALAR) return { start, end: start + 1 };
    const quotes = start === event.valueStart ? 0 : 1;
    return { start, end: event.valueEnd + quotes };
  }
}

function nodeEnds(events: readonly Event[]): Int32Array {
  const ends = new Int32Array(events.length);
  const open: number[] = [];
  for (let index = 0; index < events.length; index++) {
    const { type } = events[index]!;
    ends[index] = index + 1;
    if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) open.push(index);
    else if (type === EVENT_ID.POP && open.length > 0) ends[open.pop()!] = index + 1;
  }
  return ends;
}
