import { expect, test } from 'vitest';
import { fetchFrames } from '../../../src/frames/fetch/fetch-frames.ts';
import { forgetTemporary } from '../../../src/frames/fetch/temporary-frames.ts';
import { noteTemporaryUse } from '../../../src/frames/fetch/temporary-use.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { createService, gather, NOW, portsOf, wants } from './service.ts';

test('frames that another tab uses too stay when the tab that fetched them is closed, the others go', async () => {
  const frames = createMemoryStore();
  const ports = portsOf(createService({ id: 'streetview', kind: 'view' }), frames);
  const { told } = await gather(fetchFrames([wants('p1'), wants('p2')], ports, { session: 'a' }));
  const [used, other] = told.map((event) => (event.type === 'fetched' ? event.frame.sha256 : ''));
  await noteTemporaryUse(frames, new Set([used!]), 'b');
  const writes = frames.writes.length;
  await noteTemporaryUse(frames, new Set([used!]), 'b');
  expect(frames.writes).toHaveLength(writes);

  const gone = await forgetTemporary(frames, { now: NOW, liveSessions: new Set(['b']), frameCache: 'session' });
  expect(gone).toEqual(new Set([other]));
  expect(await frames.get(used!)).not.toBeNull();
  await forgetTemporary(frames, { now: NOW, liveSessions: new Set(['c']), frameCache: 'session' });
  expect(await frames.list('')).toEqual([]);
});
