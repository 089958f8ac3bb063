import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { gitBlobHash } from '../../../src/core/digest.ts';
import { PleinAirError } from '../../../src/core/errors.ts';
import { convLayers, layersUpTo } from '../../../src/engine/network/layers.ts';
import { loadWeights } from '../../../src/engine/network/load-weights.ts';
import type { LoaderPorts, WeightsProgress } from '../../../src/engine/network/loader.ts';
import { createOxfordLoader, oxfordKey } from '../../../src/engine/network/oxford.ts';
import { oxfordGroups } from '../../../src/engine/network/oxford-manifest.ts';
import { weightsLoaders } from '../../../src/engine/network/registry.ts';
import {
  breakHalfWay,
  failure,
  fetcher,
  memoryStore,
  OXFORD_FOLDER,
  QUICK,
  serve,
  type TestServer,
} from './fixtures.ts';

const servers: TestServer[] = [];

async function started(...args: Parameters<typeof serve>): Promise<TestServer> {
  const server = await serve(...args);
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function ports(more: Partial<LoaderPorts> = {}): LoaderPorts {
  return { store: memoryStore(), fetcher, seed: 0, ...more };
}

describe('the pinned Oxford manifest', () => {
  it('describes every layer of the table, with files as long as its kernel and bias', () => {
    expect(oxfordGroups.map(({ conv }) => conv)).toEqual(convLayers.map(({ name }) => name));
    for (const [i, { inputs, outputs }] of convLayers.entries()) {
      const { shape, files } = oxfordGroups[i]!;
      expect(shape).toEqual([3, 3, inputs, outputs]);
      expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(4 * (9 * inputs * outputs + outputs));
    }
  });

  it('knows git’s names of contents', async () => {
    // `printf 'hello\n' | git hash-object --stdin`
    expect(await gitBlobHash(new TextEncoder().encode('hello\n'))).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
  });
});

describe('oxford weights that cannot be had', () => {
  it('are never taken from bytes of the right length and another content, and nothing of them is kept', async () => {
    const wrong = await started((_, response) => response.end(new Uint8Array(7168)));
    const store = memoryStore();
    const load = createOxfordLoader({ hosts: [`${wrong.base}a/`, `${wrong.base}b/`], retry: QUICK });
    const error = await failure(load(layersUpTo(['conv1_1']), ports({ store })));
    expect(error.kind).toBe('network');
    expect(error.message).toMatch(
      /group1-shard1of1 .*fails its hash: expected d5dc010d2591a1bba216ecaa7b17c3c4104ca570, found/,
    );
    expect(error.remedy).toMatch(/local folder.*`untrained`/s);
    expect(wrong.asked).toEqual(['a/group1-shard1of1', 'b/group1-shard1of1']);
    expect(store.blobs.size).toBe(0);
  });

  it('name every host and what each did', async () => {
    const busy = await started((_, response) => response.writeHead(503).end());
    const broken = await started((_, response) => breakHalfWay(response, new Uint8Array(7168)));
    const load = createOxfordLoader({ hosts: [busy.base, broken.base], retry: QUICK });
    const error = await failure(load(layersUpTo(['conv1_1']), ports()));
    expect(error.message).toContain(`${new URL(busy.base).host}: HTTP 503 (after 3 tries)`);
    expect(error.message).toContain(`${new URL(broken.base).host}: `);
    expect([busy.asked.length, broken.asked.length]).toEqual([3, 3]);
  });
});

const present = existsSync(OXFORD_FOLDER);
if (!present) process.stderr.write(`no ${OXFORD_FOLDER}: tests with the original weights are skipped\n`);

describe.skipIf(!present)('oxford weights over HTTP', () => {
  const shard = (path: string) => readFileSync(join(OXFORD_FOLDER, path.split('/').at(-1)!));

  it('arrive through a busy host, a broken transfer and the second host, hashed and reported', async () => {
    let n = 0;
    const first = await started((path, response) => {
      n++;
      if (path.endsWith('group2-shard1of1')) response.writeHead(403).end();
      else if (n === 1) response.writeHead(429).end();
      else if (n === 2) breakHalfWay(response, shard(path));
      else response.end(shard(path));
    });
    const second = await started((path, response) => response.end(shard(path)));
    const seen: WeightsProgress[] = [];
    const load = createOxfordLoader({ hosts: [first.base, second.base], retry: QUICK });
    const { layers } = await load(layersUpTo(['conv1_2']), ports({ onProgress: (progress) => seen.push(progress) }));
    expect([...layers.keys()]).toEqual(['conv1_1', 'conv1_2']);
    expect(second.asked).toEqual(['group2-shard1of1']);
    expect(seen.at(-1)).toEqual({ file: 'group2-shard1of1', done: 7168 + 147712, total: 7168 + 147712 });
    expect(seen.some(({ file, done }) => file === 'group1-shard1of1' && done > 0)).toBe(true);
  });

  it('feed RGB: conv1_1 has its input channels reversed, everything else as in the file', async () => {
    const server = await started((path, response) => response.end(shard(path)));
    const load = createOxfordLoader({ hosts: [server.base], retry: QUICK });
    const { layers, mean } = await load(layersUpTo(['conv1_2']), ports());
    const raw = new Float32Array(Uint8Array.from(shard('group1-shard1of1')).buffer);
    const { kernel, bias } = layers.get('conv1_1')!;
    for (const tap of [0, 4, 8]) {
      for (const rgb of [0, 1, 2]) {
        const bgr = 2 - rgb;
        expect(kernel.slice((tap * 3 + rgb) * 64, (tap * 3 + rgb) * 64 + 64)).toEqual(
          raw.slice((tap * 3 + bgr) * 64, (tap * 3 + bgr) * 64 + 64),
        );
      }
    }
    expect(bias).toEqual(raw.slice(1728));
    const second = new Float32Array(Uint8Array.from(shard('group2-shard1of1')).buffer);
    expect(layers.get('conv1_2')!.kernel).toEqual(second.slice(0, 36864));
    expect(mean).toEqual([123.68, 116.779, 103.939]);
  });

  it('go on where a broken download was, and fetch a kept file again only where it has gone bad', async () => {
    let down = true;
    const server = await started((path, response) => {
      if (down && path === 'group2-shard1of1') response.writeHead(500).end();
      else response.end(shard(path));
    });
    const store = memoryStore();
    const load = createOxfordLoader({ hosts: [server.base], retry: QUICK });
    const wanted = layersUpTo(['conv1_2']);
    await failure(load(wanted, ports({ store })));
    down = false;
    server.asked.length = 0;
    const first = await load(wanted, ports({ store }));
    expect(server.asked).toEqual(['group2-shard1of1']);
    server.asked.length = 0;
    expect((await load(wanted, ports({ store }))).layers).toEqual(first.layers);
    expect(server.asked).toEqual([]);
    store.blobs.get(oxfordKey('group1-shard1of1'))![99]! ^= 1;
    expect((await load(wanted, ports({ store }))).layers).toEqual(first.layers);
    expect(server.asked).toEqual(['group1-shard1of1']);
  });

  it('say so when the store has no room, instead of going on', async () => {
    const full = new PleinAirError('storage', 'no room', 'make some');
    const store = { ...memoryStore(), get: async () => null, put: () => Promise.reject(full) };
    const server = await started((path, response) => response.end(shard(path)));
    const load = createOxfordLoader({ hosts: [server.base], retry: QUICK });
    await expect(load(layersUpTo(['conv1_1']), ports({ store }))).rejects.toBe(full);
  });

  it('stop when aborted and keep what arrived', async () => {
    const controller = new AbortController();
    const server = await started((path, response) => {
      if (path === 'group1-shard1of1') response.end(shard(path));
      else response.writeHead(200, { 'content-length': 147712 }).write(new Uint8Array(5), () => controller.abort());
    });
    const store = memoryStore();
    const load = createOxfordLoader({ hosts: [server.base], retry: QUICK });
    const run = load(layersUpTo(['conv1_2']), ports({ store, signal: controller.signal }));
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect([...store.blobs.keys()]).toEqual([oxfordKey('group1-shard1of1')]);
  });

  it('come out of loadWeights as trained layers with the hash over kernels and biases', async () => {
    const server = await started((path, response) => response.end(shard(path)));
    const loaders = { ...weightsLoaders, oxford: createOxfordLoader({ hosts: [server.base], retry: QUICK }) };
    const { provenance, layers } = await loadWeights(
      { source: 'oxford', taps: ['relu1_1'], missing: 'error', ...ports() },
      loaders,
    );
    const { kernel, bias } = layers.get('conv1_1')!;
    const digest = await crypto.subtle.digest('SHA-256', Float32Array.from([...kernel, ...bias]));
    expect(provenance).toEqual({
      source: 'oxford',
      sha256: Buffer.from(digest).toString('hex'),
      untrainedLayers: [],
    });
  });
});
