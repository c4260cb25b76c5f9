/** Runs of a node: a bar for each, as long as it took, in the colour of how it ended. */
import { STATES, type Page, type RunPoint } from "../data/site-data.ts";
import { html, nothing, raw, type Html } from "../html/html.ts";
import { formatCount, formatInstant, formatSeconds } from "./format.ts";
import { renderState } from "./marks.ts";

const HEIGHT = 36;
const STEP = 10;

export function renderSparkline(runs: readonly RunPoint[]): Html {
  const longest = Math.max(...runs.map(({ seconds }) => seconds), 0.001);
  const bars = runs.map(({ seconds, state }, at) => {
    const height = Math.max(3, Math.round((HEIGHT * seconds) / longest));
    return `<rect class="bar ${STATES[state]}" x="${at * STEP}" y="${HEIGHT - height}" width="${STEP - 3}" height="${height}" rx="1.5"/>`;
  });
  const width = Math.max(runs.length * STEP, STEP);
  return html`<svg
    class="spark"
    width="${width}"
    height="${HEIGHT}"
    viewBox="0 0 ${width} ${HEIGHT}"
    role="img"
    aria-label="Durations of the last ${runs.length} runs"
  >
    ${raw(bars.join(""))}
  </svg>`;
}

export function renderRuns({ runs, message }: Page): Html {
  if (runs.length === 0) return nothing;
  const rows = runs
    .toReversed()
    .slice(0, 12)
    .map(
      ({ at, command, state, status, seconds, rows: count }) =>
        html`<tr>
          <td>${formatInstant(at)}</td>
          <td>${command}</td>
          <td>${renderState(STATES[state]!, status)}</td>
          <td class="n">${formatSeconds(seconds)}</td>
          <td class="n">${count === null ? "–" : formatCount(count)}</td>
        </tr>`,
    );
  const longest = Math.max(...runs.map(({ seconds }) => seconds));
  return html`<section id="runs" class="block">
    <h2>Runs</h2>
    ${message === null ? nothing : html`<pre class="failure">${message}</pre>`}
    <div class="run-strip">
      ${renderSparkline(runs)}
      <p class="note">
        ${runs.length === 1 ? "One run" : `The last ${runs.length} runs, oldest left`}; the tallest bar took
        ${formatSeconds(longest)}.
      </p>
    </div>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Started</th>
            <th>Command</th>
            <th>Result</th>
            <th class="n">Took</th>
            <th class="n">Rows</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}
