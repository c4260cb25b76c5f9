import type { Effects } from "../effects.ts";
import { writeManifest, type ManifestScope } from "./manifest-file.ts";
import { writeSemanticManifest } from "./semantic-manifest-file.ts";

/** manifest.json and semantic_manifest.json: what every command leaves that has read the project. */
export function writeManifests(scope: ManifestScope, effects: Effects): void {
  writeManifest(scope, effects);
  writeSemanticManifest(scope, effects);
}
