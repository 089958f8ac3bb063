import { notifications } from '@mantine/notifications';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useServices } from '../services-context.tsx';
import { rememberedProject } from './last-project.ts';
import { createProjectKeeper, type ProjectKeeper } from './project-keeper.ts';

const Context = createContext<ProjectKeeper | null>(null);

/** Keeps the open project for every screen below, and writes what is not written when the page goes away. */
export function KeeperProvider({ children }: { children: ReactNode }) {
  const { projects } = useServices();
  const [keeper] = useState(() => createProjectKeeper(projects, rememberedProject, tellRepair));
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

function tellRepair(what: string): void {
  notifications.show({ title: 'This project was repaired', message: what, autoClose: false });
}
