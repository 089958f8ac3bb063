import { alongStreet, streetStart } from '../servers/covered-streets.ts';
import type { RoutePage } from './route-page.ts';
import { askedRequests } from './stand-ins.ts';

/**
 * Types a way along one of the stand-ins' streets in place of the one before. What happens on a street is told at the top of the service's
 * stand-in.
 * @param row of the street @param metres where the way goes along it, from the street's beginning
 */
export async function typeStreet(studio: RoutePage, row: number, ...metres: readonly number[]): Promise<void> {
  const clear = studio.page.getByRole('button', { name: 'Clear the way' });
  if (await clear.isEnabled()) await clear.click();
  await studio.typePoints(...streetLines(row, ...metres));
}

/** The same as lines of latitude and longitude. */
export function streetLines(row: number, ...metres: readonly number[]): string[] {
  return metres.map((at) => {
    const { lat, lng } = alongStreet(streetStart(row), at);
    return `${lat.toFixed(7)}, ${lng.toFixed(7)}`;
  });
}

/** Pictures of a street that Panoramax was asked for since the last reset, in order. */
export async function askedPictures(row: number): Promise<string[]> {
  const ofStreet = `/derivates/${row.toString(16).padStart(8, '0')}-`;
  return (await askedRequests()).map(({ url }) => url).filter((url) => url.includes(ofStreet));
}
