import { exposureChange, type ToneCurve, tintChange, warmthChange } from './tone-curve.ts';

/** Stops below which nobody sees a change of colour. */
const VISIBLE = 0.05;

/** What is done to a photograph, as in "+0.3 EV, warmer"; null leaves it as it is. */
export function toneWords(tone: ToneCurve | null): string {
  if (!tone) return 'as taken';
  const [warmth, tint] = [warmthChange(tone), tintChange(tone)];
  return [
    formatEv(exposureChange(tone)),
    ...(Math.abs(warmth) >= VISIBLE ? [warmth > 0 ? 'warmer' : 'cooler'] : []),
    ...(Math.abs(tint) >= VISIBLE ? [tint > 0 ? 'greener' : 'more magenta'] : []),
  ].join(', ');
}

/** What is done to a film, in a sentence without its full stop. @param tones of its frames, in order */
export function balanceWords(tones: readonly (ToneCurve | null)[]): string {
  if (!tones.some((tone) => tone !== null)) return 'the photographs agree, none is changed';
  const changes = tones.map((tone) => (tone ? exposureChange(tone) : 0));
  const [least, most] = [Math.min(...changes), Math.max(...changes)];
  return `exposure ${formatNumber(least)} … ${formatEv(most)} over ${tones.length} frames`;
}

function formatEv(stops: number): string {
  return `${formatNumber(stops)} EV`;
}

function formatNumber(stops: number): string {
  const digits = Math.abs(stops).toFixed(1);
  if (digits === '0.0') return '±0';
  return `${stops < 0 ? '−' : '+'}${digits}`;
}
