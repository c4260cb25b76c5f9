/** A resource as a whole, for reading: what stands for one that is read late is slow to whoever looks at every field. */

/** What such a stand-in gives itself for. */
export const PLAIN: unique symbol = Symbol("plain");

export function plainResource<T extends object>(resource: T): T {
  return (resource as { readonly [PLAIN]?: T })[PLAIN] ?? resource;
}
