/** Failures of lexer, parser and code generator as errors with their place. */

import { JinjaError } from "./error.ts";
import type { SyntaxFailure } from "./syntax/lexer.ts";
import type { SourceOrigin } from "./source-map.ts";
import { makeFrame } from "./source-map.ts";

export function syntaxError(
  failure: SyntaxFailure,
  source: string,
  template: { readonly name: string; readonly origin?: SourceOrigin | undefined },
): JinjaError {
  const place = { name: template.name, source, origin: template.origin };
  return new JinjaError(failure.kind, failure.message, [
    makeFrame(place, template.name, failure.start, failure.end),
  ]);
}
