/** What tests of the page stand on; those that need no page are spared the loading of it. */
import { vi } from "vitest";

// What is waited for comes late on a busy machine; when it comes at all, how late says nothing.
const PATIENCE = { timeout: 30_000 };
const { waitFor } = vi;
vi.waitFor = (found, options) => waitFor(found, options ?? PATIENCE);

if (typeof document !== "undefined") {
  await import("@testing-library/jest-dom/vitest");
  await import("@testing-library/svelte/vitest");
  const { configure } = await import("@testing-library/svelte");
  configure({ asyncUtilTimeout: PATIENCE.timeout });
}
