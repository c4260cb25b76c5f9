import type { SharedContext } from "../shared-context.ts";

/** An identifier in the adapter's quotes. */
export function quote({ project }: SharedContext, identifier: string): string {
  const { quoteCharacter } = project.profile.plugin.dialect;
  return `${quoteCharacter}${identifier}${quoteCharacter}`;
}
