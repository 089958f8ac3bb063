import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { Suspense, use } from 'react';
import { KeeperProvider } from './projects/keeper-context.tsx';
import type { StudioServices } from './services.ts';
import { ServicesProvider } from './services-context.tsx';
import { AdapterProvider } from './shell/adapter-context.tsx';
import { DefectBoundary } from './shell/DefectBoundary.tsx';
import { Opening } from './shell/Opening.tsx';
import { Studio } from './shell/Studio.tsx';
import { BuiltInPicturesProvider } from './styles/built-in-pictures-context.tsx';
import { theme } from './theme/theme.ts';

/** The studio, once its services are there. */
export function App({ services }: { services: Promise<StudioServices> }) {
  return (
    <MantineProvider theme={theme} forceColorScheme="dark">
      <Notifications position="bottom-right" limit={4} />
      <DefectBoundary>
        <Suspense fallback={<Opening />}>
          <Opened services={services} />
        </Suspense>
      </DefectBoundary>
    </MantineProvider>
  );
}

function Opened({ services }: { services: Promise<StudioServices> }) {
  return (
    <ServicesProvider services={use(services)}>
      <AdapterProvider>
        <KeeperProvider>
          <BuiltInPicturesProvider>
            <Studio />
          </BuiltInPicturesProvider>
        </KeeperProvider>
      </AdapterProvider>
    </ServicesProvider>
  );
}
