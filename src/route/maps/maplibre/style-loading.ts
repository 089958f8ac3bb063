import type { Map as MapLibre, StyleSpecification } from 'maplibre-gl';

/** Milliseconds after which a map without its style shows without it. */
const PATIENCE = 15_000;

/** What stands in for a style that does not come: a sheet of paper. */
const PLAIN: StyleSpecification = {
  version: 8,
  sources: {},
  layers: [{ id: 'paper', type: 'background', paint: { 'background-color': '#dcd8cf' } }],
};

/**
 * Waits until layers may be added: the style is there, or a plain one in its place.
 * @param onMissing told why the style is not there, as `The map’s style …`
 */
export function whenStyled(map: MapLibre, onMissing: (what: string) => void): Promise<void> {
  return new Promise((resolve) => {
    let isPlain = false;
    const standIn = (what: string) => {
      clearTimeout(timer);
      // One bad style is told of in several errors, one right after the other: it leaves when all are told.
      if (isPlain) return;
      isPlain = true;
      queueMicrotask(() => map.setStyle(PLAIN, { diff: false }));
      onMissing(what);
    };
    const failed = ({ error }: { error: unknown }) => {
      const who = whoAnswered(error);
      standIn(who ? `does not come${who}` : 'is none that MapLibre can draw');
    };
    const timer = setTimeout(() => standIn('does not come'), PATIENCE);
    // Before the style is there, nothing else can go wrong.
    map.on('error', failed);
    map.once('style.load', () => {
      clearTimeout(timer);
      map.off('error', failed);
      resolve();
    });
  });
}

/** As in ` (tiles.example.org answers 503)`; addresses may carry keys, so that only the host is named. Empty where nobody was asked. */
export function whoAnswered(error: unknown): string {
  const { url, status } = (error ?? {}) as { url?: unknown; status?: unknown };
  if (typeof url !== 'string' || !URL.canParse(url)) return '';
  const { host } = new URL(url);
  return typeof status === 'number' && status > 0 ? ` (${host} answers ${status})` : ` (${host} does not answer)`;
}
