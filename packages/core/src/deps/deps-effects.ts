/** The outside world of package installation: network, the git program, whole folders. */
export interface DepsEffects {
  /** GET. Rejects when there is no answer at all. */
  fetch(url: string): Promise<{ readonly status: number; readonly bytes: Uint8Array }>;
  /** Runs a program to its end. Rejects when it cannot be started. */
  run(
    program: string,
    args: readonly string[],
    folder: string,
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>;
  /** Before an answer is asked for again; milliseconds. */
  wait(duration: number): Promise<void>;
  readonly folders: FolderEffects;
}

/** Paths are absolute. */
export interface FolderEffects {
  /** A file, a link (not what it points to) or a folder with all that is in it; a missing one is fine. */
  remove(path: string): void;
  make(path: string): void;
  move(from: string, to: string): void;
  /** A symbolic link, or a copy where the system has none. */
  link(target: string, path: string): void;
  /** Makes missing folders. */
  writeBytes(path: string, bytes: Uint8Array, executable: boolean): void;
  /** Names of what is directly in a folder. */
  names(path: string): readonly string[];
  /** A new empty folder outside of the project. */
  temporary(): string;
}
