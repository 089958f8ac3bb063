import { create } from 'zustand';
import type { ParamsProblem } from '../../project/problem.ts';

/** A problem with the line that it is about, as it stands in the file. */
export interface ShownProblem extends ParamsProblem {
  /** empty where the file has no such line */
  readonly source: string;
}

/** What a params file said that people should know. */
export interface ParamsReport {
  readonly file: string;
  /** `errors`: the file was not taken. `warnings`: it was, with these remarks. */
  readonly kind: 'errors' | 'warnings';
  readonly problems: readonly ShownProblem[];
}

/** The report on screen. */
export interface ParamsProblemsState {
  readonly report: ParamsReport | null;
  show(report: ParamsReport): void;
  close(): void;
}

export const useParamsProblems = create<ParamsProblemsState>()((set) => ({
  report: null,
  show: (report) => set({ report }),
  close: () => set({ report: null }),
}));

/** Longest line of a file that is shown in full. */
const MAX_SOURCE = 160;

/** Puts the lines of the file beside its problems. @param text of the file, empty where it has none worth showing */
export function withSource(problems: readonly ParamsProblem[], text: string): ShownProblem[] {
  const lines = text.split(/\r\n|\r|\n/);
  return problems.map((problem) => {
    const line = (lines[problem.line - 1] ?? '').trimEnd();
    return { ...problem, source: line.length > MAX_SOURCE ? `${line.slice(0, MAX_SOURCE)}…` : line };
  });
}
