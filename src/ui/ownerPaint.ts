/** The owner classes of globals.css for a canvas: colours from the tokens, one small tile for each pattern. */

export type Paper = { owner: (colour: number) => string; token: (name: string) => string };

/** Reads the colours of the current theme at `element`. */
export function readPaper(element: Element): Paper {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim() || '#888';
  return { token, owner: (colour) => token(`owner-${colour % 8}`) };
}

const TILE = 8;

const STROKES: ((g: CanvasRenderingContext2D) => void)[] = [
  () => {},
  (g) =>
    lines(g, [
      [0, TILE, TILE, 0],
      [-2, 2, 2, -2],
      [TILE - 2, TILE + 2, TILE + 2, TILE - 2],
    ]),
  (g) => lines(g, [[0, 4, TILE, 4]]),
  (g) => {
    g.beginPath();
    g.arc(4, 4, 1.5, 0, Math.PI * 2);
    g.fill();
  },
  (g) => lines(g, [[4, 0, 4, TILE]]),
  (g) =>
    lines(g, [
      [0, 0, TILE, TILE],
      [-2, TILE - 2, 2, TILE + 2],
      [TILE - 2, -2, TILE + 2, 2],
    ]),
  (g) =>
    lines(g, [
      [4, 0, 4, TILE],
      [0, 4, TILE, 4],
    ]),
  (g) => {
    g.fillRect(0, 0, 4, 4);
    g.fillRect(4, 4, 4, 4);
  },
];

function lines(g: CanvasRenderingContext2D, list: [number, number, number, number][]): void {
  g.beginPath();
  for (const [x1, y1, x2, y2] of list) {
    g.moveTo(x1, y1);
    g.lineTo(x2, y2);
  }
  g.stroke();
}

/**
 * A fill of `colour` with pattern 0–7 in the paper's colour over it; `ratio` is the device pixel ratio of the canvas.
 * `zoom`: how much larger than usual its tiles are, for large areas.
 */
export function ownerFill(
  g: CanvasRenderingContext2D,
  paint: { colour: string; pattern: number; paper: string; ratio: number; zoom?: number },
): string | CanvasPattern {
  const { colour, pattern, paper, ratio, zoom = 1 } = paint;
  if (pattern % 8 === 0) return colour;
  const tile = document.createElement('canvas');
  tile.width = tile.height = TILE * ratio * zoom;
  const t = tile.getContext('2d');
  if (!t) return colour;
  t.scale(ratio * zoom, ratio * zoom);
  t.fillStyle = colour;
  t.fillRect(0, 0, TILE, TILE);
  t.globalAlpha = 0.42;
  t.fillStyle = t.strokeStyle = paper;
  t.lineWidth = 1.6;
  STROKES[pattern % 8]?.(t);
  const fill = g.createPattern(tile, 'repeat');
  if (!fill) return colour;
  // Both the canvas and the tile are scaled by the ratio. Undo one, or patterns double on dense screens.
  fill.setTransform(new DOMMatrix().scale(1 / ratio));
  return fill;
}

type Box = { x: number; y: number; width: number; height: number };

/** Sharing has a mark that no owner's pattern uses: the lower right corner of each box is cut off. */
export function cutCorners(g: CanvasRenderingContext2D, boxes: readonly Box[], paper: string): void {
  g.fillStyle = paper;
  g.beginPath();
  for (const { x, y, width, height } of boxes) {
    g.moveTo(x + width, y);
    g.lineTo(x + width, y + height);
    g.lineTo(x, y + height);
  }
  g.fill();
}
