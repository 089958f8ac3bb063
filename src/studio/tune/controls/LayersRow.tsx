import { CloseButton, Select } from '@mantine/core';
import { useState } from 'react';
import { useDocument } from '../../state/document-store.ts';
import { changeParams, checkChange } from '../change-params.ts';
import { addLayer, pairLayers, sharePercent, type WeightedLayer } from '../layer-list.ts';
import type { ControlOf, ControlProps } from './control-props.ts';
import classes from './controls.module.css';
import { ValueInput } from './ValueInput.tsx';
import { ValueSlider } from './ValueSlider.tsx';

/** Weights are shares: beyond 1 they are typed. */
const STOPS = Array.from({ length: 21 }, (_, i) => i / 20);

/** Layers that a loss reads, each with its weight, and a list to add more from. */
export function LayersRow({ param, control, problemId, onProblem }: ControlProps<ControlOf<'layers'>>) {
  const names = useDocument(({ document }) => document?.params[control.layers] ?? []);
  const weights = useDocument(({ document }) => document?.params[control.weights] ?? []);
  const layers = pairLayers(names, weights);
  const asChange = (next: readonly WeightedLayer[]) => ({
    [control.layers]: next.map(({ name }) => name),
    [control.weights]: next.map(({ weight }) => weight),
  });
  const change = (next: readonly WeightedLayer[]) => onProblem(changeParams(asChange(next)));
  const reweighted = (place: number, weight: unknown) =>
    layers.map((layer, i) => (i === place ? { ...layer, weight: weight as number } : layer));

  return (
    <div className={classes.layers}>
      <ul className={classes.layerList} aria-label={param.title}>
        {layers.map((layer, i) => (
          <LayerRow
            key={layer.name}
            title={`${param.title}, ${layer.name}`}
            layer={layer}
            share={sharePercent(layers, layer.weight)}
            problemId={problemId}
            check={(weight) => checkChange({ [control.weights]: reweighted(i, weight).map((entry) => entry.weight) })}
            onWeight={(weight) => change(reweighted(i, weight))}
            onRemove={layers.length > 1 ? () => change(layers.toSpliced(i, 1)) : undefined}
            onProblem={onProblem}
          />
        ))}
      </ul>
      <Select
        size="xs"
        searchable
        aria-label={`Add to ${param.title}`}
        placeholder="Add a layer"
        data={control.options.filter((name) => !layers.some((layer) => layer.name === name))}
        value={null}
        onChange={(name) => name !== null && change(addLayer(layers, name, control.options))}
      />
    </div>
  );
}

interface LayerRowProps {
  readonly title: string;
  readonly layer: WeightedLayer;
  /** of all, per cent */
  readonly share: number | null;
  readonly problemId: string | undefined;
  readonly check: (weight: unknown) => string | null;
  readonly onWeight: (weight: number) => void;
  /** absent for the last layer: a loss needs one */
  readonly onRemove: (() => void) | undefined;
  readonly onProblem: (problem: string | null) => void;
}

function LayerRow({ title, layer, share, problemId, check, onWeight, onRemove, onProblem }: LayerRowProps) {
  const [live, setLive] = useState<number | null>(null);
  const weight = live ?? layer.weight;
  return (
    <li className={classes.layer}>
      <span className={classes.layerName}>{layer.name}</span>
      <ValueSlider label={`${title}, weight`} stops={STOPS} value={weight} onShow={setLive} onCommit={onWeight} />
      <ValueInput
        className={classes.layerDigits}
        label={`${title}, weight`}
        value={weight}
        check={check}
        commit={onWeight}
        onProblem={onProblem}
        describedBy={problemId}
      />
      <span className={classes.share}>{share === null ? '' : `${Math.round(share)} %`}</span>
      <CloseButton size="xs" aria-label={`Remove ${layer.name}`} disabled={!onRemove} onClick={onRemove} />
    </li>
  );
}
