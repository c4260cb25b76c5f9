/**
 * js-yaml's events for a text, with the habits of PyYAML's scanner that matter in real files: indentation inside
 * brackets and quotes does not count, tabs may separate, and a block scalar that ends the text has no line break at
 * its end. Lines that js-yaml finds too far left are moved right in a copy, and offsets are mapped back.
 */
import type { Event } from "js-yaml";
import { CHOMPING_MODE, EVENT_ID, YAMLException, getScalarValue, parseEvents } from "js-yaml";
import type { ScalarEvent } from "js-yaml";

export interface YamlEvents {
  readonly events: readonly Event[];
  /** The text the events point into. */
  readonly source: string;
  /** An offset of `source` as one of the text that was given. */
  toOriginal(offset: number): number;
}

/** Thrown offsets belong to the text that was given. @throws YAMLException */
export function parseYamlEvents(text: string): YamlEvents {
  const moved: number[] = [];
  let source = text;
  for (;;) {
    try {
      return {
        events: parseEvents(source, { maxDepth: 1000 }),
        source,
        toOriginal: (offset) => unmove(offset, moved),
      };
    } catch (error) {
      if (!(error instanceof YAMLException) || error.mark === undefined) throw error;
      const lineStart = source.lastIndexOf("\n", error.mark.position - 1) + 1;
      if (separatingTab.test(source)) {
        // First, for js-yaml takes such a tab for wrong indentation.
        source = source.replaceAll(separatingTabs, (tabs) => " ".repeat(tabs.length));
      } else if (error.reason === "deficient indentation" && !source.startsWith(padding, lineStart)) {
        source = source.slice(0, lineStart) + padding + source.slice(lineStart);
        // Errors come in reading order, but a later one can stand before an earlier one's line after a retry.
        moved.push(lineStart);
        moved.sort((a, b) => a - b);
      } else {
        error.mark.position = unmove(error.mark.position, moved);
        throw error;
      }
    }
  }
}

/** A tab after an indicator, where blanks belong: js-yaml refuses some that PyYAML takes. Never one that indents. */
const separatingTab = /[:,[{-] *\t/;
const separatingTabs = /(?<=[:,[{-] *)\t+/g;

const padding = " ".repeat(120);

/** `moved` holds where padding starts in the final text, in order. */
function unmove(offset: number, moved: readonly number[]): number {
  let shift = 0;
  for (const start of moved) {
    if (start >= offset) break;
    shift += Math.min(padding.length, offset - start);
  }
  return offset - shift;
}

/** The text of a scalar. */
export function scalarText(event: ScalarEvent, source: string): string {
  const text = getScalarValue(source, event);
  const isBlock = event.type === EVENT_ID.SCALAR && event.style > 3;
  const cutOff =
    isBlock &&
    event.valueEnd === source.length &&
    event.chomping !== CHOMPING_MODE.STRIP &&
    !source.endsWith("\n");
  return cutOff && text.endsWith("\n") ? text.slice(0, -1) : text;
}
