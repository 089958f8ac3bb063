import '../../platform/browser/zod-without-eval.ts';
import '@mantine/core/styles.css';
import '../theme/global.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AdapterProvider } from '../shell/adapter-context.tsx';
import { DefectBoundary } from '../shell/DefectBoundary.tsx';
import { theme } from '../theme/theme.ts';
import { BenchPage } from './BenchPage.tsx';

/** The page /bench, which needs nothing of the studio's projects. */
export function startBenchPage(): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no element #root');
  document.title = 'Benchmark · Plein Air';
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} forceColorScheme="dark">
        <DefectBoundary>
          <AdapterProvider>
            <BenchPage />
          </AdapterProvider>
        </DefectBoundary>
      </MantineProvider>
    </StrictMode>,
  );
}
