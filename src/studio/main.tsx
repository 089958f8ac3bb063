import { applyPolicy } from './policy/apply-policy.ts';
import { browserKeep } from './settings/keep.ts';

// The policy stands before anything else is loaded; it holds for all that comes after it.
const { settings, keys } = browserKeep.read();
applyPolicy(document.head, settings, keys);
void import('./start.tsx');
