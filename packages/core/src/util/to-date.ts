/** "2024-01-01", "2024-01-01 12:00:00", with or without zone: UTC unless told. */
export function toDate(text: string): Date {
  const iso = text.trim().replace(" ", "T");
  const withTime = iso.includes("T") ? iso : `${iso}T00:00:00`;
  return new Date(/(Z|[+-]\d\d:?\d\d)$/.test(withTime) ? withTime : `${withTime}Z`);
}
