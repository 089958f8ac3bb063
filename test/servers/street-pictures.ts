import bearing from '@turf/bearing';
import destination from '@turf/destination';
import distance from '@turf/distance';
import sharp from 'sharp';
import type { RgbaImage, Size } from '../../src/core/image.ts';
import { renderView } from '../../src/frames/sources/procedural/render.ts';
import { createStreet } from '../../src/frames/sources/procedural/street.ts';
import { driveAlong } from '../../src/frames/sources/procedural/street-line.ts';
import type { LatLng } from '../../src/route/lat-lng.ts';
import { createPinhole } from '../../src/route/pinhole.ts';
import { sineCosine } from '../../src/route/trigonometry.ts';

/** Where the street begins: Lund. It runs from here in every direction, so that any straight way from here is a drive along it. */
export const STREET_ORIGIN: LatLng = { lat: 55.7047, lng: 13.191 };

/** A camera's place in the street. */
export interface StreetPlace {
  /** of the way from its beginning */
  readonly metres: number;
  /** where the street leads there, degrees clockwise from north, 0–360 */
  readonly bearing: number;
}

/** The place in the street of a position on the earth. */
export function streetAt(position: LatLng): StreetPlace {
  const from = [STREET_ORIGIN.lng, STREET_ORIGIN.lat];
  const to = [position.lng, position.lat];
  return { metres: distance(from, to, { units: 'meters' }), bearing: (bearing(from, to) + 360) % 360 };
}

/** The position on the earth of a place in the street. */
export function positionOf(place: StreetPlace): LatLng {
  const from = [STREET_ORIGIN.lng, STREET_ORIGIN.lat];
  const [lng = 0, lat = 0] = destination(from, place.metres, place.bearing, { units: 'meters' }).geometry.coordinates;
  return { lat, lng };
}

/** Degrees; heading clockwise from north, horizontal field of view. */
interface Direction {
  readonly heading: number;
  readonly pitch: number;
  readonly fov: number;
}

const SEED = 7;
const street = createStreet(SEED);
/** Widest picture that is traced; larger ones are scaled up, for tracing takes its time. */
const TRACED = 128;
/** Side of the cube's faces that a panorama is made of, and their field of view: a little over 90°, so that no edge shows. */
const FACE = 60;
const FACE_FOV = 94;
/** Pictures kept: tests ask for the same ones again. */
const KEPT = 600;

/** The same work for the same key once, the last `KEPT` of them. */
function remembered<T>(): (key: string, make: () => T) => T {
  const kept = new Map<string, T>();
  return (key, make) => {
    const found = kept.get(key);
    if (found !== undefined) return found;
    const made = make();
    kept.set(key, made);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return made;
  };
}

/** A picture of the street, traced at `size` itself; the camera's heading counts from where the street leads. */
function trace(place: StreetPlace, direction: Direction, size: Size): RgbaImage {
  const [pose] = driveAlong({ frames: 1, seed: SEED, start: place.metres, height: 2.3, pitch: 0 });
  if (!pose) throw new Error('a drive of one frame has no frame');
  const heading = (pose.heading + direction.heading - place.bearing + 720) % 360;
  return renderView(street, { ...pose, ...direction, heading }, size).image;
}

const views = remembered<Promise<Uint8Array>>();

/** JPEG of the street as a camera at a place sees it. The same arguments give the same bytes. */
export function viewJpeg(place: StreetPlace, direction: Direction, size: Size): Promise<Uint8Array> {
  return views(JSON.stringify([place, direction, size]), async () => {
    const scale = Math.min(1, TRACED / Math.max(size.width, size.height));
    const width = Math.max(1, Math.round(size.width * scale));
    const height = Math.max(1, Math.round(size.height * scale));
    const { data } = trace(place, direction, { width, height });
    return new Uint8Array(
      await sharp(data, { raw: { width, height, channels: 4 } })
        .removeAlpha()
        .resize(size.width, size.height, { fit: 'fill' })
        .jpeg({ quality: 82 })
        .toBuffer(),
    );
  });
}

/** Which part of a panorama of `width` × `width / 2` pixels, in pixels; what lies outside of the sphere is black. */
export interface PanoramaPart extends Size {
  readonly left: number;
  readonly top: number;
}

const parts = remembered<Promise<Uint8Array>>();

/**
 * JPEG of all that a camera at a place sees, or of a part: equirectangular, x clockwise, `width` for the whole 360°, half of it high.
 * Its centre looks to `heading`, by default where the street leads.
 */
export function panoramaJpeg(
  place: StreetPlace,
  { width, heading = place.bearing, part }: { width: number; heading?: number; part?: PanoramaPart },
): Promise<Uint8Array> {
  return parts(JSON.stringify([place, width, heading, part]), () => {
    const whole = { left: 0, top: 0, width, height: Math.round(width / 2) };
    return cut(cubeAt(place), heading, width, part ?? whole);
  });
}

interface Face {
  readonly image: RgbaImage;
  readonly camera: ReturnType<typeof createPinhole>;
}

const cubes = remembered<readonly Face[]>();

function cubeAt(place: StreetPlace): readonly Face[] {
  return cubes(JSON.stringify(place), () =>
    [
      { heading: 0, pitch: 0 },
      { heading: 90, pitch: 0 },
      { heading: 180, pitch: 0 },
      { heading: 270, pitch: 0 },
      { heading: 0, pitch: 90 },
      { heading: 0, pitch: -90 },
    ].map((towards) => {
      const direction = { ...towards, fov: FACE_FOV };
      const size = { width: FACE, height: FACE };
      return {
        image: trace(place, direction, size),
        camera: createPinhole({ ...direction, position: [0, 0, 0] }, size),
      };
    }),
  );
}

async function cut(cube: readonly Face[], heading: number, width: number, part: PanoramaPart): Promise<Uint8Array> {
  const data = new Uint8Array(part.width * part.height * 3);
  const degrees = 360 / width;
  const within = Math.min(part.width, width - part.left);
  const columns = Array.from({ length: within }, (_, i) => sineCosine(heading + (part.left + i + 0.5) * degrees - 180));
  for (let j = 0; j < part.height; j++) {
    const pitch = 90 - (part.top + j + 0.5) * degrees;
    if (pitch < -90) break;
    const { sine, cosine } = sineCosine(pitch);
    for (const [i, column] of columns.entries()) {
      sample(cube, column.sine * cosine, column.cosine * cosine, sine, data, (j * part.width + i) * 3);
    }
  }
  return new Uint8Array(
    await sharp(data, { raw: { width: part.width, height: part.height, channels: 3 } })
      .jpeg({ quality: 82 })
      .toBuffer(),
  );
}

/** Colour in a direction (east, north, up): of the face that looks nearest to it, between its four nearest pixels. */
function sample(cube: readonly Face[], e: number, n: number, u: number, out: Uint8Array, o: number): void {
  const [a, b, c] = [Math.abs(e), Math.abs(n), Math.abs(u)];
  const index = c >= a && c >= b ? (u > 0 ? 4 : 5) : b >= a ? (n > 0 ? 0 : 2) : e > 0 ? 1 : 3;
  const face = cube[index];
  if (!face) return;
  const { right, down, forward, focal } = face.camera;
  const { data } = face.image;
  const scale = focal / (e * forward[0] + n * forward[1] + u * forward[2]);
  const x = FACE / 2 + scale * (e * right[0] + n * right[1] + u * right[2]) - 0.5;
  const y = FACE / 2 + scale * (e * down[0] + n * down[1] + u * down[2]) - 0.5;
  const left = Math.min(Math.max(Math.floor(x), 0), FACE - 2);
  const top = Math.min(Math.max(Math.floor(y), 0), FACE - 2);
  const fx = x - left;
  const fy = y - top;
  const upper = (top * FACE + left) * 4;
  const lower = upper + FACE * 4;
  for (let channel = 0; channel < 3; channel++) {
    const above = (data[upper + channel] ?? 0) * (1 - fx) + (data[upper + 4 + channel] ?? 0) * fx;
    const below = (data[lower + channel] ?? 0) * (1 - fx) + (data[lower + 4 + channel] ?? 0) * fx;
    out[o + channel] = Math.round(above * (1 - fy) + below * fy);
  }
}
