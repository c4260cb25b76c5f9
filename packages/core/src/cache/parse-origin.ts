/**
 * Which cache a manifest was read from, and what was parsed again since: two manifests of one cache differ in nothing
 * but that.
 */
export interface ParseOrigin {
  /** The cache's id. */
  readonly cache: string;
  /** Texts of resources that the cache holds as they were before, by unique id. */
  readonly edited: ReadonlyMap<string, string>;
}

/** Ids of nodes that may differ between two manifests; undefined when that cannot be told from where they come from. */
export function differingIds(
  before: readonly ParseOrigin[],
  after: readonly ParseOrigin[],
): ReadonlySet<string> | undefined {
  for (const one of before) {
    const other = after.find(({ cache }) => cache === one.cache);
    if (other === undefined) continue;
    const ids = new Set<string>();
    for (const id of [...one.edited.keys(), ...other.edited.keys()])
      if (one.edited.get(id) !== other.edited.get(id)) ids.add(id);
    return ids;
  }
  return undefined;
}
