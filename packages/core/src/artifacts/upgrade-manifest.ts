/** Manifests of older dbt versions, brought to the shape of v12 as far as comparisons and deferral need it. */
type Json = { [key: string]: unknown };

export function upgradeManifest(data: { readonly [key: string]: unknown }): {
  readonly [key: string]: unknown;
} {
  const version = Number(
    /v(\d+)\.json$/.exec(String((data["metadata"] as Json | undefined)?.["dbt_schema_version"]))?.[1] ?? 12,
  );
  if (version >= 12) return data;
  const upgraded: Json = { ...data };
  // The metrics of dbt's first metrics layer are of another kind.
  if (version <= 9) upgraded["metrics"] = {};
  for (const kind of ["nodes", "exposures", "metrics"])
    upgraded[kind] = mapValues(upgraded[kind], upgradeNode);
  upgraded["disabled"] = mapValues(
    upgraded["disabled"],
    (list) => (list as unknown as Json[]).map(upgradeNode) as unknown as Json,
  );
  upgraded["docs"] = mapValues(upgraded["docs"], (doc) => ({ ...doc, resource_type: "doc" }));
  return upgraded;
}

function mapValues(map: unknown, change: (value: Json) => Json): Json {
  return Object.fromEntries(
    Object.entries((map ?? {}) as { [id: string]: Json }).map(([id, value]) => [id, change(value)]),
  );
}

function upgradeNode(node: Json): Json {
  const { raw_sql: rawSql, compiled_sql: compiledSql, ...rest } = node;
  if (rawSql !== undefined) rest["raw_code"] = rawSql;
  if (compiledSql !== undefined) rest["compiled_code"] = compiledSql;
  if (rawSql !== undefined) rest["language"] ??= "sql";
  if (Array.isArray(rest["refs"])) rest["refs"] = rest["refs"].map(upgradeRef);
  return rest["resource_type"] === "model" ? { ...MODEL_DEFAULTS, ...rest } : rest;
}

/** What models got with groups, contracts and versions; before, every model was as one that says nothing of them. */
const MODEL_DEFAULTS: Json = {
  access: "protected",
  contract: { enforced: false, alias_types: true, checksum: null },
  constraints: [],
  version: null,
  latest_version: null,
  deprecation_date: null,
};

function upgradeRef(ref: unknown): unknown {
  if (!Array.isArray(ref)) return ref;
  const names = ref as string[];
  return names.length === 1
    ? { name: names[0], package: null, version: null }
    : { name: names[1], package: names[0], version: null };
}
