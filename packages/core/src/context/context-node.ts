/** What a context needs to know of the node it is made for. Every resource of a manifest fits. */
export interface ContextNode {
  readonly resource_type: string;
  readonly name: string;
  readonly unique_id: string;
  readonly package_name: string;
  readonly path: string;
  readonly original_file_path: string;
  readonly fqn?: readonly string[];
  readonly database?: string | null;
  readonly schema?: string | null;
  readonly alias?: string | null;
  /** Of sources, in place of `alias`. */
  readonly identifier?: string;
  readonly config?: { readonly [key: string]: unknown };
  readonly language?: string;
}

/** Fields that only some resources have, for code that asks whether they are there. */
export function fieldOf(node: ContextNode, name: string): unknown {
  return (node as unknown as { readonly [name: string]: unknown })[name];
}

/** The last part of the relation a node is built into. */
export function identifierOf(node: ContextNode): string | null {
  return (node.resource_type === "source" ? node.identifier : node.alias) ?? node.name;
}
