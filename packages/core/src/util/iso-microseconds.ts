/** An instant as dbt writes it, with six decimals: "2026-01-31T12:00:00.123000Z" */
export function isoMicroseconds(time: Date): string {
  return time.toISOString().replace("Z", "000Z");
}

/** As Python's isoformat() writes instants in UTC: "2026-01-31T12:00:00+00:00", a fraction only where there is one. */
export function isoOffset(time: Date): string {
  return isoMicroseconds(time).replace(/(\.000000)?Z$/, "+00:00");
}
