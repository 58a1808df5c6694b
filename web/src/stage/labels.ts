/** Places for labels on wires: each slides along its own wire until none covers another or a neuron. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

const SHARES = Array.from({ length: 41 }, (_, k) => 0.1 + 0.02 * k);
const ROUNDS = 120;
const MANY = 60; // wires, above which a perfect placement is not searched for as long

const STRIDE = 7; // neighbouring wires start apart, so that few conflicts are left to solve

interface Choice {
  readonly share: number;
  readonly centre: Point;
  readonly box: Box;
}

/**
 * Points for labels of one size (of which `above` px lie above the point) on wires given as curves from share 0 to 1; undefined where there is no room.
 *
 * Each label in turn moves to the place on its wire that overlaps least, ties going to the middle of the wire and away
 * from other labels, until nothing moves; overlaps that remain then count double, and so on. What still overlaps in the
 * end is left out, the most crowded first.
 */
export function placeLabels(
  curves: readonly ((share: number) => Point)[],
  size: { width: number; height: number; above: number },
  blocked: readonly Box[],
  inside: Box,
): (Point | undefined)[] {
  const box = (centre: Point): Box => ({
    x: centre.x - size.width / 2,
    y: centre.y - size.above,
    width: size.width,
    height: size.height,
  });
  const choices = curves.map((curve) =>
    SHARES.map((share) => ({ share, centre: curve(share) }))
      .filter(
        ({ centre }) =>
          within(box(centre), inside) && !blocked.some((other) => overlap(box(centre), other) > 0),
      )
      .map(({ share, centre }) => ({ share, centre, box: box(centre) })),
  );
  const chosen = choices.map((options, k) => options[(k * STRIDE) % Math.max(1, options.length)]);
  const dislike = new Map<number, number>(); // how much more an overlap of two labels counts, by the pair
  const rounds = curves.length > MANY ? ROUNDS / 8 : ROUNDS;
  for (let round = 0; round < rounds; round++) {
    if (moveEach()) continue;
    if (!dislikeOverlaps()) break;
  }
  return withoutOverlaps(chosen);

  function moveEach(): boolean {
    let moved = false;
    choices.forEach((options, k) => {
      let kept = chosen[k];
      let least = kept === undefined ? Infinity : cost(kept, k);
      for (const option of options) {
        const price = cost(option, k);
        if (price < least - 1e-9) [kept, least, moved] = [option, price, true];
      }
      chosen[k] = kept;
    });
    return moved;
  }

  /** What is stuck gets unstuck by minding its overlaps more and more. */
  function dislikeOverlaps(): boolean {
    let any = false;
    chosen.forEach((one, k) =>
      chosen.slice(k + 1).forEach((other, n) => {
        if (one === undefined || other === undefined || overlap(one.box, other.box) === 0) return;
        any = true;
        const key = pair(k, k + 1 + n);
        dislike.set(key, 2 * (dislike.get(key) ?? 1));
      }),
    );
    return any;
  }

  function cost(option: Choice, self: number): number {
    let price = 30 * (option.share - 0.5) ** 2;
    chosen.forEach((other, k) => {
      if (k === self || other === undefined) return;
      const shared = overlap(option.box, other.box);
      price += shared === 0 ? closeness(option.box, other.box) : shared * (dislike.get(pair(self, k)) ?? 1);
    });
    return price;
  }

  function pair(a: number, b: number): number {
    return Math.min(a, b) * curves.length + Math.max(a, b);
  }
}

function withoutOverlaps(chosen: readonly (Choice | undefined)[]): (Point | undefined)[] {
  const kept = [...chosen];
  for (;;) {
    const crowding = kept.map((one, k) =>
      one === undefined
        ? 0
        : kept.filter((other, n) => n !== k && other !== undefined && overlap(one.box, other.box) > 0).length,
    );
    const worst = crowding.indexOf(Math.max(0, ...crowding));
    if ((crowding[worst] ?? 0) === 0) return kept.map((one) => one?.centre);
    kept[worst] = undefined;
  }
}

/** The area two boxes share, in px². */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** A mild push between labels that nearly touch. */
function closeness(a: Box, b: Box): number {
  const dx = Math.abs(a.x - b.x) / a.width;
  const dy = Math.abs(a.y - b.y) / a.height;
  return Math.max(0, 1.35 - Math.max(dx, dy));
}

function within(a: Box, b: Box): boolean {
  return a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
}
