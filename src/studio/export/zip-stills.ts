import { Zip, ZipPassThrough } from 'fflate';
import type { ExportedFile } from '../../render/worker/client.ts';

/**
 * Puts files into a zip as they are: PNG is compressed already. One file at a time goes through memory, in pieces, so that the page
 * stays at hand.
 * @param onFile told after each file
 * @throws the signal's reason when it is aborted
 */
export async function zipStills(
  files: readonly ExportedFile[],
  signal: AbortSignal,
  onFile?: (done: number) => void,
): Promise<Blob> {
  const parts: Blob[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    // A blob at once: the browser may then keep it on disk.
    else parts.push(new Blob([chunk]));
  });
  for (const [i, { name, blob }] of files.entries()) {
    const entry = new ZipPassThrough(name);
    zip.add(entry);
    for await (const piece of pieces(blob)) {
      signal.throwIfAborted();
      entry.push(piece);
    }
    entry.push(new Uint8Array(), true);
    onFile?.(i + 1);
  }
  zip.end();
  if (failure) throw failure;
  return new Blob(parts, { type: 'application/zip' });
}

/** Bytes that one task works on: its checksum takes about a millisecond. */
const PIECE = 1 << 18;

async function* pieces(blob: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let begin = 0; begin < blob.size; begin += PIECE) {
    yield new Uint8Array(await blob.slice(begin, begin + PIECE).arrayBuffer());
  }
}
