import type { ErrorLabel } from "../error-label.ts";

/** What a catalog entry makes of its arguments. */
export interface ErrorText {
  readonly message: string;
  readonly hint?: string;
  readonly label?: ErrorLabel;
}

export const didYouMean = (nearest: string | undefined): string | undefined => (nearest ? `did you mean "${nearest}"?` : undefined);
