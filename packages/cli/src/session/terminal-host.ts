/** What reporters need of the process they run in. Tests hand in their own. */
export interface TerminalHost {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: { write(text: string): unknown };
  readonly env: { readonly [name: string]: string | undefined };
  readonly cwd: string;
  readonly pid: number;
  /** How large Node's thread pool is to be, before its first use; somebody may have said so already. */
  sizePool?(threads: number): void;
}
