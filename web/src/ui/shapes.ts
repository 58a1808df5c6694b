/** Shapes that tell classes apart where colour does not: in print, for eyes that see fewer colours. */

type Corner = readonly [number, number];

/** In the order of classes, after which they begin again: a circle, which has no corners, a square, and so on. */
const CORNERS: readonly (readonly Corner[])[] = [
  [],
  box(0.9),
  [
    [0, -1.25],
    [1.15, 0.85],
    [-1.15, 0.85],
  ],
  [
    [0, -1.35],
    [1.35, 0],
    [0, 1.35],
    [-1.35, 0],
  ],
  [
    [0, 1.25],
    [-1.15, -0.85],
    [1.15, -0.85],
  ],
];
export const SHAPES = CORNERS.length;
export const SHAPE_NAMES = ["circle", "square", "triangle", "diamond", "triangle on its tip"] as const;

/** The corners of the shape of a class, around (0, 0) at size 1; none where it is a circle. y grows downward. */
export function cornersOf(group: number): readonly Corner[] {
  return CORNERS[group % SHAPES] ?? [];
}

/** The shape of a class as the path of an SVG, at (x, y). */
export function shapePath(group: number, x = 0, y = 0, size = 1): string {
  const corners = cornersOf(group);
  if (corners.length === 0) {
    return `M${x - size},${y}a${size},${size} 0 1,0 ${2 * size},0a${size},${size} 0 1,0 ${-2 * size},0Z`;
  }
  return `M${corners.map(([dx, dy]) => `${x + dx * size},${y + dy * size}`).join("L")}Z`;
}

function box(half: number): readonly Corner[] {
  return [
    [-half, -half],
    [half, -half],
    [half, half],
    [-half, half],
  ];
}
