import type { ImageryProvider, Sighting } from '../../../src/frames/imagery.ts';
import type { LatLng } from '../../../src/route/lat-lng.ts';

/** What a provider finds near places, in their order. */
export async function candidatesAt(
  provider: ImageryProvider,
  places: readonly LatLng[],
  radius: number,
): Promise<Sighting[][]> {
  const found: Sighting[][] = places.map(() => []);
  for await (const { index, candidates } of provider.scout(places, { radius })) found[index] = [...candidates];
  return found;
}
