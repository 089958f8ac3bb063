import { applyPolicy } from './policy/apply-policy.ts';
import { browserKeep } from './settings/keep.ts';
import { takeShare } from './share/share-fragment.ts';

// The policy stands before anything else is loaded; it holds for all that comes after it.
const { settings, keys } = browserKeep.read();
applyPolicy(document.head, settings, keys);
if (/^\/bench\/?$/.test(location.pathname)) {
  void import('./bench/start-bench.tsx').then(({ startBenchPage }) => startBenchPage());
} else {
  const shared = takeShare(location, history);
  void import('./start.tsx').then(({ start }) => start(shared));
}
