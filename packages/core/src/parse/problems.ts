import { TsmodelError, TsmodelErrors } from "../errors/tsmodel-error.ts";

/** What is wrong with a project, gathered while everything else is still parsed: users see all of it at once. */
export class Problems {
  private readonly errors: TsmodelError[] = [];

  get any(): boolean {
    return this.errors.length > 0;
  }

  add(error: TsmodelError): void {
    this.errors.push(error);
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
    this.errors.push(error);
  }

  /** @throws TsmodelError when there is one problem, TsmodelErrors when there are several */
  raise(): void {
    if (this.errors.length === 1) throw this.errors[0]!;
    if (this.errors.length > 1) throw new TsmodelErrors(this.errors);
  }
}
