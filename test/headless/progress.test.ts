import { describe, expect, it } from 'vitest';
import { createProgressPrinter } from '../../src/headless/progress.ts';
import { createParams } from '../../src/project/resolve.ts';

/** A printer into a list of lines, with a clock of the test's own. */
function printer() {
  const said: string[] = [];
  const clock = { seconds: 0 };
  const out = { isTTY: false, write: (text: string) => said.push(text.trimEnd()) } as unknown as NodeJS.WriteStream;
  return { said, clock, print: createProgressPrinter(createParams(), out, () => clock.seconds) };
}

const terms = (total: number) => ({ content: 0, style: total, tv: 0, temporal: 0, total });

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

  it.each([
    [50, 'loss −50.0 %'],
    [110, 'loss +10.0 %'],
  ])('tells a loss from 100 to %d as %s', (total, text) => {
    const { said, print } = printer();
    const size = { width: 2, height: 2 };
    print.event({ type: 'started', frames: 1, size, kept: 0 });
    const record = {
      name: 'a.jpg',
      sha256: 'a'.repeat(64),
      first: terms(100),
      last: terms(total),
      evaluations: 3,
      stop: 'evaluations',
      seconds: 2,
    };
    const image = { ...size, data: new Uint8ClampedArray(16) };
    print.event({ type: 'painted', index: 0, frames: 1, record, image, kept: false });
    expect(said.at(-1)).toContain(text);
  });
});
