import { sha256 } from '../core/digest.ts';
import { PleinAirError } from '../core/errors.ts';
import type { View } from './imagery.ts';
import type { PanoramaLayout } from './projection/projector.ts';

/** A view of a panorama in numbers that read and write the same everywhere. */
export interface CutOut {
  readonly layout: PanoramaLayout;
  readonly view: View;
}

/** Angles count to a thousandth of a degree, a hundredth of a pixel; shares of the sphere to a millionth, as much. */
const ANGLE_DIGITS = 3;
const SHARE_DIGITS = 6;

/**
 * Rounds what a cut-out is made from, so that headings whose last bits differ between machines name, and make, the same frame.
 * @param name of the panorama, for errors
 * @throws PleinAirError kind `input` where the panorama's own numbers make no sense
 */
export function cutOut(layout: PanoramaLayout, view: View, name: string): CutOut {
  const { left, top, right, bottom } = layout.covers;
  const sensible =
    [layout.heading, layout.pitch, layout.roll].every(Number.isFinite) &&
    left >= 0 &&
    left < right &&
    right <= left + 1 &&
    top >= 0 &&
    top < bottom &&
    bottom <= 1;
  if (!sensible) {
    throw new PleinAirError(
      'input',
      `The panorama ${name} does not say where it looks and what it covers (${JSON.stringify(layout)}).`,
      'Leave this frame out, or choose another source.',
    );
  }
  return {
    layout: {
      kind: 'panorama',
      heading: turn(layout.heading),
      pitch: rounded(layout.pitch, ANGLE_DIGITS),
      roll: rounded(layout.roll, ANGLE_DIGITS),
      covers: {
        left: rounded(left, SHARE_DIGITS),
        top: rounded(top, SHARE_DIGITS),
        right: rounded(right, SHARE_DIGITS),
        bottom: rounded(bottom, SHARE_DIGITS),
      },
    },
    view: {
      heading: turn(view.heading),
      pitch: rounded(view.pitch, ANGLE_DIGITS),
      fov: rounded(view.fov, ANGLE_DIGITS),
      width: view.width,
      height: view.height,
    },
  };
}

/**
 * The identity of a cut-out: SHA-256 over this text in UTF-8, four lines joined by line feeds, none at the end. Angles have three digits after the point,
 * shares six; headings are at least 0 and below 360.
 * ```
 * plein-air cut-out 1 <sourceSha256>
 * centre <heading> <pitch> <roll>
 * covers <left> <top> <right> <bottom>
 * view <heading> <pitch> <fov> <width>x<height>
 * ```
 * The panorama's own pose is part of it: where a service corrects one, the frame is another.
 */
export function cutOutSha256(sourceSha256: string, { layout, view }: CutOut): Promise<string> {
  const angles = (...values: number[]) => values.map((value) => value.toFixed(ANGLE_DIGITS)).join(' ');
  const { left, top, right, bottom } = layout.covers;
  const shares = [left, top, right, bottom].map((share) => share.toFixed(SHARE_DIGITS)).join(' ');
  const text = [
    `plein-air cut-out 1 ${sourceSha256}`,
    `centre ${angles(layout.heading, layout.pitch, layout.roll)}`,
    `covers ${shares}`,
    `view ${angles(view.heading, view.pitch, view.fov)} ${view.width}x${view.height}`,
  ].join('\n');
  return sha256(new TextEncoder().encode(text));
}

/** Never −0, whose text would be another. */
function rounded(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor + 0;
}

function turn(degrees: number): number {
  const within = ((degrees % 360) + 360) % 360;
  return rounded(within, ANGLE_DIGITS) % 360;
}
