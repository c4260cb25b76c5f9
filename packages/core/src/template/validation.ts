import type { Value } from "@tsmodel/jinja";

/** dbt's `validation` (`validation.any[list, basestring]`): checks of `config.get(…, validator=…)`. */
export declare function createValidation(): Value;
