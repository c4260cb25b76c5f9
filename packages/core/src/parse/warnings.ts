/** Warnings of parsing, under dbt's event names and codes. Deprecations are shown once, as dbt shows them, and counted. */
import { reportUnseen, warningFate } from "../project/warn-error.ts";
import type { Effects } from "../effects.ts";
import type { TsmodelError } from "../errors/tsmodel-error.ts";
import type { Flags } from "../project/project.ts";
import type { Problems } from "./problems.ts";

const CODES = {
  CustomKeyInConfigDeprecation: "D026",
  CustomKeyInObjectDeprecation: "D027",
  CustomTopLevelKeyDeprecation: "D025",
  DuplicateYAMLKeysDeprecation: "D024",
  UnexpectedJinjaBlockDeprecation: "D023",
  DuplicateNameDistinctNodeTypesDeprecation: "D040",
  ExposureNameDeprecation: "D007",
  ArgumentsPropertyInGenericTestDeprecation: "D038",
  MissingArgumentsPropertyInGenericTestDeprecation: "D039",
  PropertyMovedToConfigDeprecation: "D030",
  MFTimespineWithoutYamlConfigurationDeprecation: "D018",
  MFCumulativeTypeParamsDeprecation: "D019",
  MicrobatchMacroOutsideOfBatchesDeprecation: "D020",
  ResourceNamesWithSpacesDeprecation: "D015",
  SpacesInResourceNameDeprecation: "D014",
  DeprecatedModel: "I065",
  DeprecatedReference: "I067",
  FreshnessConfigProblem: "I073",
  InvalidConcurrentBatchesConfig: "I075",
  InvalidDisabledTargetInTestNode: "I050",
  InvalidMacroAnnotation: "I076",
  MacroNotFoundForPatch: "I059",
  MicrobatchModelNoEventTimeInputs: "I074",
  NoNodeForYamlKey: "I058",
  NodeNotFoundOrDisabled: "I060",
  PackageNodeDependsOnRootProjectNode: "I077",
  SemanticValidationFailure: "I070",
  UnsupportedConstraintMaterialization: "I068",
  UnusedResourceConfigPath: "I051",
  UnusedTables: "I056",
  UpcomingReferenceDeprecation: "I066",
  ValidationWarning: "I009",
  WrongResourceSchemaFile: "I057",
} as const;

export type WarningName = keyof typeof CODES;

export class Warnings {
  private readonly effects: Effects;
  private readonly flags: Flags;
  private readonly problems: Problems;
  /** How often each deprecation was met. Those that are not shown are told as repeated, for the summary. */
  readonly deprecations: Map<WarningName, number> = new Map();

  constructor(effects: Effects, flags: Flags, problems: Problems) {
    this.effects = effects;
    this.flags = flags;
    this.problems = problems;
  }

  /** Reports a warning unless it is silenced; with --warn-error it is a problem like any other. */
  add(name: WarningName, error: TsmodelError, data: { readonly [key: string]: unknown } = {}): void {
    const code = CODES[name];
    const fate = warningFate(this.flags, name, code);
    if (fate === "error") this.problems.add(error.asRaisedWarning());
    else if (fate === "warning") this.effects.report({ type: "warning", error, name, code, data });
    else reportUnseen({ name, code }, this.effects.report);
  }

  /** A warning that is shown for its first occurrence only (unless `show_all_deprecations`). `build` runs when it is shown. */
  deprecate(
    name: WarningName,
    build: () => TsmodelError,
    data: { readonly [key: string]: unknown } = {},
  ): void {
    const count = this.deprecations.get(name) ?? 0;
    this.deprecations.set(name, count + 1);
    if (count === 0 || this.flags.show_all_deprecations === true) this.add(name, build(), data);
    else reportUnseen({ name, code: CODES[name] }, this.effects.report);
  }
}
