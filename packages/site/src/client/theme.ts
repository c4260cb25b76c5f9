/** The switch between the system's theme, light and dark; remembered where storage is allowed. */
const KEY = "tsmodel-theme";
const NEXT: { readonly [theme: string]: string } = { "": "light", light: "dark", dark: "" };
const NAMES: { readonly [theme: string]: string } = {
  "": "Theme: system",
  light: "Theme: light",
  dark: "Theme: dark",
};

/** `changed` is called when the colours are others, by the switch or by the system. */
export function startTheme(changed: () => void): void {
  const button = document.querySelector<HTMLButtonElement>("[data-theme-switch]")!;
  const root = document.documentElement;
  const label = (): void => void (button.textContent = NAMES[root.dataset["theme"] ?? ""] ?? NAMES[""]!);
  label();
  button.addEventListener("click", () => {
    const theme = NEXT[root.dataset["theme"] ?? ""] ?? "";
    if (theme === "") delete root.dataset["theme"];
    else root.dataset["theme"] = theme;
    remember(theme);
    label();
    changed();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
}

function remember(theme: string): void {
  try {
    if (theme === "") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Pages opened from disk may not store anything: the theme holds for this visit.
  }
}
