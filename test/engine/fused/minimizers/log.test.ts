import { describe, expect, it } from 'vitest';
import { writeLog } from '../../../../src/engine/fused/minimizers/kernels/progress.cpu.ts';
import { readLog } from '../../../../src/engine/fused/minimizers/log.ts';
import {
  LOG_FLAGS,
  LOG_ROWS,
  LOG_WORDS,
  PROGRESS_FIELDS,
  STOP_CODES,
} from '../../../../src/engine/fused/minimizers/progress-state.ts';
import { stateWords, viewState } from '../../../../src/engine/fused/minimizers/state-layout.ts';

function logOf(evaluations: number): Float32Array<ArrayBuffer> {
  const log = new Float32Array(LOG_ROWS * LOG_WORDS);
  const state = viewState(PROGRESS_FIELDS, new Float32Array(stateWords(PROGRESS_FIELDS)));
  Object.assign(state, { content: 4, style: 3, tv: 2, temporal: 1 });
  for (let i = 1; i <= evaluations; i++) {
    state.spent = i;
    if (i === evaluations) state.stop = STOP_CODES.line_search;
    writeLog(log, state, i === 2 ? Number.NaN : 20 - i, 0.5, i === 2 ? LOG_FLAGS.restarted : LOG_FLAGS.accepted);
  }
  return log;
}

describe('readLog', () => {
  it('gives the rows that were written, and no more', () => {
    const rows = readLog(logOf(3).buffer);
    expect(rows).toEqual([
      {
        evaluation: 1,
        terms: { content: 4, style: 3, tv: 2, temporal: 1, total: 10 },
        trial: 19,
        t: 0.5,
        accepted: true,
        restarted: false,
        recalled: false,
      },
      expect.objectContaining({ evaluation: 2, trial: Number.NaN, accepted: false, restarted: true }),
      expect.objectContaining({ evaluation: 3, trial: 17, stop: 'line_search' }),
    ]);
    expect(rows[1]).not.toHaveProperty('stop');
  });

  it('reads a part of the log from a row on', () => {
    const log = logOf(4);
    const rows = readLog(log.buffer.slice(2 * LOG_WORDS * 4), 2);
    expect(rows.map(({ evaluation }) => evaluation)).toEqual([3, 4]);
  });

  it('stops at rows of an earlier run', () => {
    const log = logOf(4);
    log[2 * LOG_WORDS + 7] = 0;
    expect(readLog(log.buffer)).toHaveLength(2);
  });

  it('finds what a run that is longer than the log wrote over its first rows', () => {
    const log = logOf(LOG_ROWS + 3);
    const rows = readLog(log.buffer, LOG_ROWS);
    expect(rows.map(({ evaluation }) => evaluation)).toEqual([LOG_ROWS + 1, LOG_ROWS + 2, LOG_ROWS + 3]);
    expect(readLog(log.buffer)).toEqual([]);
  });
});

describe('a state view', () => {
  it('is live, unsigned and single precision, at the places of the fields', () => {
    const words = new Float32Array(4);
    const view = viewState({ a: 'u32', b: 'f32', c: 'u32' }, words);
    view.a = 0xffffffff;
    view.b = 0.1;
    view.c = 7;
    expect(view).toEqual({ a: 0xffffffff, b: Math.fround(0.1), c: 7 });
    expect(words[1]).toBe(Math.fround(0.1));
    expect(new Uint32Array(words.buffer)[2]).toBe(7);
    words[1] = 3;
    expect(view.b).toBe(3);
  });

  it('takes an even number of words', () => {
    expect(stateWords({ a: 'u32', b: 'f32', c: 'u32' })).toBe(4);
  });
});
