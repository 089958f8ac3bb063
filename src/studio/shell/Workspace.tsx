import { Canvas } from '../canvas/Canvas.tsx';
import { Filmstrip } from '../filmstrip/Filmstrip.tsx';
import { Inspector } from './Inspector.tsx';
import { StepRail } from './StepRail.tsx';
import { TopBar } from './TopBar.tsx';
import classes from './Workspace.module.css';

/** The open project: bar, steps, picture, inspector, film. */
export function Workspace() {
  return (
    <div className={classes.workspace}>
      <TopBar />
      <StepRail />
      <main className={classes.canvas} aria-label="Picture">
        <Canvas />
      </main>
      <Inspector />
      <section className={classes.filmstrip} aria-label="Film">
        <Filmstrip />
      </section>
    </div>
  );
}
