import { expect, test } from "vitest";
import { Watcher, type WatchState } from "../../src/watch/watcher.ts";

/** A clock that only moves when told, and runs that end when told. */
function rig(isStale: (path: string) => boolean = () => true) {
  let timer: (() => void) | undefined;
  const runs: { changes: string[]; signal: AbortSignal; end: (done: boolean) => void }[] = [];
  const states: WatchState[] = [];
  const watcher = new Watcher({
    after(_, callback) {
      timer = callback;
      return () => {
        if (timer === callback) timer = undefined;
      };
    },
    run(changes, signal) {
      return new Promise<boolean>((end) => runs.push({ changes: [...changes].sort(), signal, end }));
    },
    isStale,
    onState: (state) => states.push(state),
  });
  const quiet = (): void => {
    const callback = timer;
    timer = undefined;
    callback?.();
  };
  const settle = async (run: number, done = !runs[run]!.signal.aborted): Promise<void> => {
    runs[run]!.end(done);
    await new Promise((done) => setImmediate(done));
  };
  return { watcher, runs, states, quiet, settle, hasTimer: () => timer !== undefined };
}

test("several saves in one moment are one run", () => {
  const { watcher, runs, quiet } = rig();
  watcher.change("a.sql");
  watcher.change("b.sql");
  watcher.change("a.sql");
  expect(runs).toHaveLength(0);
  quiet();
  expect(runs.map((run) => run.changes)).toEqual([["a.sql", "b.sql"]]);
});

test("a save that makes the run stale cancels it, and both changes are run again", async () => {
  const { watcher, runs, states, quiet, settle } = rig();
  watcher.change("a.sql");
  quiet();
  watcher.change("b.sql");
  expect(runs[0]!.signal.aborted).toBe(true);
  expect(watcher.state).toBe("cancelling");
  await settle(0);
  quiet();
  expect(runs[1]!.changes).toEqual(["a.sql", "b.sql"]);
  await settle(1);
  expect(states).toEqual(["debouncing", "running", "cancelling", "debouncing", "running", "idle"]);
});

test("a run that was done when its cancellation came is not run again", async () => {
  const { watcher, runs, quiet, settle } = rig();
  watcher.change("a.sql");
  quiet();
  watcher.change("b.sql");
  await settle(0, true);
  quiet();
  expect(runs[1]!.changes).toEqual(["b.sql"]);
});

test("a save that does not touch the run waits for its turn", async () => {
  const { watcher, runs, quiet, settle } = rig((path) => path === "a.sql");
  watcher.change("a.sql");
  quiet();
  watcher.change("other.sql");
  expect(runs[0]!.signal.aborted).toBe(false);
  await settle(0);
  expect(watcher.state).toBe("debouncing");
  quiet();
  expect(runs[1]!.changes).toEqual(["other.sql"]);
});

test("stop while debouncing runs nothing more", async () => {
  const { watcher, runs, hasTimer } = rig();
  watcher.change("a.sql");
  watcher.stop();
  await watcher.done;
  expect(hasTimer()).toBe(false);
  watcher.change("b.sql");
  expect(runs).toHaveLength(0);
});

test("stop while running cancels and waits for the end", async () => {
  const { watcher, runs, quiet, settle } = rig();
  watcher.change("a.sql");
  quiet();
  watcher.stop();
  expect(runs[0]!.signal.aborted).toBe(true);
  await settle(0);
  await watcher.done;
  expect(watcher.state).toBe("stopped");
});
