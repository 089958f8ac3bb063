import { z } from 'zod';

/** Weights that are downloaded, and so asked for. */
export type DownloadedWeights = 'oxford' | 'torchvision';

const KEY = 'plein-air.weights-consent';
const consentSchema = z.array(z.enum(['oxford', 'torchvision']));

/** What was agreed to in this browser; nothing where it cannot or does not say. */
export function readConsent(): readonly DownloadedWeights[] {
  try {
    return consentSchema.parse(JSON.parse(localStorage.getItem(KEY) ?? '[]'));
  } catch {
    // Storage may be blocked, and anyone may have written there: asking once more does no harm.
    return [];
  }
}

/** Remembers that these weights may be downloaded; where storage is blocked the person is asked again next time. */
export function rememberConsent(source: DownloadedWeights): void {
  const agreed = new Set([...readConsent(), source]);
  try {
    localStorage.setItem(KEY, JSON.stringify([...agreed]));
  } catch {
    // Asked again next time.
  }
}
