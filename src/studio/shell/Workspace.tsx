import { useEffect } from 'react';
import { isGoogles } from '../../frames/source-facts.ts';
import { Canvas } from '../canvas/Canvas.tsx';
import { Filmstrip } from '../filmstrip/Filmstrip.tsx';
import { noteKeptFrames } from '../route/kept-frames.ts';
import { RouteMap } from '../route/RouteMap.tsx';
import { useServices } from '../services-context.tsx';
import { useDocument } from '../state/document-store.ts';
import { useSession } from '../state/session-store.ts';
import { Inspector } from './Inspector.tsx';
import { StepRail } from './StepRail.tsx';
import { showError } from './show-error.ts';
import { TopBar } from './TopBar.tsx';
import classes from './Workspace.module.css';

/**
 * The open project: bar, steps, picture or map, inspector, film. Google's terms keep its pictures off every screen with a map: the
 * Route step, which alone has one, then hides the film.
 */
export function Workspace() {
  const { frames, street } = useServices();
  const id = useDocument(({ document }) => document?.id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at once for each project that is opened
  useEffect(() => void noteKeptFrames(frames, street.session).catch(showError), [frames, street, id]);
  const onMap = useSession(({ step }) => step === 'route');
  const googles = useDocument(({ document }) => document?.frames.kind === 'route' && isGoogles(document.frames.source));
  return (
    <div className={classes.workspace}>
      <TopBar />
      <StepRail />
      <main className={classes.canvas} aria-label={onMap ? 'Map' : 'Picture'}>
        {onMap ? <RouteMap /> : <Canvas />}
      </main>
      <Inspector />
      {onMap && googles ? (
        <p className={classes.hidden}>Google’s pictures are not shown beside a map: see them at the other steps.</p>
      ) : (
        <section className={classes.filmstrip} aria-label="Film">
          <Filmstrip />
        </section>
      )}
    </div>
  );
}
