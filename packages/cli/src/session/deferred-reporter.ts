import type { TsmodelEvent } from "@tsmodel/core";
import type { Reporter } from "../reporters/reporter.ts";

/** Holds events back until flags are known and the real reporter can be chosen. */
export class DeferredReporter implements Reporter {
  private held: TsmodelEvent[] = [];
  private target: Reporter | undefined;

  get showsProgress(): boolean {
    return this.target?.showsProgress ?? false;
  }

  get chosen(): boolean {
    return this.target !== undefined;
  }

  choose(target: Reporter): void {
    if (this.target) return;
    this.target = target;
    for (const event of this.held) target.report(event);
    this.held = [];
  }

  report(event: TsmodelEvent): void {
    if (this.target) this.target.report(event);
    else this.held.push(event);
  }

  close(): void {
    this.target?.close();
  }
}
