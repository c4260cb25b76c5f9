import { stdin } from "node:process";

/** Single keys on a terminal; on anything else nothing is read. */
export function readKeys(actions: { readonly [key: string]: () => void }): { close(): void } {
  if (!stdin.isTTY) return { close: () => undefined };
  const onData = (data: Buffer): void => {
    const key = data.toString();
    if (key === "\u0003") process.kill(process.pid, "SIGINT");
    else actions[key]?.();
  };
  stdin.setRawMode(true);
  stdin.on("data", onData);
  stdin.resume();
  return {
    close(): void {
      stdin.off("data", onData);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}
