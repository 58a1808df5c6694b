/** KaTeX, loaded when the first formula is drawn, with the few fonts that our formulas use. */
let loading: Promise<(latex: string) => string> | undefined;

export function formulas(): Promise<(latex: string) => string> {
  loading ??= Promise.all([import("katex"), import("katex/dist/katex.min.css")]).then(
    ([{ default: katex }]) =>
      (latex) =>
        katex.renderToString(latex, {
          throwOnError: false,
          output: "html",
          displayMode: true,
          strict: false,
          // operands say which number they are; nothing else of a formula is trusted
          trust: ({ command }) => command === "\\htmlData" || command === "\\htmlClass",
        }),
  );
  return loading;
}
