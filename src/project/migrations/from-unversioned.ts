import type { MigrationStep } from './step.ts';

/** Smallest `job_ftol` above 0 of version 1. */
const SMALLEST_FTOL = 1e-7;

/**
 * From the older form, which has the same names: it knows no coarse to fine, names devices as TensorFlow does, and its
 * tolerances were meant for double precision.
 */
export const fromUnversioned: MigrationStep = (values) => {
  const notes: { key: string; message: string }[] = [];
  if (!values.has('job_scale_min')) values.set('job_scale_min', 0);

  const device = values.get('job_device');
  const kind =
    typeof device === 'string' ? /^\/(?:device:)?(gpu|cpu):\d+$/i.exec(device)?.[1]?.toLowerCase() : undefined;
  if (kind !== undefined) values.set('job_device', kind === 'gpu' ? 'webgpu' : 'wasm');

  const ftol = values.get('job_ftol');
  if (typeof ftol === 'number' && ftol > 0 && ftol < SMALLEST_FTOL) {
    values.set('job_ftol', SMALLEST_FTOL);
    notes.push({
      key: 'job_ftol',
      message: `${ftol} is finer than single precision can tell apart; read as ${SMALLEST_FTOL}`,
    });
  }
  return notes;
};
