/** Which ways of writing a scalar keep its text (YAML 1.1, as PyYAML sees it when it may write ASCII only). */
export interface ScalarAnalysis {
  readonly empty: boolean;
  readonly multiline: boolean;
  readonly allowPlain: boolean;
  readonly allowSingleQuoted: boolean;
}

const isBreak = (character: string | undefined): boolean =>
  character !== undefined && "\n\x85\u2028\u2029".includes(character);
const isBlank = (character: string | undefined): boolean =>
  character === undefined || "\0 \t\r\n\x85\u2028\u2029".includes(character);

export function analyzeScalar(characters: readonly string[]): ScalarAnalysis {
  if (characters.length === 0)
    return { empty: true, multiline: false, allowPlain: true, allowSingleQuoted: true };
  const text = characters.join("");
  let indicators = text.startsWith("---") || text.startsWith("...");
  let special = false;
  let multiline = false;
  let breakThenSpace = false;
  let spaceThenBreak = false;
  characters.forEach((character, index) => {
    const before = characters[index - 1];
    if (isIndicator(character, index, before, characters[index + 1])) indicators = true;
    if (isBreak(character)) multiline = true;
    if (character !== "\n" && !(character >= " " && character <= "~")) special = true;
    if (character === " " && isBreak(before)) breakThenSpace = true;
    if (isBreak(character) && before === " ") spaceThenBreak = true;
  });
  const first = characters[0];
  const last = characters.at(-1);
  const blankEnds = first === " " || isBreak(first) || last === " " || isBreak(last);
  const hopeless = special || spaceThenBreak;
  return {
    empty: false,
    multiline,
    allowPlain: !(indicators || multiline || blankEnds || breakThenSpace || hopeless),
    allowSingleQuoted: !(breakThenSpace || hopeless),
  };
}

/** Whether a character would be read as punctuation in a block. */
function isIndicator(
  character: string,
  index: number,
  before: string | undefined,
  after: string | undefined,
): boolean {
  if (index > 0) return (character === ":" && isBlank(after)) || (character === "#" && isBlank(before));
  return "#,[]{}&*!|>'\"%@`".includes(character) || ("?:-".includes(character) && isBlank(after));
}
