import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { createNodeVideoEncoder } from '../../../src/platform/node/video-encoder.ts';
import type { FramesChoice, StyleItem } from '../../../src/project/document.ts';
import { createParams } from '../../../src/project/resolve.ts';
import type { Params } from '../../../src/project/schema.ts';
import type { HostPorts } from '../../../src/render/worker/host-ports.ts';
import { createJobHost, type JobHost } from '../../../src/render/worker/job-host.ts';
import type { WorkerEvent, WorkerJob, WorkerReply } from '../../../src/render/worker/protocol.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { plainCodec } from '../../support/plain-codec.ts';

/** Quick enough for dozens of runs: one layer, a thumbnail. */
const QUICK: Partial<Params> = {
  job_schema_version: 2,
  job_device: 'wasm',
  job_scale_min: 0,
  job_ftol: 0,
  input_max_size: 40,
  input_style_size: 64,
  nn_weights: 'untrained',
  nn_content_layers: ['conv1_2'],
  nn_style_layers: ['relu1_1'],
  nn_style_layer_weights: [1],
  job_max_iterations: 6,
  video_first_iterations: 6,
  video_iterations: 4,
};

const BUILT_IN: StyleItem = { id: 's1', name: 'built-in:facets', sha256: null };

/** The demo street as a small job. */
export function demoJob(
  params: Partial<Params> = {},
  frames = 3,
  styles: readonly StyleItem[] = [BUILT_IN],
): WorkerJob {
  return jobWith({ kind: 'demo', frames }, params, styles);
}

export function jobWith(
  frames: FramesChoice,
  params: Partial<Params> = {},
  styles: readonly StyleItem[] = [BUILT_IN],
): WorkerJob {
  const names = styles.map(({ name }) => name);
  const weights = styles.map(() => 1);
  const all = createParams({ ...QUICK, input_style_filenames: names, input_style_weights: weights, ...params });
  return { params: all, extras: { studio_note: 'kept' }, frames, styles };
}

/** Ports in Node: everything in memory, wasm, no adapter, no network. */
export function memoryPorts(changes: Partial<HostPorts> = {}): HostPorts {
  const file = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm');
  return {
    stores: {
      frames: createMemoryStore(),
      styles: createMemoryStore(),
      weights: createMemoryStore(),
      records: createMemoryStore(),
      render: createMemoryStore(),
    },
    codec: plainCodec,
    devices: { request: async () => null },
    wasmFiles: dirname(file) + sep,
    fetcher: { fetch: () => Promise.reject(new Error('the tests have no network')) },
    encoder: createNodeVideoEncoder(),
    now: () => performance.now(),
    about: { version: '0.0.1', versions: { node: process.versions.node } },
    deviceDelays: [0, 0],
    ...changes,
  };
}

/** A host with its replies, as a page would see them. */
export interface WatchedHost {
  readonly host: JobHost;
  readonly replies: readonly WorkerReply[];
  /** of a run, in order */
  events(run: number): WorkerEvent[];
  /** The next reply for which `is` holds, one that came already included. @throws Error after a while, with what came instead */
  until<R extends WorkerReply>(is: (reply: WorkerReply) => reply is R): Promise<R>;
  untilEvent<T extends WorkerEvent['type']>(run: number, type: T, index?: number): Promise<void>;
  /** the reply that ends the run */
  ended(run: number): Promise<WorkerReply>;
}

const ENDS = ['done', 'exported', 'inspected', 'cancelled', 'failed'];

export function watchedHost(ports: HostPorts | (() => Promise<HostPorts>)): WatchedHost {
  const replies: WorkerReply[] = [];
  const waiting = new Set<() => void>();
  const open = typeof ports === 'function' ? ports : async () => ports;
  const host = createJobHost(open, (reply) => {
    replies.push(reply);
    for (const look of [...waiting]) look();
  });
  const until = <R extends WorkerReply>(is: (reply: WorkerReply) => reply is R) =>
    new Promise<R>((resolve, reject) => {
      const timer = setTimeout(() => {
        const seen = replies.map((reply) => (reply.type === 'event' ? reply.event.type : JSON.stringify(reply)));
        reject(new Error(`that reply did not come; these did: ${seen.join(' ')}`));
      }, 300_000);
      const look = () => {
        const found = replies.find(is);
        if (!found) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return {
    host,
    replies,
    events: (run) => replies.flatMap((reply) => (reply.type === 'event' && reply.run === run ? [reply.event] : [])),
    until,
    async untilEvent(run, type, index) {
      const wanted = (reply: WorkerReply) =>
        reply.type === 'event' &&
        reply.event.type === type &&
        (index === undefined || ('index' in reply.event && reply.event.index === index));
      const found = await until(
        (reply): reply is WorkerReply => reply.run === run && (wanted(reply) || ENDS.includes(reply.type)),
      );
      if (!wanted(found)) throw new Error(`the run ended before "${type}": ${JSON.stringify(found)}`);
    },
    ended: (run) => until((reply): reply is WorkerReply => reply.run === run && ENDS.includes(reply.type)),
  };
}
