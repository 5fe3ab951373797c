/** How a picture maps parameters to its pixels: the drawing modules know pictures only through this. */
export interface Lens {
  /** A new number for every new mapping. */
  key: number;
  /** Flat pictures have flat balls that hide nothing; on the surface light falls and hills hide. */
  flat: boolean;
  /** Parameters → pixel, on the drawn surface; at the edge's height outside the window. */
  place(x: number, y: number, out: Float64Array | number[]): void;
  /** Pixel of a point of the tangent plane at (x, y), `dx, dy` away from it. */
  tangent(x: number, y: number, dx: number, dy: number, out: Float64Array | number[]): void;
  /** Whether the drawn window contains the point. */
  holds(x: number, y: number): boolean;
  /** Whether places are plain circles: a curve has no plane to lie on. */
  isLine?: boolean;
  /** Whether a hill stands before the point, or before one `above` it (in heights). */
  hidden(x: number, y: number, above?: number): boolean;
  /** Number of pieces a line between two points is drawn in, so that it follows the surface. */
  pieces(x0: number, y0: number, x1: number, y1: number): number;
  /** Lengths of x and y that are equally long in the picture. */
  spans: [number, number];
  /** How far a resting ball's centre stands above its contact, in radii. */
  lift: number;
  width: number;
  height: number;
  /** Whether the picture stands in the big place: there is room for arrows and names. */
  isBig: boolean;
  /** Pixels at top and bottom that belong to readings and switches. */
  insets: { top: number; bottom: number };
  /** 1 on a laptop, more on a projector, less on a phone. */
  magnitude: number;
}
