/** What a served page does beside the rest: it loads itself anew when the figures changed, and says what is wrong. */
const BAR = "position:fixed;inset:auto 0 0 0;z-index:9;max-height:45vh;overflow:auto;margin:0;padding:12px 16px;white-space:pre-wrap;font:12px/1.5 ui-monospace,Menlo,Consolas,monospace;background:#7a1f1f;color:#fff";

let known: string | undefined;
const events = new EventSource("live");
events.addEventListener("state", (event) => {
  const { generation, problem } = JSON.parse((event as MessageEvent<string>).data) as LiveState;
  if (known !== undefined && known !== generation) return location.reload();
  known = generation;
  show(problem);
});
events.addEventListener("error", () => show("The server that shows this page has stopped: the figures are those of its end."));

/** As the server sends it. */
interface LiveState {
  readonly generation: string;
  readonly problem: string | null;
}

function show(problem: string | null): void {
  document.getElementById("live-problem")?.remove();
  if (problem === null) return;
  const bar = document.createElement("pre");
  bar.id = "live-problem";
  bar.setAttribute("role", "alert");
  bar.style.cssText = BAR;
  bar.textContent = problem;
  document.body.append(bar);
}
