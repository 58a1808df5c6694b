/** Light or dark: as the system says until the reader chooses. */
import { remember, remembered } from "./remembered";

type Choice = "as the system" | "light" | "dark";
const ORDER: Choice[] = ["as the system", "light", "dark"];
const STORED = "theme";

class Theme {
  choice: Choice = $state("as the system");
  #system = $state(false);
  readonly dark = $derived(this.choice === "as the system" ? this.#system : this.choice === "dark");

  /** Follow the system and the stored choice; returns what ends that. */
  follow(): () => void {
    const query = window.matchMedia("(prefers-color-scheme: dark)");
    const hear = () => (this.#system = query.matches);
    hear();
    query.addEventListener("change", hear);
    this.choice = remembered(STORED, ORDER) ?? this.choice;
    return () => query.removeEventListener("change", hear);
  }
}

export const theme = new Theme();

/** Choose the other look; coming round to the system's own, follow the system again. */
export function nextTheme(): void {
  const wanted = theme.dark ? "light" : "dark";
  theme.choice = wanted;
  remember(STORED, wanted);
}
