/** What happens inside pages: copy buttons, code tabs, filters of tables, jumps. One listener for all of them. */

export function startPageParts(root: HTMLElement): void {
  root.addEventListener("click", (event) => {
    const target = event.target as Element;
    const copy = target.closest<HTMLElement>("[data-copy]");
    if (copy) void copyText(copy);
    const tab = target.closest<HTMLElement>("[role=tab]");
    if (tab) showTab(tab);
    const jump = target.closest<HTMLAnchorElement>("[data-jump]");
    if (jump) {
      event.preventDefault();
      jumpTo(jump.dataset["jump"]!);
      history.replaceState(history.state, "", jump.getAttribute("href"));
    }
  });
  root.addEventListener("keydown", (event) => {
    const tab = (event.target as Element).closest<HTMLElement>("[role=tab]");
    if (!tab || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const tabs = [...tab.parentElement!.querySelectorAll<HTMLElement>("[role=tab]")];
    const next = tabs[(tabs.indexOf(tab) + (event.key === "ArrowLeft" ? tabs.length - 1 : 1)) % tabs.length]!;
    showTab(next);
    next.focus();
  });
  root.addEventListener("input", (event) => {
    const input = event.target as HTMLInputElement;
    const rows = input.dataset["filterRows"];
    if (rows === undefined) return;
    const word = input.value.trim().toLowerCase();
    for (const row of root.querySelectorAll<HTMLElement>(rows))
      row.hidden = !row.textContent.toLowerCase().includes(word);
  });
}

export function jumpTo(id: string): void {
  document.getElementById(id)?.scrollIntoView({ block: "start" });
}

function showTab(tab: HTMLElement): void {
  for (const each of tab.parentElement!.querySelectorAll<HTMLElement>("[role=tab]")) {
    const chosen = each === tab;
    each.setAttribute("aria-selected", String(chosen));
    each.tabIndex = chosen ? 0 : -1;
    const panel = document.getElementById(each.getAttribute("aria-controls")!);
    if (panel) panel.hidden = !chosen;
  }
}

const COPIED_MS = 1600;

async function copyText(button: HTMLElement): Promise<void> {
  const text = button.dataset["copy"]!;
  const label = button.textContent;
  const done = (await tryClipboard(text)) || copyBySelection(text);
  button.textContent = done ? "Copied" : "Not allowed";
  setTimeout(() => (button.textContent = label), COPIED_MS);
}

async function tryClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Pages opened from disk have no clipboard in some browsers; a selected text area always can be copied. */
function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
