import { Button, Group, NativeSelect, Text } from '@mantine/core';
import type { ScoutSummary } from '../../frames/scout/scout-summary.ts';
import { useDocument } from '../state/document-store.ts';
import { changeParams } from '../tune/change-params.ts';
import classes from './YearRange.module.css';

/** The years of the pictures as bars, and the choice of one range: a street whose years change from frame to frame flickers. */
export function YearRange({ summary: { years, suggestion } }: { summary: ScoutSummary }) {
  const from = useDocument(({ document }) => document?.params.route_date_from ?? null);
  const to = useDocument(({ document }) => document?.params.route_date_to ?? null);
  const [only] = years;
  if (!only) return null;
  if (years.length === 1 && from === null && to === null) return <Text size="sm">Pictures of {only.year}.</Text>;
  const most = Math.max(...years.map(({ places }) => places));
  const first = from === null ? Number.NEGATIVE_INFINITY : Number(from.slice(0, 4));
  const last = to === null ? Number.POSITIVE_INFINITY : Number(to.slice(0, 4));
  const options = [{ value: '', label: 'any' }, ...years.map(({ year }) => ({ value: `${year}`, label: `${year}` }))];
  const suggested = suggestion && `${suggestion.from}` === from && `${suggestion.to}` === to;
  return (
    <div>
      <ul className={classes.bars} aria-label="Places by year">
        {years.map(({ year, places }) => (
          <li
            key={year}
            className={classes.year}
            data-chosen={(year >= first && year <= last) || undefined}
            aria-label={`${year}: ${places} places`}
          >
            <span className={classes.bar} style={{ height: `${(places / most) * 100}%` }} aria-hidden />
            <span aria-hidden>{years.length > 8 ? `’${String(year).slice(2)}` : year}</span>
          </li>
        ))}
      </ul>
      <Group gap={6} align="end">
        <NativeSelect
          size="xs"
          label="From"
          value={from?.slice(0, 4) ?? ''}
          data={options}
          onChange={(event) => setYears(event.currentTarget.value || null, to)}
        />
        <NativeSelect
          size="xs"
          label="to"
          value={to?.slice(0, 4) ?? ''}
          data={options}
          onChange={(event) => setYears(from, event.currentTarget.value || null)}
        />
        {suggestion && !suggested && !isAll(suggestion, years) && (
          <Button size="xs" variant="default" onClick={() => setYears(`${suggestion.from}`, `${suggestion.to}`)}>
            Only {suggestion.from === suggestion.to ? suggestion.from : `${suggestion.from}–${suggestion.to}`}
          </Button>
        )}
      </Group>
      {years.length > 1 && from === null && to === null && (
        <Text size="xs" c="dimmed" mt={4}>
          Pictures of several years: one range keeps light and season from jumping.
        </Text>
      )}
    </div>
  );
}

function isAll({ from, to }: NonNullable<ScoutSummary['suggestion']>, years: ScoutSummary['years']): boolean {
  return from === years[0]?.year && to === years.at(-1)?.year;
}

/** An end that passes the other takes it along. */
function setYears(from: string | null, to: string | null): void {
  const crossed = from !== null && to !== null && from.slice(0, 4) > to.slice(0, 4);
  const before = useDocument.getState().document?.params.route_date_from ?? null;
  const moved = from !== before ? from : to;
  changeParams({ route_date_from: crossed ? moved : from, route_date_to: crossed ? moved : to });
}
