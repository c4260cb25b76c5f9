/**
 * Lines of nodes written a few at a time: whoever reads them is woken for each write, and takes the time from the
 * database. Any other event is written at once, with all that came before it.
 */
import type { TsmodelEvent } from "@tsmodel/core";
import type { Reporter, TextSink } from "./reporter.ts";

/** Milliseconds that a line waits for others at most. */
const WAIT = 15;

export function gathered(sink: TextSink, create: (sink: TextSink) => Reporter): Reporter {
  let held = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const text = held;
    held = "";
    if (text !== "") sink.write(text);
  };
  const inner = create({
    write(text) {
      held += text;
      timer ??= setTimeout(flush, WAIT);
    },
  });
  return {
    showsProgress: inner.showsProgress,
    report(event) {
      inner.report(event);
      if (!isOfNode(event)) flush();
    },
    close() {
      inner.close();
      flush();
    },
  };
}

const isOfNode = (event: TsmodelEvent): boolean =>
  event.type === "node-started" || event.type === "node-finished" || event.type === "query" || (event.type === "message" && event.level === "debug");
