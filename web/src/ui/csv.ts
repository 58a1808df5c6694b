/** A table as comma-separated values: texts in quotes, numbers with all their digits. */
export const csvOf = (rows: readonly (readonly (string | number)[])[]): string =>
  rows
    .map((row) =>
      row
        .map((cell) => (typeof cell === "number" ? String(cell) : `"${cell.replaceAll('"', '""')}"`))
        .join(","),
    )
    .join("\n");
