/** Models with a `deprecation_date`, and the models that still refer to them. */
import { fail } from "../../errors/tsmodel-error.ts";
import type { ModelNode } from "../../manifest/node.ts";
import type { ParseState } from "../parse-state.ts";

export function warnDeprecatedModels(state: ParseState): void {
  const { nodes } = state.manifest;
  const models = [...nodes.values()].filter((node): node is ModelNode => node.resource_type === "model");
  if (!models.some((model) => model.deprecation_date !== null)) return;
  const now = state.effects.now();
  for (const model of models)
    if (model.deprecation_date !== null && isPast(model, now)) warnDeprecated(state, model);
  for (const child of models) {
    for (const id of child.depends_on.nodes) {
      const parent = nodes.get(id);
      if (parent?.resource_type === "model" && parent.deprecation_date !== null)
        warnReference(state, child, parent, isPast(parent, now));
    }
  }
}

function isPast(model: ModelNode, now: Date): boolean {
  return new Date(model.deprecation_date!) < now;
}

function warnDeprecated(state: ParseState, model: ModelNode): void {
  const data = {
    model_name: model.name,
    model_version: versionText(model.version),
    deprecation_date: model.deprecation_date,
  };
  state.warnings.add(
    "DeprecatedModel",
    fail("model-deprecated", { name: nameOf(model), date: model.deprecation_date! }, { node: model }),
    data,
  );
}

function warnReference(state: ParseState, child: ModelNode, parent: ModelNode, past: boolean): void {
  const data = {
    model_name: child.name,
    ref_model_package: parent.package_name,
    ref_model_name: parent.name,
    ref_model_version: versionText(parent.version),
    ref_model_latest_version: String(parent.latest_version ?? "None"),
    ref_model_deprecation_date: parent.deprecation_date,
  };
  const latest =
    parent.latest_version !== null && parent.latest_version !== parent.version
      ? `${parent.name}.v${parent.latest_version}`
      : undefined;
  const error = fail(
    "model-deprecated-reference",
    { name: child.name, target: nameOf(parent), date: parent.deprecation_date!, past, latest },
    { node: child },
  );
  state.warnings.add(past ? "DeprecatedReference" : "UpcomingReferenceDeprecation", error, data);
}

function nameOf({ name, version }: ModelNode): string {
  return version === null ? name : `${name}.v${version}`;
}

function versionText(version: string | number | null): string {
  return version === null ? "" : String(version);
}
