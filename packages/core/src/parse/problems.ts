import { TsmodelError, TsmodelErrors } from "../errors/tsmodel-error.ts";

/** What is wrong with a project, gathered while everything else is still parsed: users see all of it at once. */
export class Problems {
  private readonly errors: TsmodelError[] = [];
  private readonly seen = new Set<string>();

  get any(): boolean {
    return this.errors.length > 0;
  }

  /** The same sentence about the same place counts once. */
  add(error: TsmodelError): void {
    const place = error.at[0];
    const key = JSON.stringify([error.describe(), place?.file, place?.line, place?.column]);
    if (!this.seen.has(key)) this.errors.push(error);
    this.seen.add(key);
  }

  /** Runs one step. What it throws is kept, and undefined given; bugs of ours go through. */
  attempt<T>(step: () => T, place?: { readonly node?: TsmodelError["node"] }): T | undefined {
    try {
      return step();
    } catch (error) {
      if (error instanceof TsmodelErrors) for (const one of error.errors) this.keep(one, place);
      else if (error instanceof TsmodelError) this.keep(error, place);
      else throw error;
      return undefined;
    }
  }

  private keep(error: TsmodelError, place: { readonly node?: TsmodelError["node"] } | undefined): void {
    error.node ??= place?.node;
    this.add(error);
  }

  /** @throws TsmodelError when there is one problem, TsmodelErrors when there are several */
  raise(): void {
    if (this.errors.length === 1) throw this.errors[0]!;
    if (this.errors.length > 1) throw new TsmodelErrors(this.errors);
  }
}
