import type { ParamDescription } from '../../../project/describe.ts';
import type { Control } from '../fields.ts';

/** What every kind of control is given. */
export interface ControlProps<C extends Control = Control> {
  readonly param: ParamDescription;
  readonly control: C;
  /** of the open project */
  readonly value: unknown;
  /** element that holds the problem, while there is one */
  readonly problemId: string | undefined;
  /** what the schema says against what was entered last; null when it is good */
  readonly onProblem: (problem: string | null) => void;
}

/** The member of the union of controls that has this kind. */
export type ControlOf<K extends Control['kind']> = Extract<Control, { kind: K }>;
