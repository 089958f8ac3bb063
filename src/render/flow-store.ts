import { PleinAirError } from '../core/errors.ts';
import type { FlowField, FlowPair, Mask, RelativeCamera } from '../core/field.ts';
import type { Size } from '../core/image.ts';
import type { BlobStore } from '../platform/blob-store.ts';

/** Flows between photographs, kept from run to run: they cost seconds, and another style needs the same ones. */
export interface FlowStore {
  /** @param key SHA-256 over all that the flow depends on @returns null where it is not kept, or damaged */
  get(key: string, size: Size): Promise<FlowPair | null>;
  /**
   * Keeps a flow as far as there is room for it: flows of other films give way first, then those of this one that were not in use of
   * late, and a full disk is no reason to stop.
   * @returns the flow as `get` will give it: fields are rounded
   */
  put(key: string, pair: FlowPair): Promise<FlowPair>;
}

/** Bytes that kept flows may take: some 190 pairs at 640×360. */
const BUDGET = 512 * 2 ** 20;

const FOLDER = 'flows/';
/** Marks the form of the bytes; another form gets another name. */
const ENDING = '.flow2';
/** A scale for each field, then whether the cameras are known, and focal length, rotation and translation. */
const HEADER = 8 * (2 + 1 + 13);
const LEVELS = 32767;

/** Flows in use of late: the short ones that a chain over many frames is made of, at every frame again. */
const RECENT = 48;

/** @param store keeps the blobs below `flows/` @param budget bytes */
export function createFlowStore(store: BlobStore, budget = BUDGET): FlowStore {
  /** of this film, the last used last */
  const used = new Set<string>();
  const use = (name: string) => {
    used.delete(name);
    used.add(name);
  };
  /** kept flows with their bytes, which their names tell */
  let kept: Map<string, number> | undefined;
  const known = async () => {
    kept ??= new Map((await store.list(FOLDER)).map((name) => [name, bytesOf(name)]));
    return kept;
  };
  /**
   * Kept flows, those first that are missed least. Of this film's the beginning stays, from which an export or another pass will come,
   * and what is in use; what gives way lies between.
   */
  const dispensable = (names: readonly string[]): string[] => {
    const own = [...used];
    const others = names.filter((name) => !used.has(name));
    return [...others, ...own.slice(0, -RECENT).reverse(), ...own.slice(-RECENT)];
  };
  /** @returns whether there is room now for a flow of that name */
  const makeRoom = async (wanted: string): Promise<boolean> => {
    const entries = await known();
    if (bytesOf(wanted) > budget) return false;
    const others = new Map([...entries].filter(([name]) => name !== wanted));
    let total = [...others.values()].reduce((a, b) => a + b, bytesOf(wanted));
    for (const name of dispensable([...others.keys()])) {
      if (total <= budget) break;
      const bytes = others.get(name);
      if (bytes === undefined) continue;
      await store.delete(name);
      entries.delete(name);
      total -= bytes;
    }
    return true;
  };
  return {
    async get(key, size) {
      const name = nameOf(key, size);
      const bytes = await store.get(name);
      if (!bytes || bytes.byteLength !== bytesOf(name)) return null;
      use(name);
      return decode(bytes, size);
    },
    async put(key, pair) {
      const { width, height } = pair.forward;
      const name = nameOf(key, { width, height });
      const bytes = encode(pair);
      use(name);
      try {
        if (await makeRoom(name)) {
          await store.put(name, bytes);
          (await known()).set(name, bytes.byteLength);
        }
      } catch (error) {
        if (!(error instanceof PleinAirError && error.kind === 'storage')) throw error;
      }
      return decode(bytes, { width, height });
    },
  };
}

function nameOf(key: string, { width, height }: Size): string {
  return `${FOLDER}${key}-${width}x${height}${ENDING}`;
}

/** What a blob of this name holds; of one in another form nothing is known, and it is the first to go. */
function bytesOf(name: string): number {
  const size = /-(\d+)x(\d+)\.flow2$/.exec(name);
  return size ? HEADER + 12 * Number(size[1]) * Number(size[2]) : 0;
}

/** Both fields in 16 bits, each to 1/65534 of its largest component, then masks in 8 bits: trust, and which pixels follow the cameras. */
function encode({ forward, backward, reliability, geometry }: FlowPair): Uint8Array {
  const pixels = forward.width * forward.height;
  const bytes = new Uint8Array(HEADER + 12 * pixels);
  const view = new DataView(bytes.buffer);
  const numbers: number[] = [];
  let at = HEADER;
  for (const { data } of [forward, backward]) {
    const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = largest / LEVELS || 1;
    numbers.push(scale);
    for (let i = 0; i < data.length; i++, at += 2) view.setInt16(at, Math.round(data[i]! / scale), true);
  }
  const masks = [reliability.forward, reliability.backward];
  if (geometry) {
    const { focal, rotation, translation } = geometry.camera;
    numbers.push(1, focal, ...rotation, ...translation);
    masks.push(geometry.epipolar.forward, geometry.epipolar.backward);
  }
  numbers.forEach((value, i) => {
    view.setFloat64(8 * i, value, true);
  });
  for (const { data } of masks) {
    for (let i = 0; i < pixels; i++) bytes[at++] = Math.round(255 * Math.min(1, Math.max(0, data[i]!)));
  }
  return bytes;
}

function decode(bytes: Uint8Array, { width, height }: Size): FlowPair {
  const pixels = width * height;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const number = (place: number) => view.getFloat64(8 * place, true);
  const field = (direction: number): FlowField => {
    const scale = number(direction);
    const from = HEADER + direction * 4 * pixels;
    const data = Float32Array.from({ length: 2 * pixels }, (_, i) => scale * view.getInt16(from + 2 * i, true));
    return { width, height, data };
  };
  const mask = (place: number): Mask => {
    const from = HEADER + (8 + place) * pixels;
    return { width, height, data: Float32Array.from(bytes.subarray(from, from + pixels), (level) => level / 255) };
  };
  const camera = (): RelativeCamera => ({
    focal: number(3),
    rotation: Array.from({ length: 9 }, (_, i) => number(4 + i)),
    translation: [number(13), number(14), number(15)],
  });
  return {
    forward: field(0),
    backward: field(1),
    reliability: { forward: mask(0), backward: mask(1) },
    ...(number(2) === 1 && { geometry: { camera: camera(), epipolar: { forward: mask(2), backward: mask(3) } } }),
  };
}
