/** The fields of "STRUCT(a VARCHAR, b DECIMAL(10, 2), c STRUCT(d INTEGER))", one level deep; [] for other types. */
export function parseStructFields(type: string): { name: string; type: string }[] {
  const match = /^STRUCT\((.*)\)/is.exec(type);
  if (match === null) return [];
  return splitTopLevel(match[1]!).map((field) => {
    const space = field.indexOf(" ");
    return space < 0
      ? { name: field, type: "" }
      : { name: field.slice(0, space), type: field.slice(space + 1) };
  });
}

function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "(") depth++;
    else if (text[index] === ")") depth--;
    else if (text[index] === "," && depth === 0) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}
