import type { RenderContext } from "@tsmodel/jinja";
import type { SharedContext } from "./shared-context.ts";

/** The context of descriptions: what YAML sees, plus `doc()`. */
export declare function createDocsContext(shared: SharedContext, node: { readonly package_name: string; readonly name: string; readonly resource_type: string; readonly unique_id?: string; readonly original_file_path?: string }, onDoc?: (uniqueId: string) => void): RenderContext;
