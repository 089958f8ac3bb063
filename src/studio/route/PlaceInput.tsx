import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import type { LatLng } from '../../route/lat-lng.ts';
import { readPlaces } from './read-places.ts';

interface PlaceInputProps extends Pick<TextInputProps, 'label' | 'aria-label' | 'placeholder'> {
  /** null where there is none yet */
  readonly place: LatLng | null;
  /** @returns what is said against it, or null */
  onPlace(place: LatLng): string | null;
}

/** A place as text, latitude and longitude; taken over at Enter, also where it is the same, or where the focus leaves another. */
export function PlaceInput({ place, onPlace, ...input }: PlaceInputProps) {
  const text = place ? `${place.lat}, ${place.lng}` : '';
  const [shown, setShown] = useState(text);
  const [typed, setTyped] = useState(text);
  const [problem, setProblem] = useState<string | null>(null);
  // Another place has come in, by undo for example.
  if (shown !== text) {
    setShown(text);
    setTyped(text);
    setProblem(null);
  }
  const commit = () => {
    if (typed.trim() === '' || typed === text) {
      setTyped(text);
      setProblem(null);
      return;
    }
    const read = readPlaces(typed);
    const [first] = read.places;
    setProblem(first ? onPlace(first) : read.problem);
  };
  // A pin that is there may not be the one in use.
  const confirm = (there: LatLng) => setProblem(onPlace(there));
  return (
    <TextInput
      {...input}
      size="xs"
      value={typed}
      error={problem}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && (place && typed === text ? confirm(place) : commit())}
    />
  );
}
