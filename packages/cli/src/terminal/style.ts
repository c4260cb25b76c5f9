/** Colours as functions; without colour they give the text back. Meaning never rests on colour alone. */
export interface Style {
  readonly enabled: boolean;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  blue(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

const wrap =
  (enabled: boolean, open: number, close: number) =>
  (text: string): string =>
    enabled ? `\u001b[${open}m${text}\u001b[${close}m` : text;

export function createStyle(enabled: boolean): Style {
  return {
    enabled,
    red: wrap(enabled, 31, 39),
    green: wrap(enabled, 32, 39),
    yellow: wrap(enabled, 33, 39),
    blue: wrap(enabled, 36, 39),
    dim: wrap(enabled, 2, 22),
    bold: wrap(enabled, 1, 22),
  };
}

/**
 * dbt's order: an explicit flag, then NO_COLOR and FORCE_COLOR (https://no-color.org, https://force-color.org),
 * then whether the stream is a terminal.
 */
export function wantsColor(
  flag: boolean | undefined,
  env: { readonly [name: string]: string | undefined },
  isTerminal: boolean,
): boolean {
  if (flag !== undefined) return flag;
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== "0") return true;
  return isTerminal && env.TERM !== "dumb";
}

const ANSI = /\u001b\[[0-9;]*m/g;

export const stripStyle = (text: string): string => text.replace(ANSI, "");
