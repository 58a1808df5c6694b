/** How settings stand, in words as short as they can be understood. */
import type { Setting } from "../schema";

/** What is chosen, and which numbers are on. */
export function said(settings: readonly Setting[], write: (value: number) => string): string {
  const words = settings.flatMap((setting): string[] => {
    if (setting.type === "choice") {
      return setting.choices.filter(({ name }) => name === setting.value).map(({ title }) => title);
    }
    if (setting.type === "many") {
      return setting.choices.filter(({ name }) => setting.values.includes(name)).map(({ title }) => title);
    }
    if (setting.type === "layers" || setting.value === null || setting.value === 0) return [];
    return [`${setting.title} ${write(setting.value)}`];
  });
  return words.join(", ");
}
