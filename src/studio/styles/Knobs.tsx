import { NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Params } from '../../project/schema.ts';
import { useDocument } from '../state/document-store.ts';
import { changeParams, isChanged } from '../tune/change-params.ts';
import { ValueSlider } from '../tune/controls/ValueSlider.tsx';
import { fields } from '../tune/fields.ts';
import classes from './Knobs.module.css';
import { shortNumber } from './short-number.ts';

type KnobKey = 'input_style_scale' | 'weight_content' | 'weight_temporal';

interface KnobProps {
  readonly name: KnobKey;
  readonly label: string;
  /** what stands beside the slider */
  text(value: number, params: Params): string;
}

const COLOURS: readonly { readonly value: Params['color_mode']; readonly label: string }[] = [
  { value: 'none', label: 'of the painting' },
  { value: 'luma_swap', label: 'of the place' },
  { value: 'luma_only', label: 'of the place, painted in grey' },
  { value: 'match_linear', label: 'matched, linear' },
  { value: 'match_histogram', label: 'matched, histogram' },
];

/** The knobs that people turn first; all others stand under Tune. */
export function Knobs() {
  const color = useDocument(({ document }) => document?.params.color_mode ?? 'none');
  return (
    <Stack gap="xs">
      <Knob name="input_style_scale" label="Stroke size" text={(value) => `${shortNumber(value)}×`} />
      <Knob
        name="weight_content"
        label="Paint ↔ place"
        text={(value, { weight_style }) => `${shortNumber(weight_style)} : ${shortNumber(value)}`}
      />
      <Knob name="weight_temporal" label="Boil ↔ locked" text={shortNumber} />
      <div className={classes.knob}>
        <Label name="color_mode" text="Colours" id="knob-colours" />
        <NativeSelect
          className={classes.choice}
          size="xs"
          aria-labelledby="knob-colours"
          value={color}
          data={COLOURS.map((option) => ({ ...option }))}
          onChange={(event) => changeParams({ color_mode: event.currentTarget.value })}
        />
      </div>
    </Stack>
  );
}

function Knob({ name, label, text }: KnobProps) {
  const params = useDocument(({ document }) => document?.params);
  const [live, setLive] = useState<number | null>(null);
  const control = fields.find(({ param }) => param.key === name)?.control;
  if (!params || control?.kind !== 'number' || !control.stops) return null;
  const value = live ?? params[name];
  return (
    <div className={classes.knob}>
      <Label name={name} text={label} />
      <ValueSlider
        label={label}
        stops={control.stops}
        value={value}
        onShow={setLive}
        onCommit={(next) => changeParams({ [name]: next })}
      />
      <Text size="sm" className={classes.value}>
        {text(value, params)}
      </Text>
    </div>
  );
}

function Label({ name, text, id }: { name: keyof Params; text: string; id?: string }) {
  const changed = useDocument(({ document }) => document !== null && isChanged(document.params, [name]));
  return (
    <Text size="sm" id={id} className={classes.label} data-changed={changed || undefined}>
      {text}
    </Text>
  );
}
