/** KaTeX's stylesheet with the fonts that our formulas use, in the one format that every browser here reads. */
import type { Plugin } from "vite";

const USED = [
  "Main-Regular",
  "Math-Italic",
  "Size1-Regular",
  "Size2-Regular",
  "Size3-Regular",
  "Size4-Regular",
];

export function katexFonts(): Plugin {
  return {
    name: "katex-fonts",
    enforce: "pre",
    transform(code, id) {
      if (!/katex[^/]*\.css/.test(id)) return;
      return code.replace(/@font-face\s*\{[^}]*\}/g, (face) => {
        const font = USED.find((name) => face.includes(`KaTeX_${name}.woff2`));
        return font === undefined
          ? ""
          : face.replace(/src:[^;}]*/, `src:url(fonts/KaTeX_${font}.woff2) format("woff2")`);
      });
    },
  };
}
