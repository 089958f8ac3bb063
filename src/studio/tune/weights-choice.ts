import { create } from 'zustand';
import { UNTRAINED_DEMO } from '../../project/demo.ts';
import type { ParamKey, Params } from '../../project/schema.ts';
import { changeParams, isChanged } from './change-params.ts';
import { type DownloadedWeights, readConsent, rememberConsent } from './weights-consent.ts';
import { checkLocalFiles, weightsBytes } from './weights-sources.ts';

/** What a person decides about the weights of the network. */
export type WeightsAnswer =
  | { readonly kind: 'download' }
  | {
      readonly kind: 'local';
      readonly files: readonly File[];
      /** whether layers that the files lack get seeded filters */
      readonly fillMissing: boolean;
    }
  | {
      readonly kind: 'untrained';
      /** whether parameters that stand at their defaults take the values that suit seeded filters */
      readonly suit: boolean;
    }
  | { readonly kind: 'close' };

/** What is asked. */
export interface WeightsQuestion {
  /** what a download would bring */
  readonly source: DownloadedWeights;
  readonly bytes: number;
  /** `first-use`: never agreed to. `files-gone`: the params name local files, which no session keeps. */
  readonly reason: 'first-use' | 'files-gone';
  readonly resolve: (answer: WeightsAnswer) => void;
}

/** The question on screen, and the files that were picked: both last as long as the page. */
export interface WeightsChoiceState {
  readonly question: WeightsQuestion | null;
  readonly localWeights: readonly File[] | null;
}

/** Read by `WeightsDialog`; answered through `answerWeights`. */
export const useWeightsChoice = create<WeightsChoiceState>()(() => ({ question: null, localWeights: null }));

/** What a job may run with: the params, as the person's choice left them. */
export interface EnsuredWeights {
  readonly params: Params;
  readonly localWeights?: readonly File[];
}

/**
 * Makes sure that a job has weights that the person agreed to, asking where need be. What they choose instead is a change of the open
 * project too (`nn_weights`), in one step of undo, so that record, export and form tell the same.
 * @returns null where the person closed the dialog
 */
export async function ensureWeights(params: Params): Promise<EnsuredWeights | null> {
  const { nn_weights } = params;
  if (nn_weights === 'untrained') return { params };
  if (nn_weights === 'file') {
    const { localWeights } = useWeightsChoice.getState();
    if (localWeights) return { params, localWeights };
  } else if (readConsent().includes(nn_weights)) return { params };

  const source = nn_weights === 'file' ? 'oxford' : nn_weights;
  const reason = nn_weights === 'file' ? 'files-gone' : 'first-use';
  const answer = await ask({ source, bytes: weightsBytes(params), reason });
  return follow(answer, params, source);
}

/**
 * The person's answer to the question on screen.
 * @returns what is wrong with the files that were picked; null where the answer is taken
 */
export function answerWeights(answer: WeightsAnswer): string | null {
  const { question } = useWeightsChoice.getState();
  if (answer.kind === 'local') {
    const problem = checkLocalFiles(answer.files);
    if (problem !== null) return problem;
    useWeightsChoice.setState({ localWeights: answer.files });
  }
  useWeightsChoice.setState({ question: null });
  question?.resolve(answer);
  return null;
}

function ask(question: Omit<WeightsQuestion, 'resolve'>): Promise<WeightsAnswer> {
  // One dialog at a time: whoever asked before is told that it was closed.
  useWeightsChoice.getState().question?.resolve({ kind: 'close' });
  return new Promise((resolve) => useWeightsChoice.setState({ question: { ...question, resolve } }));
}

function follow(answer: WeightsAnswer, params: Params, source: DownloadedWeights): EnsuredWeights | null {
  switch (answer.kind) {
    case 'close':
      return null;
    case 'download':
      rememberConsent(source);
      return { params: withChoice(params, { nn_weights: source }) };
    case 'untrained':
      return { params: withChoice(params, { ...(answer.suit && suitedTo(params)), nn_weights: 'untrained' }) };
    case 'local': {
      const filled = answer.fillMissing ? ({ nn_weights_missing: 'untrained' } as const) : {};
      return { params: withChoice(params, { nn_weights: 'file', ...filled }), localWeights: answer.files };
    }
  }
}

/** What suits seeded filters, of what the person has not set otherwise. */
function suitedTo(params: Params): Partial<Params> {
  const suited = Object.entries(UNTRAINED_DEMO) as [ParamKey, unknown][];
  return Object.fromEntries(suited.filter(([key]) => !isChanged(params, [key])));
}

/** @param choice values that the schema allows beside any others */
function withChoice(params: Params, choice: Partial<Params>): Params {
  changeParams(choice);
  return { ...params, ...choice };
}
