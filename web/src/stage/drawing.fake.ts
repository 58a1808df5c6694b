/** Drawings of the stage as text, for snapshots: a line for each thing that is drawn, numbers cut to three digits. */

/** Numbers with three digits after the point: what lies behind them differs between machines. */
export const cut = (text: string): string =>
  text.replace(/-?\d+\.\d+(e[+-]?\d+)?/g, (number) => String(Math.round(Number(number) * 1000) / 1000 + 0));

const GEOMETRY = ["d", "cx", "cy", "r", "x", "y", "x1", "x2", "width", "height", "transform"];
const LONG = 300; // characters
const LOOK = ["stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "fill", "opacity"];

/** What is drawn of the stage, in the order in which it is: elements of SVG, and the numbers and texts before them. */
export function drawingOf(stage: Element, { geometry = true }: { geometry?: boolean } = {}): string {
  const lines: string[] = [];
  const curves = new Map<string, string>(); // those of functions are long, and many are the same
  for (const element of stage.querySelectorAll("*")) {
    if (element instanceof SVGElement) {
      if (!["path", "circle", "rect", "line"].includes(element.localName)) continue;
      const wires = element.closest(".wires") !== null;
      const names = geometry || !wires ? [...GEOMETRY, ...LOOK] : LOOK;
      const place = element.closest("g[transform]")?.getAttribute("transform") ?? "";
      const said = names.flatMap((name) => {
        const value = element.getAttribute(name);
        if (value === null || value === "") return [];
        if (name !== "d" || value.length < LONG) return [`${name}=${cut(value)}`];
        const known = curves.get(value);
        if (known !== undefined) return [`d=${known}`];
        curves.set(value, `curve ${curves.size + 1}`);
        return [`d=${curves.get(value)}: ${cut(value)}`];
      });
      const style = cut(element.getAttribute("style") ?? "");
      lines.push(
        [element.localName, classesOf(element), wires ? "" : cut(place), ...said, style]
          .filter(Boolean)
          .join(" "),
      );
    } else if (element instanceof HTMLElement && element.dataset.key !== undefined) {
      const text = element instanceof HTMLInputElement ? element.value : element.textContent.trim();
      lines.push(`${element.dataset.key} ${cut(placeOf(element, stage))} ${text}`);
    }
  }
  return lines.join("\n") + "\n";
}

const classesOf = (element: Element): string =>
  [...element.classList]
    .filter((name) => !name.startsWith("svelte-"))
    .map((name) => `.${name}`)
    .join("");

/** Where the nearest element stands that has a place of its own, and how it shows. */
function placeOf(element: HTMLElement, stage: Element): string {
  for (let one: HTMLElement | null = element; one !== null && one !== stage; one = one.parentElement) {
    const { left, top, opacity, transform } = one.style;
    if (left || top || transform)
      return [left, top, transform, opacity && `opacity ${opacity}`].filter(Boolean).join(" ");
  }
  return "";
}

/** A canvas's context that writes down what is drawn: a line for each stroke and fill, with how it was done. */
export class Recorder {
  readonly lines: string[] = [];
  strokeStyle = "";
  fillStyle = "";
  lineWidth = 1;
  globalAlpha = 1;
  #dash: readonly number[] = [];
  #path: string[] = [];

  setTransform(...matrix: number[]): void {
    this.lines.push(`transform ${matrix.join(" ")}`);
  }
  clearRect(): void {
    this.lines.length = 0; // all is drawn anew
  }
  setLineDash(dash: readonly number[]): void {
    this.#dash = dash;
  }
  beginPath(): void {
    this.#path = [];
  }
  moveTo(...to: number[]): void {
    this.#path.push(`M${to.join(",")}`);
  }
  bezierCurveTo(...to: number[]): void {
    this.#path.push(`C${to.join(",")}`);
  }
  arc(x: number, y: number, radius: number): void {
    this.#path.push(`O${x},${y},${radius}`);
  }
  stroke(): void {
    this.#line("stroke", this.#path.join(""));
  }
  fill(): void {
    this.#fill(this.#path.join(""));
  }
  strokeRect(...box: number[]): void {
    this.#line("box", box.join(","));
  }
  fillRect(...box: number[]): void {
    this.#fill(`box ${box.join(",")}`);
  }
  text(): string {
    return cut(this.lines.join("\n")) + "\n";
  }

  #line(what: string, path: string): void {
    const dash = this.#dash.length > 0 ? ` dash ${this.#dash.join(",")}` : "";
    this.lines.push(`${what} ${path} ${this.strokeStyle} ${this.lineWidth} ${this.globalAlpha}${dash}`);
  }
  #fill(path: string): void {
    this.lines.push(`fill ${path} ${this.fillStyle} ${this.globalAlpha}`);
  }
}
