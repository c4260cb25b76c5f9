/** Names in Postgres. */

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const LONGEST = 63;

/**
 * Labels as names of result columns, which is what Metabase shows: each once, no longer than Postgres keeps (63 bytes),
 * without the brackets that Metabase would read as a variable.
 */
export function columnNames(labels: readonly string[]): string[] {
  const taken = new Set<string>();
  return labels.map((label) => {
    const plain = label.replaceAll(/\{\{|\}\}|\[\[|\]\]/g, " ").trim() || "value";
    let name = cut(plain, LONGEST);
    for (let count = 2; taken.has(name); count++) name = `${cut(plain, LONGEST - 4)} ${count}`;
    taken.add(name);
    return name;
  });
}

function cut(text: string, bytes: number): string {
  let [length, end] = [0, 0];
  for (const letter of text) {
    length += Buffer.byteLength(letter);
    if (length > bytes) break;
    end += letter.length;
  }
  return text.slice(0, end).trimEnd();
}
