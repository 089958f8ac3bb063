import { BlobSource, BufferSource, Input, MATROSKA, WEBM } from 'mediabunny';

/** Name of the Matroska tag (of the whole file) that holds the params YAML. */
export const PARAMS_TAG = 'PLEIN_AIR_PARAMS';

/**
 * The params YAML that a film carries, so that dropping a film restores them.
 * @returns undefined where the bytes are no WebM film or it has no such tag
 */
export async function readParamsTag(film: Uint8Array | Blob): Promise<string | undefined> {
  using input = new Input({
    source: film instanceof Uint8Array ? new BufferSource(film) : new BlobSource(film),
    formats: [WEBM, MATROSKA],
  });
  if (!(await input.canRead())) return undefined;
  const value = (await input.getMetadataTags()).raw?.[PARAMS_TAG];
  return typeof value === 'string' ? value : undefined;
}
