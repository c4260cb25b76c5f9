/** Tabs over panels that stand below each other without scripts. The open one is in the address. */
import { replaceAddress } from "./address.ts";

export function startTabs(): void {
  const list = document.querySelector<HTMLElement>("[role=tablist]");
  if (list === null) return;
  const tabs = [...list.querySelectorAll<HTMLButtonElement>("[role=tab]")];
  const panels = tabs.map((tab) => document.getElementById(tab.getAttribute("aria-controls")!)!);
  const open = (index: number): void => {
    tabs.forEach((tab, each) => {
      tab.setAttribute("aria-selected", String(each === index));
      tab.tabIndex = each === index ? 0 : -1;
      panels[each]!.hidden = each !== index;
    });
  };
  const choose = (index: number): void => {
    open(index);
    const params = new URLSearchParams(location.hash.slice(1));
    if (index === 0) params.delete("tab");
    else params.set("tab", String(index + 1));
    replaceAddress(params);
  };
  list.hidden = false;
  panels.forEach((panel, index) => {
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tabs[index]!.id);
    panel.querySelector<HTMLElement>(".tab-title")!.hidden = true;
  });
  tabs.forEach((tab, index) => tab.addEventListener("click", () => choose(index)));
  list.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const next =
      (tabs.indexOf(document.activeElement as HTMLButtonElement) + step + tabs.length) % tabs.length;
    choose(next);
    tabs[next]!.focus();
  });
  const wanted = Number(new URLSearchParams(location.hash.slice(1)).get("tab") ?? 1) - 1;
  open(wanted >= 0 && wanted < tabs.length ? wanted : 0);
}
