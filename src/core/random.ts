/** A seeded stream of numbers; the same seed gives the same stream on every machine. */
export interface Random {
  /** uniform in [0, 1), 32 bits of resolution */
  next(): number;
  /** uniform in [low, high) */
  uniform(low: number, high: number): number;
  /** integer in [0, n) */
  below(n: number): number;
  /** standard normal (Box–Muller) */
  normal(): number;
}

/** FNV-1a hash of a text to 32 bits, to derive a seed from a seed and a name: `seedFrom(7, 'conv4_2')`. */
export function seedFrom(seed: number, ...names: (string | number)[]): number {
  let h = (0x811c9dc5 ^ seed) >>> 0;
  for (const name of names) {
    for (const char of `${name}\u0000`) {
      h = Math.imul(h ^ char.codePointAt(0)!, 0x01000193) >>> 0;
    }
  }
  return h;
}

/** sfc32 (PractRand), seeded through splitmix32 and warmed up. @param seed uint32 */
export function createRandom(seed: number): Random {
  let mixer = seed >>> 0;
  const split = () => {
    mixer = (mixer + 0x9e3779b9) >>> 0;
    let z = mixer;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let a = split();
  let b = split();
  let c = split();
  let counter = 1;
  const next = () => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  let spare: number | undefined;
  return {
    next,
    uniform: (low, high) => low + (high - low) * next(),
    below: (n) => Math.floor(next() * n),
    normal: () => {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - next()));
      const angle = 2 * Math.PI * next();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}
