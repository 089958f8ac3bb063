import type { Plugin } from 'vite';
import { documentPolicy, policyText, workerPolicy } from '../../src/studio/policy/policy.ts';

const CONTENT_SECURITY_POLICY = 'Content-Security-Policy';

/**
 * Sends the policies that a page cannot set by itself: those of its workers, and that no other page may show it in a frame. A browser
 * heeds the header of a script only where a worker begins with it.
 */
export function policyHeaders(): Plugin {
  const worker = policyText(workerPolicy);
  const page = policyText(documentPolicy);
  return {
    name: 'policy-headers',
    configurePreviewServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const isScript = /\.m?js$/.test((request.url ?? '').split('?')[0] ?? '');
        response.setHeader(CONTENT_SECURITY_POLICY, isScript ? worker : page);
        response.setHeader('X-Content-Type-Options', 'nosniff');
        next();
      });
    },
  };
}
