import { VisuallyHidden } from '@mantine/core';
import { milestone } from './milestone.ts';

interface MilestonesProps {
  readonly done: number;
  readonly total: number;
  /** what is counted: `frames` */
  readonly what: string;
  /** said when it is over; null while it goes on */
  readonly end: string | null;
}

/** Tells screen readers how far something is, at each quarter, and how it ended: of a text that changes all the time they read nothing to its end. */
export function Milestones({ done, total, what, end }: MilestonesProps) {
  return <VisuallyHidden role="status">{end ?? milestone(done, total, what)}</VisuallyHidden>;
}
