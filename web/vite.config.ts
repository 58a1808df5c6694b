import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

import { compressed } from "./compressed.ts";
import { katexFonts } from "./katexFonts.ts";

export default defineConfig({
  plugins: [katexFonts(), svelte(), svelteTesting({ autoCleanup: false }), compressed()],
  // Relative addresses: the page also works below a proxy's path.
  base: "./",
  build: {
    outDir: "../src/learnscope/hosts/page",
    emptyOutDir: true,
    // Fonts and scripts stay files: a strict content policy then needs no data: or inline sources.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "node", // a test that needs a page names jsdom in its first line
    include: ["src/**/*.test.ts"],
    setupFiles: ["./vitest.setup.ts"],
    restoreMocks: true,
    testTimeout: 60_000, // how long a test takes says nothing on a busy machine
  },
});
