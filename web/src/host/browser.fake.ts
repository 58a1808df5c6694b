/** What jsdom lacks of a browser, for tests of whole pages. */
import { vi } from "vitest";

/** Stand in for it: nothing is ever resized, and whoever looks has no wish of how. */
export function standInForBrowser(): void {
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} }); // prettier-ignore
  vi.stubGlobal("matchMedia", () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
  HTMLElement.prototype.setPointerCapture = () => undefined;
  HTMLDialogElement.prototype.showModal = () => undefined;
}
