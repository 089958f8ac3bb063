import '../platform/browser/zod-without-eval.ts';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createRenderClient } from '../render/worker/create-client.ts';
import { App } from './App.tsx';
import { openServices } from './open-services.ts';
import { useShare } from './share/share-store.ts';

/** @param shared what the link to this page shares, packed; null where it shares nothing */
export function start(shared: string | null): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no element #root');
  if (shared !== null) useShare.setState({ incoming: shared });
  createRoot(root).render(
    <StrictMode>
      <App services={openServices(createRenderClient())} />
    </StrictMode>,
  );
}
