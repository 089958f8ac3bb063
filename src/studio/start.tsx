import '../platform/browser/zod-without-eval.ts';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createRenderClient } from '../render/worker/create-client.ts';
import { App } from './App.tsx';
import { openServices } from './open-services.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');

createRoot(root).render(
  <StrictMode>
    <App services={openServices(createRenderClient())} />
  </StrictMode>,
);
