/** JSON documents as Cells: whole numbers stay exact, which JSON.parse would lose. psycopg2 gives Python's objects, so templates see dicts and lists. */
import type { Cell } from "@tsmodel/core/adapter";

/** One token and the blanks before it: punctuation, a string, a number or a word. Postgres has checked the text. */
const TOKEN = /\s*([{}[\],:]|"(?:[^"\\]|\\.)*"|[^\s{}[\],:"]+)/y;

export function readJson(text: string): Cell {
  let position = 0;
  let token = "";
  const next = (): string => {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    position = match === null ? text.length : TOKEN.lastIndex;
    return (token = match?.[1] ?? "");
  };
  const readValue = (): Cell => {
    if (token === "[") return readItems();
    if (token === "{") return readEntries();
    if (token.startsWith('"')) return JSON.parse(token) as string;
    return readScalar(token);
  };
  const readItems = (): Cell => {
    const items: Cell[] = [];
    for (next(); token !== "]" && token !== ""; next()) if (token !== ",") items.push(readValue());
    return { type: "list", items };
  };
  const readEntries = (): Cell => {
    const entries = new Map<string, Cell>();
    for (next(); token !== "}" && token !== ""; next()) {
      if (token === ",") continue;
      const key = JSON.parse(token) as string;
      next(); // the colon
      next();
      entries.set(key, readValue());
    }
    return { type: "struct", entries: [...entries] };
  };
  next();
  return readValue();
}

function readScalar(word: string): Cell {
  if (word === "null") return null;
  if (word === "true" || word === "false") return word === "true";
  return /^-?\d+$/.test(word) ? BigInt(word) : Number(word);
}
