/** Values that must never be printed. */
export declare class SecretRegister {
  /** Registers every DBT_ENV_SECRET… variable of the environment that has a value. */
  constructor(env: { readonly [name: string]: string | undefined });
  add(value: string): void;
  /** The text with every secret replaced by `*****`. */
  scrub(text: string): string;
  /** Puts the values in place of the placeholders that `env_var` left in a rendered profile. */
  reveal(text: string): string;
}
