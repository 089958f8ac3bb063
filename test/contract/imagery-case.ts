import { expect } from 'vitest';
import { PleinAirError } from '../../src/core/errors.ts';
import type { ImageryProvider } from '../../src/frames/imagery.ts';
import type { LatLng } from '../../src/route/lat-lng.ts';
import type { StandInServer } from '../servers/stand-in.ts';

/** What the contract needs of a service and its stand-in. */
export interface ImageryCase {
  readonly server: StandInServer;
  /** as at the start of a program: it remembers nothing */
  create(): ImageryProvider;
  /** the same where the service refuses whatever is asked */
  createRefused(): ImageryProvider;
  /** 250 places or more along a road, at most 10 m apart, with outdoor pictures within `radius` of each */
  readonly covered: readonly LatLng[];
  /** some places far from every picture */
  readonly empty: readonly LatLng[];
  /** metres */
  readonly radius: number;
  /** keys and tokens, and the hosts that may hear of them */
  readonly secrets: readonly string[];
  readonly keyHosts: readonly string[];
}

export function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => new Error('it worked'),
    (error: unknown) => error,
  );
}

/** An error for people: it says what and what now, and holds neither keys nor addresses that carry them. */
export function expectForPeople(error: unknown, secrets: readonly string[]): void {
  expect(error).toBeInstanceOf(PleinAirError);
  const { message, remedy, stack, cause } = error as PleinAirError;
  expect(message.length).toBeGreaterThan(10);
  expect(remedy.length).toBeGreaterThan(10);
  const all = JSON.stringify([message, remedy, stack, String(cause)]);
  for (const secret of secrets) expect(all).not.toContain(secret);
  expect(all).not.toMatch(/[?&](key|access_token|session|oh)=/);
}
