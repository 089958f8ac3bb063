import { create } from 'zustand';
import type { BenchRun } from './bench-run.ts';

/** The benchmark of this page; null before the first. */
export const useBench = create<{ readonly run: BenchRun | null }>()(() => ({ run: null }));
