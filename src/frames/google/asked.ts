import { asksPart } from '../asks-part.ts';
import type { ImageryId, PictureRef, View } from '../imagery.ts';

/** Hundredths of a degree: a tenth of a pixel at 640 px and 64°, and the same text on every machine. */
const hundredths = (degrees: number) => Math.round(degrees * 100) / 100 + 0;

/** A view in the steps in which Google's services are asked: degrees in hundredths, headings 0 ≤ heading < 360. */
export function roundedView({ width, height, heading, pitch, fov }: View): View {
  const turned = hundredths(heading) % 360;
  return {
    width: Math.round(width),
    height: Math.round(height),
    heading: hundredths(turned < 0 ? turned + 360 : turned) % 360,
    pitch: hundredths(pitch),
    fov: hundredths(fov),
  };
}

/** Names a view of a picture: see `ImageryProvider.asks`. */
export function askedText(provider: ImageryId, { id }: PictureRef, view: View): string {
  const { width, height, heading, pitch, fov } = roundedView(view);
  return `${provider}/${asksPart(id)}/heading=${heading},pitch=${pitch},fov=${fov},size=${width}x${height}`;
}
