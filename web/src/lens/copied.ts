/** An explanation as text that is pasted elsewhere. */
import type { WhyScene } from "../schema";
import { csvOf } from "../ui/csv";

/** LaTeX without the marks that tell which number is which. */
export const plainLatex = (latex: string): string => latex.replace(/\\htmlData\{name=[^}]*\}/g, "");

export const markdown = ({ title, text, sentence, line, formula, path }: WhyScene): string =>
  [
    `**${title}: ${text}**`,
    sentence,
    ...(formula ? [`$$${plainLatex(formula)}$$`] : []),
    ...(line ? [line] : []),
    ...(path ? ["`" + path + "`"] : []),
  ].join("\n\n");

/** The number and its operands as a table: name, what it is, all digits. */
export const csv = (told: WhyScene): string =>
  csvOf([
    ["name", "title", "value"],
    ...[told, ...told.operands].map((one) => [one.name, one.title, one.value]),
  ]);
