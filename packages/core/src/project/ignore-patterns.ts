/** Patterns of a .dbtignore file: gitignore's language, the last pattern that matches decides (as Python's pathspec). */
import { escapeRegex } from "../util/fnmatch.ts";

export type IgnorePatterns = (path: string) => boolean;

interface Pattern {
  readonly regex: RegExp;
  readonly ignores: boolean;
}

/** The returned function takes paths relative to the file's folder, "/" separated. */
export function parseIgnorePatterns(text: string): IgnorePatterns {
  const patterns = text
    .split(/\r?\n/)
    .map(parsePattern)
    .filter((pattern) => pattern !== undefined);
  return (path) => {
    for (let index = patterns.length - 1; index >= 0; index--) {
      const pattern = patterns[index]!;
      if (pattern.regex.test(path)) return pattern.ignores;
    }
    return false;
  };
}

function parsePattern(line: string): Pattern | undefined {
  // Blanks at the end do not count unless escaped.
  let text = line.replace(/(?<!\\)[ \t]+$/, "");
  if (text === "" || text.startsWith("#") || text === "/") return undefined;
  const ignores = !text.startsWith("!");
  if (!ignores) text = text.slice(1);
  return { regex: toRegex(text), ignores };
}

function toRegex(pattern: string): RegExp {
  const anchored = pattern.replace(/\/$/, "").includes("/");
  const foldersOnly = pattern.endsWith("/");
  const segments = pattern.replace(/^\//, "").replace(/\/$/, "").split("/");
  const end = foldersOnly ? "/.*" : "(?:/.*)?";
  return new RegExp(`^${anchored ? "" : "(?:.+/)?"}${joinSegments(segments)}${end}$`, "s");
}

function joinSegments(segments: readonly string[]): string {
  return segments
    .map((segment, index) => {
      const last = index === segments.length - 1;
      if (segment === "**") return last ? ".*" : "(?:.+/)?";
      return segmentRegex(segment) + (last ? "" : "/");
    })
    .join("");
}

function segmentRegex(segment: string): string {
  let regex = "";
  for (let index = 0; index < segment.length; index++) {
    const char = segment[index]!;
    if (char === "\\" && index + 1 < segment.length) regex += escapeRegex(segment[++index]!);
    else if (char === "*") regex += "[^/]*";
    else if (char === "?") regex += "[^/]";
    else if (char === "[") {
      const end = segment.indexOf("]", index + (/^\[[!^]?\]/.test(segment.slice(index)) ? 3 : 2));
      if (end === -1) regex += "\\[";
      else {
        regex += `[${segment
          .slice(index + 1, end)
          .replace(/^!/, "^")
          .replace(/\\/g, "\\\\")
          .replace(/^(\^?)\]/, "$1\\]")}]`;
        index = end;
      }
    } else regex += escapeRegex(char);
  }
  return regex;
}
