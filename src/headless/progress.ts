import { type Options, SingleBar } from 'cli-progress';
import { balanceWords } from '../frames/tone-words.ts';
import type { Params } from '../project/schema.ts';
import { driveWords } from '../render/drive-words.ts';
import type { RenderEvent } from '../render/events.ts';
import { filmBudgets } from '../render/plan.ts';
import { createTimeLeft, type TimeLeft } from '../render/time-left.ts';

/** Prints a run's events: a bar that redraws itself on a terminal, a line now and then into a file or pipe. */
export interface ProgressPrinter {
  event(event: RenderEvent): void;
  /** A line above the bar. */
  say(line: string): void;
  /** The film is being written, and this painted frame is taken up. @param place from 0 */
  encoding(place: number, frames: number): void;
  stop(): void;
}

/** Seconds between lines where there is no terminal. */
const QUIET_SECONDS = 10;

/** @param now seconds */
export function createProgressPrinter(
  params: Params,
  out: NodeJS.WriteStream = process.stderr,
  now: () => number = () => performance.now() / 1000,
): ProgressPrinter {
  let bar: SingleBar | undefined;
  let timeLeft: ReturnType<typeof createTimeLeft> | undefined;
  let frames = 0;
  let passes = 1;
  let lastLine = Number.NEGATIVE_INFINITY;
  let lastRead = now();
  const say = (line: string) => {
    // The bar stands on the last line: it is wiped, and drawn again below at its next update.
    if (bar && out.isTTY) out.write('\r\x1b[K');
    out.write(`${line}\n`);
  };
  const show = (text: string, { done, left }: TimeLeft) => {
    const rest = left === undefined ? '' : ` · ${formatSeconds(left)} left`;
    if (bar) bar.update(done, { text: `${text}${rest}` });
    else if (now() - lastLine >= QUIET_SECONDS) {
      lastLine = now();
      say(`${Math.floor(done * 100)} % · ${text}${rest}`);
    }
  };
  const passText = (pass: number) => (passes > 1 ? `pass ${pass}/${passes} · ` : '');
  return {
    say,
    encoding(place, count) {
      if (place === 0 || now() - lastLine < QUIET_SECONDS) return;
      lastLine = now();
      say(`Writing the film: frame ${place + 1}/${count}`);
    },
    event(event) {
      switch (event.type) {
        case 'warning':
          say(`Note: ${event.message}`);
          break;
        case 'prepared':
          if (event.index === event.frames - 1) say(`${event.frames} ${event.frames === 1 ? 'frame' : 'frames'} read.`);
          else if (now() - lastRead >= QUIET_SECONDS) {
            lastRead = now();
            say(`Reading frame ${event.index + 1} of ${event.frames}`);
          }
          break;
        case 'balance':
          if (now() - lastRead >= QUIET_SECONDS) {
            lastRead = now();
            say(`Comparing the light of frames ${event.pair + 1} and ${event.pair + 2} of ${event.pairs + 1}`);
          }
          break;
        case 'drive':
          say(`Drive: ${driveWords(event.drive, secondsPerFrame(params))}.`);
          break;
        case 'balanced':
          say(`Balance: ${balanceWords(event.tones)}.`);
          break;
        case 'started':
          frames = event.frames;
          say(
            `Painting ${frames} × ${event.size.width}×${event.size.height} px${event.passes > 1 ? ` in ${event.passes} passes` : ''}.` +
              (event.kept > 0 ? ` ${event.kept} painted before, kept.` : ''),
          );
          passes = event.passes;
          timeLeft = createTimeLeft(filmBudgets(params, frames), now);
          if (out.isTTY) {
            bar = new SingleBar(barOptions(out));
            bar.start(1, 0, { text: '' });
          }
          break;
        case 'flow':
          if (event.cut !== null || event.reliable < LOW_RELIABILITY) {
            say(
              `Note: only ${Math.round(event.reliable * 100)} % of frame ${event.index + 1} follows frame ${event.from + 1}; ` +
                (event.cut !== null ? 'the film begins anew there.' : 'the rest is painted afresh.'),
            );
          }
          break;
        case 'step':
          show(
            `${passText(event.pass)}frame ${event.index + 1}/${frames} · ${event.size.width}×${event.size.height} · ` +
              `evaluation ${event.evaluation}/${event.evaluations} · loss ${event.terms.total.toPrecision(4)}`,
            timeLeft!.step(event.order, event.progress),
          );
          break;
        case 'painted': {
          const { record, kept, index, pass, order } = event;
          timeLeft!.frame(order, kept);
          const change = 100 * (record.last.total / record.first.total - 1);
          say(
            `${passText(pass)}Frame ${index + 1}/${frames} ${record.name}: ` +
              (kept
                ? 'kept.'
                : `${record.evaluations} evaluations in ${formatSeconds(record.seconds)}, loss ${change > 0 ? '+' : '−'}${Math.abs(change).toFixed(1)} % ` +
                  `(${stopWords[record.stop] ?? record.stop}).`),
          );
          break;
        }
      }
    },
    stop() {
      if (bar && out.isTTY) out.write('\r\x1b[K');
      bar?.stop();
      bar = undefined;
    },
  };
}

/** What the film shows of each painted frame, those between it and the next included. */
function secondsPerFrame(params: Params): number {
  return (params.export_interpolate * params.export_hold) / params.export_fps;
}

/** Below this share of trusted flow a person should look at the frame. */
const LOW_RELIABILITY = 0.3;

const stopWords: Readonly<Record<string, string>> = {
  evaluations: 'all evaluations used',
  ftol: 'settled',
  line_search: 'no way further down',
  not_finite: 'the loss is not a number',
};

function barOptions(stream: NodeJS.WriteStream): Options {
  return {
    format: '{bar} {percentage} % · {text}',
    barsize: 20,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    fps: 5,
    stream,
  };
}

function formatSeconds(seconds: number): string {
  const s = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  return s < 3600
    ? `${Math.floor(s / 60)}:${two(s % 60)}`
    : `${Math.floor(s / 3600)} h ${two(Math.floor(s / 60) % 60)} min`;
}
