import { useState } from 'react';
import { useDocument } from '../state/document-store.ts';
import { StyleCard } from './StyleCard.tsx';
import classes from './StyleMix.module.css';
import { sharesOf } from './style-shares.ts';

/** The paintings of the mix; while one slider moves, every share follows. */
export function StyleMix() {
  const styles = useDocument(({ document }) => document?.styles);
  const weights = useDocument(({ document }) => document?.params.input_style_weights);
  const setWeight = useDocument((state) => state.setStyleWeight);
  const remove = useDocument((state) => state.removeStyle);
  const [live, setLive] = useState<{ readonly id: string; readonly weight: number } | null>(null);
  if (!styles || !weights || styles.length === 0) return null;
  const shown = styles.map(({ id }, i) => (live?.id === id ? live.weight : (weights[i] ?? 0)));
  const shares = sharesOf(shown);
  return (
    <ul className={classes.mix} aria-label="Paintings of the mix">
      {styles.map((style, i) => (
        <StyleCard
          key={style.id}
          style={style}
          weight={shown[i] ?? 0}
          share={shares[i] ?? 0}
          onShow={(weight) => setLive(weight === null ? null : { id: style.id, weight })}
          onCommit={(weight) => setWeight(style.id, weight)}
          onRemove={() => remove(style.id)}
        />
      ))}
    </ul>
  );
}
