import { Slider } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { createSlideGesture } from '../slide-gesture.ts';
import { stopPosition } from '../slider-stops.ts';
import classes from './ValueSlider.module.css';

export interface ValueSliderProps {
  readonly label: string;
  readonly unit?: string | undefined;
  readonly stops: readonly number[];
  /** the document's value, or `onShow`'s while the slider moves */
  readonly value: number;
  /** value under the thumb while it moves; null when the movement is over */
  readonly onShow: (value: number | null) => void;
  /** called once for a drag, or for a key however long it is held */
  readonly onCommit: (value: number) => void;
}

const MOVING_KEYS = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']);

/** A slider over uneven stops: it moves by place, and shows and says the value. */
export function ValueSlider({ label, unit, stops, value, onShow, onCommit }: ValueSliderProps) {
  const latest = useRef({ onShow, onCommit });
  useEffect(() => {
    latest.current = { onShow, onCommit };
  });
  const [gesture] = useState(() =>
    createSlideGesture<number>({
      show: (shown) => latest.current.onShow(shown),
      commit: (end) => latest.current.onCommit(end),
    }),
  );
  useEffect(() => () => gesture.leave(), [gesture]);

  const valueAt = (place: number) => stops[Math.round(place)] ?? value;
  const text = unit ? `${value} ${unit}` : String(value);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to the slider inside, which has the role and the focus
    <div
      className={classes.slider}
      onKeyDownCapture={(event) => {
        if (MOVING_KEYS.has(event.key)) gesture.keyDown();
      }}
      onKeyUp={(event) => {
        if (MOVING_KEYS.has(event.key)) gesture.keyUp();
      }}
      onBlur={gesture.leave}
    >
      <Slider
        size={4}
        thumbSize={14}
        min={0}
        max={stops.length - 1}
        step={1}
        value={stopPosition(stops, value)}
        onChange={(place) => gesture.slide(valueAt(place))}
        onChangeEnd={gesture.release}
        label={null}
        thumbLabel={label}
        thumbValueText={text}
      />
    </div>
  );
}
