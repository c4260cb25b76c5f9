/** The dbt release whose behaviour and artifacts we reproduce: `dbt_version`, `require-dbt-version`, metadata. */
export const DBT_VERSION = "1.11.16";
