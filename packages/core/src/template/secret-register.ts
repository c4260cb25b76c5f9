import { findEnv, secretPrefix } from "./env-var.ts";

/** Printed where a secret would stand. */
export const secretMask = "*****";
const opening = "$$$DBT_SECRET_START$$$";
const closing = "$$$DBT_SECRET_END$$$";
const placeholders: RegExp = /\$\$\$DBT_SECRET_START\$\$\$(DBT_ENV_SECRET.*?)\$\$\$DBT_SECRET_END\$\$\$/g;

/** What `env_var` gives for a secret while profiles.yml is rendered, so that no filter or log meets its value. */
export function secretPlaceholder(name: string): string {
  return opening + name + closing;
}

/** Replaces secrets' placeholders by the mask: for texts that are logged while profiles are rendered. */
export function maskPlaceholders(text: string): string {
  return text.includes(opening) ? text.replace(placeholders, secretMask) : text;
}

/** Values that must never be printed. */
export class SecretRegister {
  private readonly env: { readonly [name: string]: string | undefined };
  private values: string[] = [];

  /** Registers every DBT_ENV_SECRET… variable of the environment that has a value. */
  constructor(env: { readonly [name: string]: string | undefined }) {
    this.env = env;
    for (const [name, value] of Object.entries(env)) if (name.startsWith(secretPrefix)) this.add(value ?? "");
  }

  get isEmpty(): boolean {
    return this.values.length === 0;
  }

  /** Blank values are left out: masking them would tear every text apart. */
  add(value: string): void {
    if (value.trim() === "" || this.values.includes(value)) return;
    this.values.push(value);
    // Longest first: a secret that contains another must not leave its rest behind.
    this.values.sort((a, b) => b.length - a.length);
  }

  /** The text with every secret replaced by `*****`. */
  scrub(text: string): string {
    let scrubbed = text;
    for (const value of this.values)
      if (scrubbed.includes(value)) scrubbed = scrubbed.replaceAll(value, () => secretMask);
    return scrubbed;
  }

  /** Puts the values in place of the placeholders that `env_var` left in a rendered profile. */
  reveal(text: string): string {
    if (!text.includes(opening)) return text;
    return text.replace(placeholders, (placeholder, name: string) => findEnv(this.env, name) ?? placeholder);
  }
}
