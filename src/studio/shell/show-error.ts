import { notifications } from '@mantine/notifications';
import { PleinAirError } from '../../core/errors.ts';

/** Tells a person what went wrong and what to do; a defect is told as what it is. */
export function showError(error: unknown): void {
  const known = error instanceof PleinAirError;
  notifications.show({
    color: 'rust',
    title: known ? error.message : 'Something went wrong in the studio',
    message: known ? error.remedy : String(error),
    autoClose: 12_000,
  });
}
