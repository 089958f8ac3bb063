import { describe, expect, it } from 'vitest';
import { placeDrive } from '../../src/flow/epipolar/drive.ts';
import { createProgressPrinter } from '../../src/headless/progress.ts';
import { createParams } from '../../src/project/resolve.ts';
import type { Params } from '../../src/project/schema.ts';
import { waves } from '../support/images.ts';

/** A printer into a list of lines, with a clock of the test's own. */
function printer(params: Partial<Params> = {}) {
  const said: string[] = [];
  const clock = { seconds: 0 };
  const out = { isTTY: false, write: (text: string) => said.push(text.trimEnd()) } as unknown as NodeJS.WriteStream;
  return { said, clock, print: createProgressPrinter(createParams(params), out, () => clock.seconds) };
}

const terms = (total: number) => ({ content: 0, style: total, tv: 0, temporal: 0, total });

const AHEAD = { focal: 100, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, -1] } as const;

describe('the progress printer', () => {
  it('says now and then which photograph it reads, so that a long film does not start in silence', () => {
    const { said, clock, print } = printer();
    for (let index = 0; index < 300; index++) {
      print.event({ type: 'prepared', index, frames: 300, name: `${index}.jpg` });
      clock.seconds += 0.5;
    }
    expect(said.slice(0, 2)).toEqual(['Reading frame 21 of 300', 'Reading frame 41 of 300']);
    expect(said.at(-1)).toBe('300 frames read.');
  });

  it('says now and then which frames it compares, and then in a line how their light is evened out', () => {
    const { said, clock, print } = printer();
    for (let pair = 0; pair < 30; pair++) {
      print.event({ type: 'balance', pair, pairs: 30 });
      clock.seconds += 4;
    }
    expect(said[0]).toBe('Comparing the light of frames 4 and 5 of 31');
    expect(said.length).toBeLessThan(12);
    print.event({ type: 'balanced', tones: [null, { gain: [1.1, 1.1, 1.1], gamma: [1, 1, 1] }] });
    expect(said.at(-1)).toBe('Balance: exposure ±0 … +0.3 EV over 2 frames.');
  });

  it('says how far apart the frames are, and how fast the film goes', () => {
    const { said, print } = printer();
    const steps = [null, 1, 1].map((ratio) => ({ camera: AHEAD, ratio, height: 0.3 }));
    print.event({ type: 'drive', drive: placeDrive(steps, { positions: [], cameraHeight: 1.8 }) });
    const words = '4 frames over about 18 m, 6.0 m apart, if the camera is 1.8 m above the ground (flow_camera_height)';
    expect(said.at(-1)).toBe(`Drive: ${words}; 72.0 m/s in the film.`);
    print.event({
      type: 'drive',
      drive: placeDrive(
        steps.map((step) => ({ ...step, height: null })),
        { positions: [], cameraHeight: 1.8 },
      ),
    });
    expect(said.at(-1)).toBe('Drive: 4 frames, steps of 1.0, 1.0, 1.0 (metres are not known).');
  });

  it.each([
    [50, 'loss −50.0 %'],
    [110, 'loss +10.0 %'],
  ])('tells a loss from 100 to %d as %s', (total, text) => {
    const { said, print } = printer();
    const size = { width: 2, height: 2 };
    print.event({ type: 'started', frames: 1, passes: 1, size, kept: 0 });
    const record = {
      name: 'a.jpg',
      sha256: 'a'.repeat(64),
      first: terms(100),
      last: terms(total),
      evaluations: 3,
      work: 3,
      stop: 'evaluations',
      seconds: 2,
    };
    const image = { ...size, data: new Uint8ClampedArray(16) };
    print.event({ type: 'painted', index: 0, pass: 1, order: 0, frames: 1, record, image, kept: false });
    expect(said.at(-1)).toContain(text);
  });

  it('says in which pass of several a frame is', () => {
    const { said, print } = printer({ video_passes: 3 });
    print.event({ type: 'started', frames: 2, passes: 3, size: { width: 2, height: 2 }, kept: 0 });
    expect(said.at(-1)).toBe('Painting 2 × 2×2 px in 3 passes.');
    const size = { width: 2, height: 2 };
    const step = {
      evaluation: 1,
      evaluations: 10,
      progress: 0.1,
      size,
      terms: terms(3),
      image: async () => waves(2, 2),
    };
    print.event({ type: 'step', index: 1, pass: 2, order: 2, ...step });
    expect(said.at(-1)).toMatch(/^1 % · pass 2\/3 · frame 2\/2/);
  });

  it('tells where too little of a frame follows the one painted before it, and what comes of it', () => {
    const { said, print } = printer();
    print.event({ type: 'flow', index: 2, from: 1, reliable: 0.2, cut: null });
    expect(said.at(-1)).toBe('Note: only 20 % of frame 3 follows frame 2; the rest is painted afresh.');
    print.event({ type: 'flow', index: 2, from: 3, reliable: 0.38, cut: 'after' });
    expect(said.at(-1)).toBe('Note: only 38 % of frame 3 follows frame 4; the film begins anew there.');
    print.event({ type: 'flow', index: 3, from: 2, reliable: 0.5, cut: null });
    expect(said).toHaveLength(2);
  });
});
