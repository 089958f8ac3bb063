import type { ImageryId } from '../../frames/imagery.ts';
import { SOURCE_FACTS } from '../../frames/source-facts.ts';
import type { Params } from '../../project/schema.ts';
import { builtInStyles, parseBuiltInName } from '../../project/styles/built-in-styles.ts';
import { styleTitle } from '../styles/style-shares.ts';

/** What shared params hold, for the person who is asked whether to open them. */
export interface SharedContents {
  readonly frames: string;
  /** service that the frames come from; null where they name none */
  readonly source: { readonly title: string; readonly needs: 'google' | 'mapillary' | null } | null;
  readonly paintings: readonly { readonly name: string; readonly here: boolean }[];
}

type SharedParams = Pick<
  Params,
  'route_points' | 'route_source' | 'route_source_ids' | 'route_dates' | 'input_style_filenames' | 'input_style_sha256'
>;

/** @param isKept whether a painting of that SHA-256 is in this browser */
export function describeShared(params: SharedParams, isKept: (sha256: string) => boolean): SharedContents {
  const { route_source: source, route_source_ids: ids, route_points: points } = params;
  return {
    frames: framesText(ids.length, points.length, params.route_dates),
    source: ids.length > 0 || points.length > 0 ? sourceOf(source) : null,
    paintings: params.input_style_filenames.map((name, i) => {
      const sha256 = params.input_style_sha256[i];
      return { name: styleTitle(name), here: isBuiltIn(name) || (sha256 !== undefined && isKept(sha256)) };
    }),
  };
}

function framesText(frames: number, points: number, dates: SharedParams['route_dates']): string {
  if (frames === 0) return points > 0 ? `a route of ${points} points, its frames not chosen yet` : 'none: add your own';
  const years = dates.flatMap((date) => date?.slice(0, 4) ?? []).sort();
  const [first, last] = [years[0], years.at(-1)];
  const when = first === undefined ? '' : first === last ? ` of ${first}` : ` of ${first}–${last}`;
  return `${frames} along a route${when}, to be fetched again`;
}

function sourceOf(source: Params['route_source']): SharedContents['source'] {
  if (source === 'files') return { title: 'photographs, which no link holds', needs: null };
  const { title, key } = SOURCE_FACTS[source satisfies ImageryId];
  return { title, needs: key };
}

function isBuiltIn(name: string): boolean {
  return builtInStyles.some(({ id }) => id === parseBuiltInName(name));
}
