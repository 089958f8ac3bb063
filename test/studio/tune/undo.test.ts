import { beforeEach, describe, expect, test } from 'vitest';
import { useDocument } from '../../../src/studio/state/document-store.ts';
import { changeParams, isChanged, resetParams } from '../../../src/studio/tune/change-params.ts';
import { createSlideGesture } from '../../../src/studio/tune/slide-gesture.ts';
import { isTextField, undoKey } from '../../../src/studio/tune/undo-keys.ts';
import { opened, openProject, steps } from './open-project.ts';

const undo = () => useDocument.temporal.getState().undo();
const redo = () => useDocument.temporal.getState().redo();

beforeEach(() => openProject());

describe('a change of params', () => {
  test('is one step, and undo brings the value before back', () => {
    expect(changeParams({ weight_tv: 0.5 })).toBeNull();
    expect(changeParams({ weight_tv: 0.7 })).toBeNull();
    expect(steps()).toBe(2);
    undo();
    expect(opened().params.weight_tv).toBe(0.5);
    redo();
    expect(opened().params.weight_tv).toBe(0.7);
  });

  test('of several at once is one step: layers bring their weights along', () => {
    changeParams({ nn_style_layers: ['relu1_1', 'relu2_1'], nn_style_layer_weights: [0.25, 0.75] });
    expect(steps()).toBe(1);
    expect(opened().params.nn_style_layer_weights).toEqual([0.25, 0.75]);
    undo();
    expect(opened().params.nn_style_layers).toHaveLength(5);
  });

  test('to the value that is there already is no step', () => {
    changeParams({ nn_style_layer_weights: [0.2, 0.2, 0.2, 0.2, 0.2], job_seed: 0 });
    expect(steps()).toBe(0);
  });

  test('that the schema refuses says why and leaves the last good value', () => {
    changeParams({ input_max_size: 640 });
    expect(changeParams({ input_max_size: 20_000 })).toBe('found 20000; allowed: a whole number from 32 to 2048');
    expect(changeParams({ input_max_size: 'wide' })).toContain('found the text "wide"');
    expect(opened().params.input_max_size).toBe(640);
    expect(steps()).toBe(1);
  });

  test('that breaks a rule with another value names that one', () => {
    changeParams({ video_end_frame: 5 });
    expect(changeParams({ video_start_frame: 8 })).toMatch(/^video_end_frame: found 5, before video_start_frame/);
  });

  test('is marked until it is reset', () => {
    changeParams({ weight_tv: 0.5 });
    expect(isChanged(opened().params, ['weight_tv'])).toBe(true);
    resetParams(['weight_tv']);
    expect(isChanged(opened().params, ['weight_tv'])).toBe(false);
    expect(steps()).toBe(2);
  });
});

describe('a slider', () => {
  function slider() {
    const shown: (number | null)[] = [];
    const gesture = createSlideGesture<number>({
      show: (value) => shown.push(value),
      commit: (weight_tv) => changeParams({ weight_tv }),
    });
    return { gesture, shown };
  }

  test('drag of fifty values is one step, each value shown', () => {
    const { gesture, shown } = slider();
    for (let i = 1; i <= 50; i++) gesture.slide(i / 10);
    expect(steps()).toBe(0);
    gesture.release();
    expect(steps()).toBe(1);
    expect(opened().params.weight_tv).toBe(5);
    expect(shown).toHaveLength(51);
    expect(shown.at(-1)).toBeNull();
  });

  test('key held down is one step, though every repeat ends a change', () => {
    const { gesture } = slider();
    for (let i = 1; i <= 20; i++) {
      gesture.keyDown();
      gesture.slide(i / 10);
      gesture.release();
    }
    expect(steps()).toBe(0);
    gesture.keyUp();
    expect(steps()).toBe(1);
    expect(opened().params.weight_tv).toBe(2);
  });

  test('that loses the focus in the middle keeps what it shows', () => {
    const { gesture } = slider();
    gesture.keyDown();
    gesture.slide(3);
    gesture.leave();
    expect(opened().params.weight_tv).toBe(3);
    // The next drag must not wait for a key that was let go elsewhere.
    gesture.slide(4);
    gesture.release();
    expect(opened().params.weight_tv).toBe(4);
  });

  test('that was touched and not moved changes nothing', () => {
    const { gesture, shown } = slider();
    gesture.keyDown();
    gesture.keyUp();
    gesture.leave();
    expect(steps()).toBe(0);
    expect(shown).toEqual([]);
  });
});

describe('keys', () => {
  const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

  test.each([
    ['z', { ctrlKey: true }, 'undo'],
    ['z', { metaKey: true }, 'undo'],
    ['Z', { ctrlKey: true, shiftKey: true }, 'redo'],
    ['Z', { metaKey: true, shiftKey: true }, 'redo'],
    ['y', { ctrlKey: true }, 'redo'],
    ['y', { metaKey: true }, null],
    ['z', {}, null],
    ['z', { ctrlKey: true, altKey: true }, null],
    ['x', { ctrlKey: true }, null],
  ] as const)('%s with %o: %s', (key, modifiers, expected) => {
    expect(undoKey({ ...none, key, ...modifiers })).toBe(expected);
  });
});

describe('a text field', () => {
  class Element {
    isContentEditable = false;
  }
  class Input extends Element {
    readOnly = false;
    constructor(readonly type: string) {
      super();
    }
  }
  class TextArea extends Element {}

  beforeEach(() => {
    // Node has no elements; these are the classes that the question is put to.
    Object.assign(globalThis, { HTMLElement: Element, HTMLInputElement: Input, HTMLTextAreaElement: TextArea });
    return () => {
      for (const name of ['HTMLElement', 'HTMLInputElement', 'HTMLTextAreaElement'])
        Reflect.deleteProperty(globalThis, name);
    };
  });

  const isText = (target: unknown) => isTextField(target as EventTarget);

  test('keeps its own undo', () => {
    expect(isText(new Input('text'))).toBe(true);
    expect(isText(new Input('search'))).toBe(true);
    expect(isText(new TextArea())).toBe(true);
    expect(isText(Object.assign(new Element(), { isContentEditable: true }))).toBe(true);
  });

  test('is neither a switch nor a button nor the page', () => {
    expect(isText(new Input('checkbox'))).toBe(false);
    expect(isText(new Input('radio'))).toBe(false);
    expect(isText(new Element())).toBe(false);
    expect(isText(null)).toBe(false);
  });
});
