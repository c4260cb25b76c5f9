/** Names with `*` for any characters, none included. */
export const isGlob = (pattern: string): boolean => pattern.includes("*");

export function matchesGlob(name: string, pattern: string): boolean {
  const source = pattern.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${source.join(".*")}$`, "s").test(name);
}
