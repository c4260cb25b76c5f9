/** An instant as dbt writes it, with six decimals: "2026-01-31T12:00:00.123000Z" */
export function isoMicroseconds(time: Date): string {
  return time.toISOString().replace("Z", "000Z");
}
