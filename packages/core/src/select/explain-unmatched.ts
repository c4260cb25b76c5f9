/** Why a word may have selected nothing: the nearest thing there is, or that it is disabled. */
import type { Manifest } from "../manifest/manifest.ts";
import type { GraphNode } from "../manifest/node.ts";
import type { Criterion } from "../project/selector-criterion.ts";
import { findNearestName } from "../util/nearest-name.ts";
import { tagsOf } from "./selector-methods.ts";

export interface Explanation {
  readonly nearest?: string;
  readonly disabled?: boolean;
}

/** For a single criterion; an intersection can be empty although all its parts match. */
export function explainUnmatched(
  criteria: readonly Criterion[],
  members: readonly GraphNode[],
  manifest: Manifest,
): Explanation {
  const [criterion] = criteria;
  if (criterion === undefined || criteria.length > 1) return {};
  const value = String(criterion.value);
  if (criterion.method === "fqn" && isDisabled(value, manifest)) return { disabled: true };
  const nearest = findNearestName(value, new Set(candidates(criterion, members)));
  return nearest === undefined ? {} : { nearest };
}

function isDisabled(name: string, manifest: Manifest): boolean {
  for (const nodes of manifest.disabled.values()) if (nodes.some((node) => node.name === name)) return true;
  return false;
}

function candidates(criterion: Criterion, members: readonly GraphNode[]): string[] {
  switch (criterion.method) {
    case "fqn":
      return members.flatMap((node) =>
        node.resource_type === "source" ? [] : [node.name, node.fqn.join("."), ...folders(node)],
      );
    case "tag":
      return members.flatMap(tagsOf);
    case "source":
      return members.flatMap((node) =>
        node.resource_type === "source" ? [node.source_name, `${node.source_name}.${node.name}`] : [],
      );
    case "package":
      return members.map((node) => node.package_name);
    case "group":
      return members.flatMap((node) =>
        typeof node.config["group"] === "string" ? [node.config["group"]] : [],
      );
    case "path":
      return members.flatMap((node) => pathsOf(node.original_file_path));
    case "file":
      return members.map((node) =>
        node.original_file_path.slice(node.original_file_path.lastIndexOf("/") + 1),
      );
    case "test_name":
      return members.flatMap((node) =>
        node.resource_type === "test" && node.test_metadata ? [node.test_metadata.name] : [],
      );
    case "exposure":
    case "metric":
    case "semantic_model":
    case "saved_query":
    case "unit_test":
      return members.filter((node) => node.resource_type === criterion.method).map((node) => node.name);
    default:
      return [];
  }
}

/** Folder names stand in qualified names too. */
function folders(node: GraphNode): string[] {
  return node.fqn.slice(1, -1);
}

function pathsOf(path: string): string[] {
  const paths = [path];
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
    paths.push(path.slice(0, end));
  return paths;
}
