import { notifications } from '@mantine/notifications';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { cancelPainting } from '../render/run-controller.ts';
import { useServices } from '../services-context.tsx';
import { useElsewhere } from './elsewhere-store.ts';
import { rememberedProject } from './last-project.ts';
import { createProjectKeeper, type KeeperTells, type ProjectKeeper } from './project-keeper.ts';
import { browserTabLock } from './tab-lock.ts';

const Context = createContext<ProjectKeeper | null>(null);

/** Keeps the open project for every screen below, and writes what is not written when the page goes away. */
export function KeeperProvider({ children }: { children: ReactNode }) {
  const { projects } = useServices();
  const [keeper] = useState(() => createProjectKeeper(projects, rememberedProject, browserTabLock(), tells));
  useEffect(() => {
    const stop = keeper.start();
    const flush = () => void keeper.flush();
    const flushHidden = () => {
      if (document.visibilityState === 'hidden') flush();
    };
    window.addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', flushHidden);
    return () => {
      stop();
      window.removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', flushHidden);
    };
  }, [keeper]);
  return <Context value={keeper}>{children}</Context>;
}

/** @throws Error outside of a `KeeperProvider` */
export function useKeeper(): ProjectKeeper {
  const keeper = useContext(Context);
  if (!keeper) throw new Error('useKeeper: there is no KeeperProvider above this component');
  return keeper;
}

const tells: KeeperTells = {
  repair: (what) => notifications.show({ title: 'This project was repaired', message: what, autoClose: false }),
  elsewhere: (project) => useElsewhere.setState({ project }),
  takenOver: (name) => {
    cancelPainting();
    notifications.show({
      title: `“${name}” was opened in another tab`,
      message:
        'It was saved and closed here. Painting, where it was under way, goes on there from the last whole frame.',
      autoClose: false,
    });
  },
};
