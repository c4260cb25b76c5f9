/** dbt's variables have two names: DBT_ENGINE_X, which is reserved for it, and the older DBT_X. */
import { flagTable } from "./flag-table.ts";

type Env = { readonly [name: string]: string | undefined };

export const enginePrefix = "DBT_ENGINE_";

/** Names that dbt reads beside its flags. */
const MORE = [
  "NO_PRINT",
  "MACRO_DEBUGGING",
  "PACKAGE_HUB_URL",
  "DOWNLOAD_DIR",
  "DEFER_TO_STATE",
  "FAVOR_STATE_MODE",
  "HOST",
  "PP_FILE_DIFF_TEST",
  "PP_TEST",
  "PARTIAL_PARSE_FILE_DIFF",
  "RECORDED_FILE_PATH",
  "INVOCATION_ENV",
  "TEST_STATE_MODIFIED",
  "ARTIFACT_STATE_PATH",
  "SINGLE_THREADED",
  "USE_EXPERIMENTAL_PARSER",
  "SQLPARSE",
  "INCLUDE_SAVED_QUERY",
  "EXPORT_SAVED_QUERIES",
  "UPLOAD_TO_ARTIFACTS_INGEST_API",
  "RESOURCE_TYPES",
  "EXCLUDE_RESOURCE_TYPES",
  "PROJECT_DIR",
  "PROFILES_DIR",
];

const bareNames = (): string[] => [
  ...new Set([...flagTable.flatMap(({ env }) => (env === undefined ? [] : [env])), ...MORE]),
];

/** Those that mean something, under the reserved prefix. */
export const engineVariables = (): string[] => bareNames().map((name) => enginePrefix + name);

/** `env` with every variable of dbt's under both of its names, as templates may ask for either; the reserved name wins. */
export function withBothNames(env: Env): Env {
  const added: { [name: string]: string } = {};
  for (const name of bareNames()) {
    const [reserved, older] = [enginePrefix + name, `DBT_${name}`];
    const value = env[reserved] ?? env[older];
    if (value !== undefined) added[reserved] = added[older] = value;
  }
  return { ...env, ...added };
}
