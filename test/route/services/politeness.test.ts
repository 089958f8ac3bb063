import { expect, it } from 'vitest';
import { leastInterval } from '../../../src/route/services/politeness.ts';
import { createNominatim } from '../../servers/nominatim.ts';
import { createOsrm } from '../../servers/osrm.ts';
import { createValhalla } from '../../servers/valhalla.ts';

it('asks shared servers once a second at most, others as they come', () => {
  for (const { hosts } of [createNominatim(), createOsrm(), createValhalla()]) {
    for (const host of hosts) expect(leastInterval(host)).toBe(1000);
  }
  expect(leastInterval('osrm.example.org')).toBe(0);
});
