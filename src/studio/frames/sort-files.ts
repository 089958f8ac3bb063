import { IMAGE_EXTENSIONS } from '../../frames/sources/files/image-files.ts';

/** A file that was not taken, and why. */
export interface Refusal {
  readonly name: string;
  readonly reason: string;
}

/** What a person gave, by what it can be used for. */
export interface SortedFiles<F> {
  /** in natural order of their names */
  readonly pictures: readonly F[];
  readonly videos: readonly F[];
  readonly params: readonly F[];
  readonly routes: readonly F[];
  readonly refused: readonly Refusal[];
}

interface NamedFile {
  readonly name: string;
  readonly size: number;
  /** MIME type; empty where the browser knows none */
  readonly type: string;
}

const VIDEO_EXTENSIONS = ['mp4', 'm4v', 'mov', 'webm', 'mkv', 'ts', 'avi', 'mpg', 'mpeg', 'ogv'];
const PARAMS_EXTENSIONS = ['yaml', 'yml'];
const ROUTE_EXTENSIONS = ['gpx', 'geojson', 'json'];

const natural = new Intl.Collator('en', { numeric: true });

/** Natural order of names: 2 before 10, `a` beside `A`; the same for the same names, whatever order they came in. */
export function compareNames(a: string, b: string): number {
  return natural.compare(a, b) || (a < b ? -1 : Number(a > b));
}

/** Sorts files by type and name alone: whether a picture is one shows when it is read. Hidden files are passed over. */
export function sortFiles<F extends NamedFile>(files: readonly F[]): SortedFiles<F> {
  const pictures: F[] = [];
  const videos: F[] = [];
  const params: F[] = [];
  const routes: F[] = [];
  const refused: Refusal[] = [];
  for (const file of files) {
    const { name, size } = file;
    // Folders bring such files along; nobody means them.
    if (name.startsWith('.') || name === 'Thumbs.db' || name === 'desktop.ini') continue;
    if (size === 0) refused.push({ name, reason: 'the file is empty' });
    else if (isKind(file, 'video', VIDEO_EXTENSIONS)) videos.push(file);
    else if (isKind(file, 'image', IMAGE_EXTENSIONS)) pictures.push(file);
    else if (PARAMS_EXTENSIONS.includes(extensionOf(name))) params.push(file);
    else if (ROUTE_EXTENSIONS.includes(extensionOf(name))) routes.push(file);
    else
      refused.push({
        name,
        reason: 'neither an image, a video, a params file (.yaml), nor a route (.gpx, .geojson, .json)',
      });
  }
  pictures.sort((a, b) => compareNames(a.name, b.name));
  videos.sort((a, b) => compareNames(a.name, b.name));
  return { pictures, videos, params, routes, refused };
}

/** The browser's word counts before the ending: `.ts` is a video on a camera and a program elsewhere. */
function isKind({ name, type }: NamedFile, kind: 'image' | 'video', extensions: readonly string[]): boolean {
  return type === '' ? extensions.includes(extensionOf(name)) : type.startsWith(`${kind}/`);
}

function extensionOf(name: string): string {
  return /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
