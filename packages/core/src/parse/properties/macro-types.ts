/** Types of macro arguments as they may be documented: "string", "list[int]", "dict[string, any]". */
const PARAMETERS: { readonly [type: string]: number } = {
  str: 0,
  string: 0,
  bool: 0,
  int: 0,
  integer: 0,
  float: 0,
  any: 0,
  list: 1,
  dict: 2,
  optional: 1,
  relation: 0,
  column: 0,
};

export function isValidMacroType(text: string): boolean {
  return restAfterType(text.replace(/[ \t]/g, "")) === "";
}

/** What follows one type; undefined when the text does not begin with one. */
function restAfterType(text: string): string | undefined {
  const name = /^[a-z]+/.exec(text)?.[0];
  if (name === undefined || !Object.hasOwn(PARAMETERS, name)) return undefined;
  const rest = text.slice(name.length);
  return PARAMETERS[name] === 0 ? rest : restAfterParameters(rest, PARAMETERS[name]!);
}

function restAfterParameters(text: string, count: number): string | undefined {
  let rest: string | undefined = text;
  for (let index = 0; index < count; index++) {
    if (rest?.[0] !== (index === 0 ? "[" : ",")) return undefined;
    rest = restAfterType(rest.slice(1));
  }
  return rest?.startsWith("]") ? rest.slice(1) : undefined;
}
