/** target/perf_info.json, which `parse` leaves: how many files there are, how many were parsed, and how long it took. */
import type { Effects } from "../effects.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { artifactPath, type ArtifactScope } from "./artifact-metadata.ts";

/** What reading a project took. */
export interface ParseEffort {
  readonly seconds: number;
  /** Files that were parsed; undefined when it was all of them. */
  readonly parsedFiles?: number;
}

export interface PerfInfoScope extends ArtifactScope {
  readonly manifest: Manifest;
  readonly effort: ParseEffort;
}

/** dbt's fields; times of its stages that are none of ours are null. */
export function writePerfInfo({ project, manifest, effort }: PerfInfoScope, effects: Effects): void {
  const byPackage = countFiles(manifest);
  const count = [...byPackage.values()].reduce((sum, files) => sum + files, 0);
  const { seconds, parsedFiles = count } = effort;
  const info = {
    path_count: count,
    parsed_path_count: parsedFiles,
    static_analysis_path_count: 0,
    static_analysis_parsed_path_count: 0,
    is_partial_parse_enabled: project.flags["partial_parse"] !== false,
    is_static_analysis_enabled: project.flags["static_parser"] !== false,
    read_files_elapsed: null,
    load_macros_elapsed: null,
    parse_project_elapsed: seconds,
    patch_sources_elapsed: null,
    process_manifest_elapsed: null,
    load_all_elapsed: seconds,
    projects: [...byPackage].map(([project_name, files]) => ({
      project_name,
      elapsed: seconds * (count === 0 ? 0 : files / count),
      parsers: [],
      parsed_path_count: parsedFiles === count ? files : project_name === project.root.name ? parsedFiles : 0,
    })),
  };
  effects.files.writeText(artifactPath(project, "perf_info.json"), JSON.stringify(info, null, 4));
}

/** Files that something was found in, by package. */
function countFiles(manifest: Manifest): Map<string, number> {
  const files = new Map<string, Set<string>>();
  const { nodes, sources, macros, docs, exposures, metrics, unit_tests } = manifest;
  for (const resources of [nodes, sources, macros, docs, exposures, metrics, unit_tests]) {
    for (const { package_name, original_file_path } of resources.values()) {
      let known = files.get(package_name);
      if (known === undefined) files.set(package_name, (known = new Set()));
      known.add(original_file_path);
    }
  }
  return new Map([...files].map(([name, paths]) => [name, paths.size]));
}
