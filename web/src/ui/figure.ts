/** What an element shows, as one picture in a file: its drawings, its canvases and its texts, where they stand. */

const STYLES = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap", "opacity",
  "font-family", "font-size", "font-weight", "paint-order", "text-anchor",
] as const; // prettier-ignore
const SHARP = 2; // pixels of a PNG for each px
const NAMESPACE = "http://www.w3.org/2000/svg";

interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Figure extends Size {
  /** An SVG by itself: nothing in it is fetched from elsewhere. */
  readonly svg: string;
}

/** The picture of `element` on `paper`, a colour. Canvases are embedded as images unless they are left out. */
export function figureOf(element: HTMLElement, paper: string, canvases = true): Figure {
  const box = element.getBoundingClientRect();
  const parts: string[] = [];
  const visit = (node: Node): void => {
    if (node instanceof SVGSVGElement) parts.push(drawingOf(node, box));
    else if (node instanceof HTMLCanvasElement) {
      const at = placed(node, box);
      if (canvases && node.width > 0) parts.push(`<image ${at} href="${node.toDataURL()}"/>`);
    } else if (node instanceof Text) parts.push(wordsOf(node, box));
    else if (!(node instanceof HTMLElement) || getComputedStyle(node).display !== "none")
      node.childNodes.forEach(visit);
  };
  visit(element);
  const [width, height] = [Math.ceil(box.width), Math.ceil(box.height)];
  const ground = canvases ? `<rect width="100%" height="100%" fill="${paper}"/>` : "";
  const svg = `<svg xmlns="${NAMESPACE}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${ground}${parts.join("")}</svg>`;
  return { svg, width, height };
}

const placed = (element: Element, around: DOMRect): string => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return `x="${left - around.left}" y="${top - around.top}" width="${width}" height="${height}"`;
};

/** A drawing with the styles that the page gives it. */
function drawingOf(svg: SVGSVGElement, around: DOMRect): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [own, copied] = [svg, copy].map((root) => [...root.querySelectorAll<SVGElement>("*")]);
  copied!.forEach((one, k) => {
    const style = getComputedStyle(own![k]!);
    one.setAttribute("style", STYLES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";"));
    one.removeAttribute("class");
  });
  const { left, top, width, height } = svg.getBoundingClientRect();
  for (const name of ["class", "style", "role", "aria-label"]) copy.removeAttribute(name);
  const at = { x: left - around.left, y: top - around.top, width, height };
  for (const [name, value] of Object.entries(at)) copy.setAttribute(name, String(value));
  return new XMLSerializer().serializeToString(copy);
}

/** A text of the page, where it stands. */
function wordsOf(node: Text, around: DOMRect): string {
  const text = node.data.trim();
  const holder = node.parentElement;
  if (text === "" || holder === null) return "";
  const range = document.createRange();
  range.selectNodeContents(node);
  const box = range.getBoundingClientRect();
  if (box.width === 0) return "";
  const style = getComputedStyle(holder);
  const [x, y] = [box.left + box.width / 2 - around.left, box.top + box.height / 2 - around.top];
  const turned = style.writingMode.startsWith("vertical") ? ` transform="rotate(-90 ${x} ${y})"` : "";
  const look = `font-family:${style.fontFamily};font-size:${style.fontSize};font-weight:${style.fontWeight};fill:${style.color}`;
  return `<text x="${x}" y="${y}" dy="0.35em" text-anchor="middle" style="${escaped(look)}"${turned}>${escaped(text)}</text>`;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** The same as a PNG. Canvases are drawn by themselves: an image within an image would not be loaded in time. */
export async function pngOf(element: HTMLElement, paper: string): Promise<Blob> {
  const { svg, width, height } = figureOf(element, paper, false);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [SHARP * width, SHARP * height];
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser draws on no canvas");
  context.scale(SHARP, SHARP);
  context.fillStyle = paper;
  context.fillRect(0, 0, width, height);
  const around = element.getBoundingClientRect();
  for (const one of element.querySelectorAll("canvas")) {
    const { left, top, width: wide, height: high } = one.getBoundingClientRect();
    if (one.width > 0) context.drawImage(one, left - around.left, top - around.top, wide, high);
  }
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    context.drawImage(image, 0, 0, width, height);
  } finally {
    URL.revokeObjectURL(address);
  }
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture was made"))), "image/png"),
  );
}

/** Hand a file to the browser, which keeps it where its reader's downloads go. */
export function keepFile(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
