/** What tests of the page stand on; those that need no page are spared the loading of it. */
if (typeof document !== "undefined") {
  await import("@testing-library/jest-dom/vitest");
  await import("@testing-library/svelte/vitest");
}

export {};
