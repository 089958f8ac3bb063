import { ActionIcon, Loader, TextInput, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { isAbort } from '../../core/errors.ts';
import type { MapKind } from '../../route/maps/map-view.ts';
import type { FoundPlace } from '../../route/services.ts';
import { useServices } from '../services-context.tsx';
import { showError } from '../shell/show-error.ts';
import { useMap } from './map-store.ts';
import classes from './RouteMap.module.css';
import { viewOfPlace } from './view-of-place.ts';

/** Finds a place by its name and goes there. Asked once, when the person is done typing: public services ask for that. */
export function SearchBox({ kind }: { kind: MapKind }) {
  const { street } = useServices();
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly FoundPlace[] | null>(null);
  const [credit, setCredit] = useState<string | null>(null);
  const [searching, setSearching] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const abort = useRef<AbortController | null>(null);
  const search = async () => {
    if (text.trim() === '') return;
    abort.current?.abort();
    const own = new AbortController();
    abort.current = own;
    setSearching(true);
    try {
      const service = street.search(kind);
      const places = await service.search(text.trim(), useMap.getState().centre(), own.signal);
      if (abort.current !== own) return;
      setFound(places);
      setCredit(service.credit);
      if (places.length === 1) go(places[0]);
    } catch (error) {
      if (!isAbort(error)) showError(error);
    } finally {
      if (abort.current === own) setSearching(false);
    }
  };
  const go = (place: FoundPlace | undefined) => {
    if (!place) return;
    useMap.getState().showAll(viewOfPlace(place));
    close();
  };
  // The button that was pressed goes with the list.
  const close = () => {
    setFound(null);
    input.current?.focus();
  };
  return (
    <form
      className={classes.search}
      aria-label="Find a place"
      onSubmit={(event) => {
        event.preventDefault();
        void search();
      }}
    >
      <TextInput
        ref={input}
        aria-label="Place"
        placeholder="Find a place, then Enter"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        leftSection={searching ? <Loader size={14} /> : <IconSearch size={16} stroke={1.6} aria-hidden />}
        rightSection={
          found !== null && (
            <ActionIcon variant="subtle" color="gray" aria-label="Close the results" onClick={close}>
              <IconX size={14} aria-hidden />
            </ActionIcon>
          )
        }
      />
      <VisuallyHidden role="status">
        {found !== null && `${found.length} ${found.length === 1 ? 'place' : 'places'} found`}
      </VisuallyHidden>
      {found !== null && (
        <ul className={classes.results} aria-label="Places found">
          {found.length === 0 && <li className={classes.result}>No place of that name was found.</li>}
          {found.map((place) => (
            <li key={`${place.name} ${place.position.lat} ${place.position.lng}`}>
              <UnstyledButton className={classes.result} onClick={() => go(place)}>
                {place.name}
              </UnstyledButton>
            </li>
          ))}
          {credit !== null && <li className={classes.credit}>{credit}</li>}
        </ul>
      )}
    </form>
  );
}
