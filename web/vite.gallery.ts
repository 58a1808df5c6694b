/** Builds the developers' gallery instead of the page: `npm run gallery`, or `make gallery`, which also serves it. */
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [svelte()],
  base: "./",
  build: {
    outDir: "../.gallery",
    rolldownOptions: { input: "gallery.html" },
    target: "es2023", // awaits at the top of a module
    assetsInlineLimit: 0,
  },
});
