import type { RenderContext } from "@tsmodel/jinja";
import type { SharedContext } from "./shared-context.ts";

/** The context of property files: base names, target, project_name, the package's vars. No macros. */
export declare function createConfiguredContext(shared: SharedContext, packageName: string): RenderContext;
