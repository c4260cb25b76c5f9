/** As dbt says it, for those who look for it in logs: its YAML reader calls what it reads a "<unicode string>". */
export const duplicateKey = (e: { key: string; file: string; line: number; column: number }): string =>
  `Duplicate key '${e.key}' in "<unicode string>", line ${e.line}, column ${e.column} in file \`${e.file}\``;
