import type { InternalPackage } from "./adapter/adapter.ts";
import { readInternalPackage } from "./macro/internal-package.ts";

/** dbt's own macros (package "dbt"), in our words. */
export const globalPackage: InternalPackage = readInternalPackage("dbt", new URL("../macros/dbt/", import.meta.url));
