/** What is drawn on the pad: strokes of a brush. */

export interface Stroke {
  /** Of the brush, as a share of the pad's longer edge. */
  readonly width: number;
  readonly colour: string;
  /** Where it went, in shares of the pad's longer edge. */
  readonly points: readonly (readonly [number, number])[];
}

export class Strokes {
  all: readonly Stroke[] = $state.raw([]);

  begin(x: number, y: number, width: number, colour: string): void {
    this.all = [...this.all, { width, colour, points: [[x, y]] }];
  }

  /** Lead the last stroke on. */
  lead(x: number, y: number): void {
    const last = this.all.at(-1);
    if (last) this.all = [...this.all.slice(0, -1), { ...last, points: [...last.points, [x, y]] }];
  }

  undo(): void {
    this.all = this.all.slice(0, -1);
  }

  clear(): void {
    this.all = [];
  }
}

/** Paint strokes on an empty canvas of these pixels; paper is left transparent. */
export function paint(
  context: CanvasRenderingContext2D,
  strokes: readonly Stroke[],
  width: number,
  height: number,
): void {
  const unit = Math.max(width, height);
  context.clearRect(0, 0, width, height);
  context.lineCap = context.lineJoin = "round";
  for (const { width: brush, colour, points } of strokes) {
    context.strokeStyle = colour;
    context.lineWidth = brush * unit;
    context.beginPath();
    const [[x, y] = [0, 0]] = points;
    context.moveTo(x * unit, y * unit);
    for (const [px, py] of points.slice(1)) context.lineTo(px * unit, py * unit);
    if (points.length === 1) context.lineTo(x * unit + 0.01, y * unit); // a dot
    context.stroke();
  }
}
