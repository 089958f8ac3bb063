import type { RgbaImage } from '../core/image.ts';
import type { CameraPose } from '../route/camera.ts';

/** Where a frame came from: what a record needs to name it, never a local path, key or signed address. */
interface Provenance {
  /** the source's id in the registry, e.g. `files`, `procedural` */
  readonly source: string;
  /** file name without folders, or the source's own id of the picture */
  readonly name: string;
  /** SHA-256 of the encoded file (or, for made pictures, of the RGBA pixels), hexadecimal */
  readonly sha256: string;
  /** ISO date of capture where known */
  readonly date?: string;
}

/** One picture of the sequence, as it came from its source (not yet resized). */
export interface Frame {
  readonly image: RgbaImage;
  readonly provenance: Provenance;
  readonly pose?: CameraPose;
  /** horizontal field of view, degrees, where the lens is known */
  readonly fov?: number;
  /** credit line that the source's licence asks for */
  readonly attribution?: string;
}
