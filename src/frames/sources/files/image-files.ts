/** A picture file that a person gave: in a folder, or picked in a browser. */
export interface ImageFile {
  /** without folders */
  readonly name: string;
  read(): Promise<Uint8Array>;
}

/** Endings of the pictures that are looked for, in small letters. No `pgm`: beside frames in `ppm` lie masks of reliability in it. */
export const IMAGE_EXTENSIONS = ['jpg', 'jpeg', 'png', 'webp', 'avif', 'gif', 'tif', 'tiff', 'ppm'] as const;

/** The files that are pictures by their name and not hidden, in natural order: 2 before 10, `a` beside `A`. */
export function imageFilesInOrder<T extends { readonly name: string }>(files: readonly T[]): T[] {
  const natural = new Intl.Collator('en', { numeric: true });
  return files
    .filter(({ name }) => isImageName(name))
    .sort((a, b) => natural.compare(a.name, b.name) || (a.name < b.name ? -1 : Number(a.name > b.name)));
}

function isImageName(name: string): boolean {
  if (name.startsWith('.')) return false;
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  return IMAGE_EXTENSIONS.some((known) => known === extension);
}
