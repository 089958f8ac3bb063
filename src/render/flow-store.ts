import { PleinAirError } from '../core/errors.ts';
import type { FlowField, FlowPair, Mask } from '../core/field.ts';
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

/** Bytes that kept flows may take: some 220 pairs at 640×360. */
const BUDGET = 512 * 2 ** 20;

const FOLDER = 'flows/';
/** Marks the form of the bytes; another form gets another name. */
const ENDING = '.flow1';
/** A scale for each field. */
const HEADER = 8;
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
  const size = /-(\d+)x(\d+)\.flow1$/.exec(name);
  return size ? 2 * HEADER + 10 * Number(size[1]) * Number(size[2]) : 0;
}

/** Both fields in 16 bits, each to 1/65534 of its largest component, then both masks in 8 bits. */
function encode({ forward, backward, reliability }: FlowPair): Uint8Array {
  const pixels = forward.width * forward.height;
  const bytes = new Uint8Array(2 * HEADER + 10 * pixels);
  const view = new DataView(bytes.buffer);
  let at = 2 * HEADER;
  [forward, backward].forEach(({ data }, direction) => {
    const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const scale = largest / LEVELS || 1;
    view.setFloat64(direction * HEADER, scale, true);
    for (let i = 0; i < data.length; i++, at += 2) view.setInt16(at, Math.round(data[i]! / scale), true);
  });
  for (const { data } of [reliability.forward, reliability.backward]) {
    for (let i = 0; i < pixels; i++) bytes[at++] = Math.round(255 * Math.min(1, Math.max(0, data[i]!)));
  }
  return bytes;
}

function decode(bytes: Uint8Array, { width, height }: Size): FlowPair {
  const pixels = width * height;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const field = (direction: number): FlowField => {
    const scale = view.getFloat64(direction * HEADER, true);
    const from = 2 * HEADER + direction * 4 * pixels;
    const data = Float32Array.from({ length: 2 * pixels }, (_, i) => scale * view.getInt16(from + 2 * i, true));
    return { width, height, data };
  };
  const mask = (direction: number): Mask => {
    const from = 2 * HEADER + 8 * pixels + direction * pixels;
    return { width, height, data: Float32Array.from(bytes.subarray(from, from + pixels), (level) => level / 255) };
  };
  return {
    forward: field(0),
    backward: field(1),
    reliability: { forward: mask(0), backward: mask(1) },
  };
}
