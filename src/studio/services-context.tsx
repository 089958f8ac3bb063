import { createContext, type ReactNode, useContext } from 'react';
import type { StudioServices } from './services.ts';

const Context = createContext<StudioServices | null>(null);

/** Hands the studio's services to every screen below. */
export function ServicesProvider({ services, children }: { services: StudioServices; children: ReactNode }) {
  return <Context value={services}>{children}</Context>;
}

/** @throws Error outside of a `ServicesProvider` */
export function useServices(): StudioServices {
  const services = useContext(Context);
  if (!services) throw new Error('useServices: there is no ServicesProvider above this component');
  return services;
}
