/** `exposures:` entries. */
import { toTsmodelError } from "../../context/to-tsmodel-error.ts";
import { fail } from "../../errors/tsmodel-error.ts";
import type { ExposureNode, NodeConfig } from "../../manifest/node.ts";
import { fqnOf } from "../nodes/create-node.ts";
import { addUnique, registerDisabled } from "../nodes/register-node.ts";
import type { ParseState } from "../parse-state.ts";
import { ownerOf } from "./groups.ts";
import type { Entry } from "./prepare-entry.ts";
import { placeOf } from "./properties-file.ts";
import { ReferenceContext } from "./reference-context.ts";
import type { MutableEntry } from "./render-entry.ts";

/** @throws TsmodelError */
export function parseExposure(state: ParseState, entry: Entry): void {
  const exposure = buildExposure(state, entry);
  readDependencies(state, entry, exposure);
  if (!exposure.config.enabled) return registerDisabled(state, exposure);
  addUnique(state.manifest.exposures, exposure, state.shared);
}

function buildExposure(state: ParseState, entry: Entry): ExposureNode {
  const { value } = entry;
  const { source, packageName } = entry.raw.file;
  warnName(state, entry);
  const fqn = fqnOf(packageName, source.relativePath, entry.name);
  const patch = (value.config ?? {}) as MutableEntry;
  const { config, unrendered } = state.configs.resolve({ resourceType: "exposure", packageName, fqn, patch });
  const section = (state.sources.find((one) => one.config.name === packageName)?.config.configSections
    .exposures ?? {}) as { readonly tags?: string[]; readonly meta?: MutableEntry };
  const tags = [
    ...new Set([...(section.tags ?? []), ...((value.tags ?? []) as string[]), ...(config.tags as string[])]),
  ].sort();
  const meta = {
    ...section.meta,
    ...(value.meta as MutableEntry | undefined),
    ...(config.meta as MutableEntry),
  };
  return {
    name: entry.name,
    resource_type: "exposure",
    package_name: packageName,
    path: source.relativePath,
    original_file_path: source.originalPath,
    unique_id: `exposure.${packageName}.${entry.name}`,
    fqn,
    type: value.type as string,
    owner: ownerOf(entry, "Exposure"),
    description: (value.description ?? "") as string,
    label: (value.label ?? null) as string | null,
    maturity: (value.maturity ?? null) as string | null,
    meta,
    tags,
    config: { ...config, tags, meta } as unknown as NodeConfig,
    unrendered_config: unrendered,
    url: (value.url ?? null) as string | null,
    depends_on: { macros: [], nodes: [] },
    refs: [],
    sources: [],
    metrics: [],
    created_at: state.createdAt,
  };
}

function warnName(state: ParseState, entry: Entry): void {
  if (/^[\p{L}\p{N}_-]+$/u.test(entry.name)) return;
  const place = { at: [placeOf(entry.raw, ["name"])] };
  state.warnings.deprecate(
    "ExposureNameDeprecation",
    () => fail("exposure-name", { name: entry.name }, place),
    { exposure: entry.name },
  );
}

/** Every line of `depends_on` is a call of ref, source or metric. */
function readDependencies(state: ParseState, entry: Entry, exposure: ExposureNode): void {
  const context = new ReferenceContext(exposure, ["ref", "source", "metric"]);
  for (const [index, line] of ((entry.value.depends_on ?? []) as string[]).entries()) {
    try {
      state.environment
        .compile(`{{ ${line}}}`, { name: exposure.name })
        .render(context, { undefined: "capture" });
    } catch (error) {
      const wrapped = toTsmodelError(error, { shared: state.shared, node: exposure });
      wrapped.at = [placeOf(entry.raw, ["depends_on", index])];
      throw wrapped;
    }
  }
}
