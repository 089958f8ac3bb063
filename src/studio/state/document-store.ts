import { temporal } from 'zundo';
import { create } from 'zustand';
import type { FramesChoice, ProjectDocument, StyleItem } from '../../project/document.ts';
import { changedParams } from '../../project/resolve.ts';
import type { RouteChoice } from '../../project/route-frames.ts';
import type { ParamKey, Params } from '../../project/schema.ts';

/** The open project and every way to change it. Each action is one step of undo. */
export interface DocumentState {
  /** null while none is open */
  readonly document: ProjectDocument | null;
  /** Opens a project and forgets the steps of the one before. */
  open(document: ProjectDocument | null): void;
  rename(name: string): void;
  /** @throws PleinAirError kind `input` where the schema does not allow the value */
  setParam<K extends ParamKey>(name: K, value: Params[K]): void;
  /**
   * Params and unknown keys of a loaded file.
   * @param styles the paintings that `params.input_style_filenames` names, at the same places; those there are by default
   */
  setParams(
    params: Params,
    extras: Readonly<Record<string, unknown>>,
    styles?: readonly StyleItem[],
    frames?: FramesChoice,
  ): void;
  setFrames(frames: FramesChoice): void;
  /**
   * Takes over what the program has learnt of a route's frames: no step of undo, and undo takes nothing of it back.
   * @param learn gives what is known now, and the same object where that is nothing new
   */
  learnFrames(learn: (frames: RouteChoice) => RouteChoice): void;
  /** New paintings join with the weight 1. */
  addStyles(items: readonly StyleItem[]): void;
  removeStyle(id: string): void;
  /** @param weight 0–1 */
  setStyleWeight(id: string, weight: number): void;
}

/** Params follow the list of paintings: names, weights and hashes stand at the same places. */
function withStyles(
  document: ProjectDocument,
  styles: readonly StyleItem[],
  weights: readonly number[],
): ProjectDocument {
  // A mix of nothing is no mix: the last slider that went to 0 leaves all with equal shares.
  const usable = weights.some((weight) => weight > 0) ? weights : weights.map(() => 1);
  return {
    ...document,
    styles,
    params: changedParams(document.params, {
      input_style_filenames: styles.map(({ name }) => name),
      input_style_weights: [...usable],
      input_style_sha256: [],
    }),
  };
}

export const useDocument = create<DocumentState>()(
  temporal(
    (set, get) => {
      const change = (edit: (document: ProjectDocument) => ProjectDocument) => {
        const { document } = get();
        if (!document) return;
        const edited = edit(document);
        if (edited !== document) set({ document: { ...edited, changed: new Date().toISOString() } });
      };
      return {
        document: null,
        open: (document) => {
          set({ document });
          useDocument.temporal.getState().clear();
        },
        rename: (name) => change((document) => ({ ...document, name })),
        setParam: (name, value) =>
          change((document) => ({ ...document, params: changedParams(document.params, { [name]: value }) })),
        setParams: (params, extras, styles, frames) =>
          change((document) => ({
            ...document,
            params,
            extras,
            styles: styles ?? document.styles,
            frames: frames ?? document.frames,
          })),
        setFrames: (frames) => change((document) => ({ ...document, frames })),
        learnFrames: (learn) => {
          // Most steps share their frames with the one before.
          const learnt = new Map<FramesChoice, FramesChoice>();
          const knowing = (document: ProjectDocument): ProjectDocument => {
            const { frames: before } = document;
            if (before.kind !== 'route') return document;
            const frames = learnt.get(before) ?? learn(before);
            learnt.set(before, frames);
            return frames === before ? document : { ...document, frames };
          };
          const { temporal: history } = useDocument;
          history.getState().pause();
          change(knowing);
          history.getState().resume();
          const inStep = <Step extends Partial<Pick<DocumentState, 'document'>>>(step: Step): Step =>
            step.document ? { ...step, document: knowing(step.document) } : step;
          history.setState(({ pastStates, futureStates }) => ({
            pastStates: pastStates.map(inStep),
            futureStates: futureStates.map(inStep),
          }));
        },
        addStyles: (items) =>
          change((document) =>
            withStyles(
              document,
              [...document.styles, ...items],
              [...document.params.input_style_weights, ...items.map(() => 1)],
            ),
          ),
        removeStyle: (id) =>
          change((document) => {
            const keep = document.styles.map((style) => style.id !== id);
            return withStyles(
              document,
              document.styles.filter((_, i) => keep[i]),
              document.params.input_style_weights.filter((_, i) => keep[i]),
            );
          }),
        setStyleWeight: (id, weight) =>
          change((document) =>
            withStyles(
              document,
              document.styles,
              document.params.input_style_weights.map((old, i) => (document.styles[i]?.id === id ? weight : old)),
            ),
          ),
      };
    },
    {
      partialize: ({ document }) => ({ document }),
      equality: (a, b) => a.document === b.document,
      limit: 200,
    },
  ),
);
