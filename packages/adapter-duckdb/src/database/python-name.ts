/** "IO" → "IOException": an exception type of DuckDB as Python's driver calls it, and so do profiles. */
export function pythonName(exceptionType: string): string {
  return `${exceptionType.replaceAll(" ", "")}Exception`;
}
