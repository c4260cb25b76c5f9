/**
 * YAML events to values, the way PyYAML's SafeConstructor builds them: merge keys come first, later duplicates
 * win, keys keep their type. Works on js-yaml's event stream, whose events point into the text.
 */
import { PyDict } from "@tsmodel/jinja";
import type { AliasEvent, Event, MappingEvent, ScalarEvent, SequenceEvent } from "js-yaml";
import { EVENT_ID, SCALAR_STYLE } from "js-yaml";
import { scalarText } from "./parse-yaml-events.ts";
import { isYamlObject, yamlToValue } from "../yaml-value.ts";
import type { YamlValue } from "../yaml-value.ts";
import { ScalarError, resolvePlainScalar, resolveTaggedScalar } from "./yaml-scalar.ts";

/** Something in the document that has no value; `offset` is where it starts. */
export class YamlConstructError extends Error {
  readonly offset: number;
  readonly hint: string | undefined;
  constructor(message: string, offset: number, hint?: string) {
    super(message);
    this.offset = offset;
    this.hint = hint;
  }
}

export interface Constructed {
  readonly value: YamlValue;
  readonly duplicateKeys: readonly { readonly key: string; readonly offset: number }[];
}

const coreTags = "tag:yaml.org,2002:";

/** @throws YamlConstructError */
export function constructYaml(events: readonly Event[], source: string): Constructed {
  return new Constructor(events, source).document();
}

class Constructor {
  private readonly events: readonly Event[];
  private readonly source: string;
  private readonly anchors = new Map<string, YamlValue>();
  private readonly duplicates: { key: string; offset: number }[] = [];
  private index = 0;

  constructor(events: readonly Event[], source: string) {
    this.events = events;
    this.source = source;
  }

  document(): Constructed {
    if (this.events.length === 0) return { value: null, duplicateKeys: [] };
    this.index = 1;
    const value = this.node();
    const after = this.events[this.index + 1];
    if (after !== undefined) {
      throw new YamlConstructError("a file can hold one YAML document only", this.offsetOf(this.index + 2));
    }
    return { value, duplicateKeys: this.duplicates };
  }

  /** The value of the node at `index`, which moves past it. */
  private node(): YamlValue {
    const event = this.events[this.index++]!;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.anchored(event, this.scalar(event));
      case EVENT_ID.SEQUENCE:
        return this.sequence(event);
      case EVENT_ID.MAPPING:
        return this.mapping(event);
      case EVENT_ID.ALIAS:
        return this.alias(event);
      default:
        throw new YamlConstructError("a value is missing here", this.offsetOf(this.index - 1));
    }
  }

  private scalar(event: ScalarEvent): YamlValue {
    const text = scalarText(event, this.source);
    try {
      if (event.tagStart !== -1 && this.source.slice(event.tagStart, event.tagEnd) !== "!") {
        const tag = this.tagName(event);
        const tagged = resolveTaggedScalar(tag, text);
        if (tagged === undefined) throw new ScalarError(unknownTag(tag));
        return tagged.value;
      }
      // "!" alone asks for text only where nothing follows it.
      if (event.tagStart !== -1 && event.valueStart === -1) return "";
      return event.style === SCALAR_STYLE.PLAIN ? resolvePlainScalar(text) : text;
    } catch (error) {
      if (error instanceof ScalarError) throw new YamlConstructError(error.message, offsetOfEvent(event));
      throw error;
    }
  }

  private sequence(event: SequenceEvent): YamlValue {
    this.checkTag(event, "seq");
    const items: YamlValue[] = [];
    this.anchored(event, items);
    while (this.events[this.index]!.type !== EVENT_ID.POP) items.push(this.node());
    this.index++;
    return items;
  }

  private mapping(event: MappingEvent): YamlValue {
    this.checkTag(event, "map");
    const own: [YamlValue, YamlValue][] = [];
    const merged: (readonly [YamlValue, YamlValue])[] = [];
    const seen = new Set<YamlValue>();
    while (this.events[this.index]!.type !== EVENT_ID.POP) {
      const keyEvent = this.events[this.index]!;
      if (this.isMergeKey(keyEvent)) {
        this.index++;
        const offset = this.offsetOf(this.index);
        merged.push(...mergePairs(this.node(), offset));
        continue;
      }
      const key = this.key(event, keyEvent);
      if (seen.has(key)) this.duplicates.push({ key: String(key), offset: offsetOfEvent(keyEvent) });
      seen.add(key);
      own.push([key, this.node()]);
    }
    this.index++;
    return this.anchored(event, buildMapping(merged.length === 0 ? own : [...merged, ...own]));
  }

  private key(mapping: MappingEvent, event: Event): YamlValue {
    if (event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN && event.tagStart === -1) {
      if (event.valueStart === -1) {
        throw new YamlConstructError('there is no key before this ":"', this.offsetOf(this.index + 1));
      }
      const text = scalarText(event, this.source);
      // A lone "=" is a key like any other.
      if (text === "=") {
        this.index++;
        return text;
      }
    }
    const key = this.node();
    if (Array.isArray(key) || isYamlObject(key) || key instanceof PyDict) {
      const braces = event.type === EVENT_ID.MAPPING && mapping.style === 2;
      throw new YamlConstructError(
        braces ? "a mapping cannot be a key" : "a list or mapping cannot be a key",
        braces ? mapping.start : offsetOfEvent(event),
        braces ? 'text that starts with "{{" has to be quoted: "{{ … }}"' : undefined,
      );
    }
    return key;
  }

  private isMergeKey(event: Event): boolean {
    if (event.type !== EVENT_ID.SCALAR) return false;
    if (event.tagStart !== -1) return this.tagName(event) === `${coreTags}merge`;
    return (
      event.style === SCALAR_STYLE.PLAIN &&
      event.valueEnd - event.valueStart === 2 &&
      this.source.startsWith("<<", event.valueStart)
    );
  }

  private alias(event: AliasEvent): YamlValue {
    const name = this.source.slice(event.anchorStart, event.anchorEnd);
    const value = this.anchors.get(name);
    if (value === undefined) {
      throw new YamlConstructError(
        `there is no anchor "&${name}" before this alias`,
        event.anchorStart - 1,
        'text that starts with "*" has to be quoted, unless it repeats an anchor',
      );
    }
    return value;
  }

  private anchored<T extends YamlValue>(event: ScalarEvent | SequenceEvent | MappingEvent, value: T): T {
    if (event.anchorStart !== -1) {
      const name = this.source.slice(event.anchorStart, event.anchorEnd);
      if (this.anchors.has(name))
        throw new YamlConstructError(`the anchor "&${name}" is set twice`, event.anchorStart - 1);
      this.anchors.set(name, value);
    }
    return value;
  }

  private checkTag(event: SequenceEvent | MappingEvent, expected: string): void {
    if (event.tagStart === -1) return;
    const tag = this.tagName(event);
    if (tag !== coreTags + expected && tag !== "!")
      throw new YamlConstructError(unknownTag(tag), event.tagStart);
  }

  private tagName(event: ScalarEvent | SequenceEvent | MappingEvent): string {
    const raw = this.source.slice(event.tagStart, event.tagEnd);
    if (raw.startsWith("!<")) return raw.slice(2, -1);
    return raw.startsWith("!!") ? coreTags + raw.slice(2) : raw;
  }

  private offsetOf(index: number): number {
    const event = this.events[index];
    return event === undefined ? this.source.length : offsetOfEvent(event);
  }
}

function unknownTag(tag: string): string {
  return `the tag "${tag.replace(coreTags, "!!")}" has no meaning here`;
}

/** Where an event's text starts; a value left out stands where the text before it ends, which -1 stands for. */
export function offsetOfEvent(event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR: {
      if (event.valueStart === -1) return -1;
      const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
      return quoted ? event.valueStart - 1 : event.valueStart;
    }
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING:
      return event.start;
    case EVENT_ID.ALIAS:
      return event.anchorStart - 1;
    default:
      return -1;
  }
}

function mergePairs(value: YamlValue, offset: number): (readonly [YamlValue, YamlValue])[] {
  if (Array.isArray(value)) {
    // The first mapping of a list wins, so it is written last.
    return [...(value as readonly YamlValue[])].reverse().flatMap((item) => {
      if (!isYamlObject(item) && !(item instanceof PyDict)) throw notMergeable(offset);
      return mergePairs(item, offset);
    });
  }
  if (value instanceof PyDict) return value.entries() as [YamlValue, YamlValue][];
  if (isYamlObject(value)) return Object.entries(value);
  throw notMergeable(offset);
}

function notMergeable(offset: number): YamlConstructError {
  return new YamlConstructError('"<<" can merge a mapping or a list of mappings only', offset);
}

function buildMapping(pairs: readonly (readonly [YamlValue, YamlValue])[]): YamlValue {
  const dict = pairs.some(([key]) => typeof key !== "string") ? new PyDict() : undefined;
  if (dict !== undefined) {
    for (const [key, value] of pairs) dict.set(yamlToValue(key), yamlToValue(value));
    return dict;
  }
  const object: { [key: string]: YamlValue } = {};
  for (const [key, value] of pairs) {
    if (key === "__proto__")
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
    else object[key as string] = value;
  }
  return object;
}
