import { useRun } from '../state/run-store.ts';
import classes from './Filmstrip.module.css';

/** How far the frame in work is. */
export function FrameBar() {
  const progress = useRun((state) => Math.round(state.frameProgress * 100));
  return <span className={classes.progress} style={{ width: `${progress}%` }} />;
}
