import type { LossTerms } from '../../../src/engine/losses/terms.ts';
import type { WorkerEvent } from '../../../src/render/worker/protocol.ts';

const SIZE = { width: 64, height: 48 };

export function terms(total: number): LossTerms {
  return { content: total / 2, style: total / 2, tv: 0, temporal: 0, total };
}

export function started(frames: number, kept = 0, passes = 1): WorkerEvent {
  return { type: 'started', frames, passes, size: SIZE, kept };
}

export function step(index: number, evaluation: number, evaluations = 10, total = 100 / evaluation): WorkerEvent {
  return {
    type: 'step',
    index,
    pass: 1,
    order: index,
    evaluation,
    evaluations,
    progress: evaluation / evaluations,
    size: SIZE,
    terms: terms(total),
  };
}

export function painted(index: number, frames: number, kept = false): WorkerEvent {
  const record = {
    name: `frame-${index}`,
    sha256: '',
    first: terms(100),
    last: terms(1),
    evaluations: 10,
    work: 10,
    stop: 'evaluations',
    seconds: 1,
  };
  return { type: 'painted', index, pass: 1, order: index, frames, record, kept, png: new Blob([`png ${index}`]) };
}
